import Files
import Torrent

/// Finds the torrents below a folder whose data lies beside them (design, "The daemon").
enum SeedFinder {
  /// What became of one torrent file.
  enum Finding: Sendable {
    case seed(Seed)
    case problem(path: String, SeedProblem)
  }

  /// - Parameters:
  ///   - known: seeds found before, by the path of their torrent; those whose stamps still hold are not read again.
  ///   - skip: torrents whose stamps still are what they were when they were withdrawn.
  static func find(below root: String, known: [String: Seed], skip: [String: Seed] = [:]) -> [Finding] {
    let (entries, _) = FolderWalk.entries(of: root)
    var statuses: [String: FileStatus] = [:]
    for entry in entries { statuses[entry.path] = entry.status }
    var findings: [Finding] = []
    for entry in entries where entry.status.kind == .file && entry.path.hasSuffix(".torrent") {
      let path = PathRules.join(root, entry.path)
      let stamp = Stamp(entry.status)
      if let seed = known[path] ?? skip[path], seed.torrent.stamp == stamp,
        self.stamp(of: seed, below: root, statuses, entries) == seed.data.stamp
      {
        if skip[path] == nil { findings.append(.seed(seed)) }
        continue
      }
      do throws(SeedProblem) {
        findings.append(.seed(try read(path, entry.path, below: root, stamp, statuses, entries)))
      } catch {
        findings.append(.problem(path: path, error))
      }
    }
    return findings
  }

  private static func read(
    _ path: String, _ relative: String, below root: String, _ stamp: Stamp, _ statuses: [String: FileStatus],
    _ entries: [WalkEntry]
  ) throws(SeedProblem) -> Seed {
    let contents: TorrentContents
    do {
      contents = try TorrentReader.read(Files.read(path, limit: TorrentReader.Limits.bytes))
    } catch let error as FileError {
      throw .unreadable(error)
    } catch let error as TorrentDamage {
      throw .damaged(error)
    } catch {
      preconditionFailure("reading throws these two alone")
    }
    let data = try data(of: contents, beside: relative, below: root, statuses, entries)
    let folder = PathRules.parent(path)
    return Seed(
      torrent: Seed.Place(path: path, stamp: stamp),
      data: Seed.Place(path: PathRules.join(folder, data.name), stamp: data.stamp),
      v1: contents.infohash.v1.map(SwarmKey.init), v2: contents.infohash.v2.map(SwarmKey.init(truncating:)),
      size: contents.size, pieceLength: contents.pieceLength, pieceCount: contents.pieceCount, info: contents.info,
      isSingleFile: contents.isSingleFile, isPrivate: contents.isPrivate, trackers: contents.trackers)
  }

  /// `x.<extension of info.name>` beside `x.torrent`, else `info.name`, of the right sizes.
  private static func data(
    of contents: TorrentContents, beside torrent: String, below root: String, _ statuses: [String: FileStatus],
    _ entries: [WalkEntry]
  ) throws(SeedProblem) -> (name: String, stamp: Stamp) {
    let folder = PathRules.parent(torrent)
    let stem = String(PathRules.lastComponent(torrent).dropLast(".torrent".count))
    let suffix = PathRules.extension(contents.name)
    let names = [suffix.isEmpty || !contents.isSingleFile ? stem : "\(stem).\(suffix)", contents.name]
    var wrong: SeedProblem?
    for name in names {
      let place = PathRules.join(folder, name)
      guard let status = statuses[place] else { continue }
      if contents.isSingleFile {
        guard status.kind == .file else { continue }
        if status.size == contents.size { return (name, Stamp(status)) }
        wrong = .wrongSize(path: PathRules.join(root, place), expected: contents.size, found: status.size)
      } else if status.kind == .folder {
        wrong = try misfit(of: contents, in: PathRules.join(root, place))
        if wrong == nil { return (name, folderStamp(place, entries)) }
      }
    }
    throw wrong ?? .noData(expected: names.last ?? contents.name)
  }
  /// The first file of a torrent that is not there in its size.
  private static func misfit(of contents: TorrentContents, in folder: String) throws(SeedProblem) -> SeedProblem? {
    for file in contents.files where !file.isPad && file.length > 0 {
      let path = PathRules.join(folder, file.path.joined(separator: "/"))
      do throws(FileError) {
        let status = try Files.status(path)
        guard let status, status.kind == .file, status.size == file.length else {
          return .wrongSize(path: path, expected: file.length, found: status?.size ?? 0)
        }
      } catch {
        throw .unreadable(error)
      }
    }
    return nil
  }

  private static func stamp(of seed: Seed, below root: String, _ statuses: [String: FileStatus], _ entries: [WalkEntry])
    -> Stamp?
  {
    guard let place = PathRules.relative(seed.data.path, to: root), let status = statuses[place] else { return nil }
    return seed.isSingleFile ? Stamp(status) : folderStamp(place, entries)
  }

  /// Of all that the walk found in a folder; the entries are sorted, so those of a folder stand together.
  private static func folderStamp(_ folder: String, _ entries: [WalkEntry]) -> Stamp {
    let prefix = folder + "/"
    let start = entries.partitioningIndex { !$0.path.precedesByBytes(prefix) }
    return Stamp(
      of: entries[start...].prefix { $0.path.hasPrefix(prefix) }.lazy.filter { $0.status.kind == .file }.map(\.status))
  }
}

extension Array {
  /// The first index for which the condition holds, where it holds for all behind it as well.
  fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
