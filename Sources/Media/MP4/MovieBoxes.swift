/// `ftyp`, and the two `moov`: the inner one of the fragmented file and the outer one that ends the whole file
/// (contracts/playback.md part F, layout *tail*). No date, no encoder's name.
enum MovieBoxes {
  /// Ticks a second of `mvhd` and of edits' durations, where no track is late.
  private static let movieTimescale: Int64 = 90_000

  static func fileType() -> [UInt8] {
    var writer = BoxWriter()
    writer.box("ftyp") {
      $0.code("isom")
      $0.u32(512)
      $0.code("isom")
      $0.code("iso6")
      $0.code("mp41")
    }
    return writer.bytes
  }

  /// The head of an `mdat` with a 64-bit size, so that one box may hold anything (ISO/IEC 14496-12, 4.2).
  ///
  /// - Parameter size: of the whole box, its 16 bytes of head included; 0 while it is not known.
  static func mediaDataHeader(_ size: Int64) -> [UInt8] {
    var writer = BoxWriter()
    writer.u32(1)
    writer.code("mdat")
    writer.u64(size)
    return writer.bytes
  }

  /// The header of a fragmented file: no samples, `mvex`, edits without a length.
  static func inner(_ tracks: [(description: TrackDescription, timing: TrackTiming)]) -> [UInt8] {
    var writer = BoxWriter()
    writer.box("moov") { moov in
      movieHeader(&moov, movieTimescale, duration: 0, tracks.count)
      for track in tracks {
        moov.box("trak") { trak in
          trackHeader(&trak, track.description, duration: 0)
          if track.timing.innerMediaTime > 0 {
            edits(&trak, [(duration: 0, mediaTime: track.timing.innerMediaTime)])
          }
          media(&trak, track.description, duration: 0) { stbl in
            for table: StaticString in ["stts", "stsc", "stco"] { stbl.fullBox(table) { $0.u32(0) } }
            stbl.fullBox("stsz") {
              $0.u32(0)
              $0.u32(0)
            }
          }
        }
      }
      moov.box("mvex") { mvex in
        for track in tracks {
          mvex.fullBox("trex") {
            $0.u32(track.description.id)
            $0.u32(1)
            $0.u32(0)
            $0.u32(0)
            $0.u32(track.description.isVideo ? SampleFlags.difference : SampleFlags.sync)
          }
        }
      }
    }
    return writer.bytes
  }

  /// The complete sample tables, which point into the fragments.
  static func outer(_ tracks: [(description: TrackDescription, timing: TrackTiming, samples: SampleTable)]) -> [UInt8] {
    var writer = BoxWriter()
    writer.reserve(tracks.reduce(4096) { $0 + $1.samples.byteCount })
    // Firefox counts an empty edit in the track's ticks, not in the movie's (tried with 153): they are the same here.
    let movieTimescale = tracks.first { $0.timing.lateness > 0 }?.description.timescale ?? movieTimescale
    let durations = tracks.map { track in
      let media = track.samples.shownEnd - track.timing.mediaTime + track.timing.lateness
      return rescale(max(0, media), movieTimescale, track.description.timescale)
    }
    writer.box("moov") { moov in
      movieHeader(&moov, movieTimescale, duration: durations.max() ?? 0, tracks.count)
      for (track, duration) in zip(tracks, durations) {
        moov.box("trak") { trak in
          trackHeader(&trak, track.description, duration: duration)
          let late = rescale(track.timing.lateness, movieTimescale, track.description.timescale)
          var list: [(duration: Int64, mediaTime: Int64)] = []
          if late > 0 { list.append((late, -1)) }
          if late > 0 || track.timing.mediaTime > 0 { list.append((max(0, duration - late), track.timing.mediaTime)) }
          if !list.isEmpty { edits(&trak, list) }
          media(&trak, track.description, duration: track.samples.duration) { track.samples.write(to: &$0) }
        }
      }
    }
    return writer.bytes
  }

  private static func movieHeader(_ moov: inout BoxWriter, _ timescale: Int64, duration: Int64, _ trackCount: Int) {
    moov.fullBox("mvhd", version: 1) {
      $0.u64(0)
      $0.u64(0)
      $0.u32(Int(timescale))
      $0.u64(duration)
      $0.u32(0x10000)
      $0.u16(0x100)
      $0.zeros(10)
      for value in TrackDescription.identity { $0.u32(Int(value)) }
      $0.zeros(24)
      $0.u32(trackCount + 1)
    }
  }

  private static func trackHeader(_ trak: inout BoxWriter, _ track: TrackDescription, duration: Int64) {
    // Enabled, in the movie, in the preview.
    trak.fullBox("tkhd", version: 1, flags: 7) {
      $0.u64(0)
      $0.u64(0)
      $0.u32(track.id)
      $0.u32(0)
      $0.u64(duration)
      $0.zeros(8)
      $0.u16(0)
      $0.u16(0)
      $0.u16(track.isVideo ? 0 : 0x100)
      $0.u16(0)
      for value in track.matrix { $0.u32(Int(value)) }
      let size = track.displaySize
      $0.u32(size.width << 16)
      $0.u32(size.height << 16)
    }
  }

  private static func edits(_ trak: inout BoxWriter, _ list: [(duration: Int64, mediaTime: Int64)]) {
    trak.box("edts") {
      $0.fullBox("elst", version: 1) {
        $0.u32(list.count)
        for edit in list {
          $0.u64(edit.duration)
          $0.u64(edit.mediaTime)
          $0.u16(1)
          $0.u16(0)
        }
      }
    }
  }

  private static func media(
    _ trak: inout BoxWriter, _ track: TrackDescription, duration: Int64, _ tables: (inout BoxWriter) -> Void
  ) {
    trak.box("mdia") { mdia in
      mdia.fullBox("mdhd", version: 1) {
        $0.u64(0)
        $0.u64(0)
        $0.u32(track.timescale)
        $0.u64(duration)
        $0.u16(track.languageCode)
        $0.u16(0)
      }
      mdia.fullBox("hdlr") {
        $0.u32(0)
        $0.code(track.isVideo ? "vide" : "soun")
        $0.zeros(13)
      }
      mdia.box("minf") { minf in
        if track.isVideo {
          minf.fullBox("vmhd", flags: 1) { $0.zeros(8) }
        } else {
          minf.fullBox("smhd") { $0.zeros(4) }
        }
        minf.box("dinf") {
          $0.fullBox("dref") {
            $0.u32(1)
            $0.fullBox("url ", flags: 1) { _ in }
          }
        }
        minf.box("stbl") { stbl in
          stbl.fullBox("stsd") {
            $0.u32(1)
            $0.raw(track.sampleEntry)
          }
          tables(&stbl)
        }
      }
    }
  }
}

/// ISO/IEC 14496-12, 8.8.3.1.
enum SampleFlags {
  /// Depends on no other sample.
  static let sync = 0x0200_0000
  /// Depends on others, and is no sync sample.
  static let difference = 0x0101_0000
}
