import Diagnostics
import Encode
import Facts
import Testing

/// Which renditions a source gets, and how each is made.
struct PlannerTests {
  @Test(arguments: ["yuv420p", "yuvj420p"])
  func `H.264 in 8-bit 4 2 0 with AAC is taken over as it is`(pixelFormat: String) throws {
    let plan = try planned(Source(video: .h264(pixelFormat), audio: "aac"))
    #expect(plan.renditions.map(\.name.text) == ["720p", "480p"])
    #expect(plan.renditions[0].step == .copy(video: 0, audio: 1))
    #expect(plan.renditions[0].recipe == "copy")
    #expect(plan.notes.map(\.id) == ["encodes"])
  }

  @Test func `a silent H.264 video is taken over as it is`() throws {
    let plan = try planned(Source(video: .h264(), audio: nil))
    #expect(plan.renditions[0].step == .copy(video: 0, audio: nil))
    #expect(plan.renditions[1].recipe.hasSuffix("; no audio"))
  }

  @Test(arguments: ["mp3", "ac3", "opus", "flac", "vorbis", "pcm_s16le"])
  func `other sound beside H.264 becomes AAC and the picture stays`(codec: String) throws {
    let plan = try planned(Source(video: .h264(), audio: codec))
    #expect(plan.renditions.map(\.stepName) == ["remux", "encode"])
    #expect(plan.renditions[0].recipe == "copy 0; audio 1 aac 160k 2ch 48000")
    #expect(!plan.renditions[0].isCopy)
    #expect(plan.notes.map(\.id) == ["encodes-sound", "encodes"])
  }

  @Test(arguments: ["av1", "vp9"], ["yuv420p", "yuv420p10le"])
  func `AV1 and VP9 stay and get an H.264 rendition before them`(codec: String, pixelFormat: String) throws {
    let plan = try planned(Source(video: Picture(codec: codec, pixelFormat: pixelFormat), audio: "opus"))
    #expect(plan.renditions.map(\.name.text) == ["720p", "480p", "720p-\(codec)"])
    #expect(plan.renditions.map(\.isCopy) == [false, false, true])
    #expect(plan.renditions[0].recipe.hasSuffix("; audio 1 aac 160k 2ch 48000"))
  }

  @Test func `the H.264 beside AV1 keeps an AAC sound`() throws {
    let plan = try planned(Source(video: Picture(codec: "av1"), audio: "aac"))
    #expect(plan.renditions[0].recipe == "h264 1280x720 25/1 crf=23 maxrate=2534k preset=veryfast bf=8; audio 1 copy")
  }

  @Test(arguments: ["hevc", "mpeg4", "wmv3", "prores", "theora", "mpeg2video"])
  func `a codec that browsers do not share is encoded at its own size, and small`(codec: String) throws {
    let plan = try planned(Source(video: Picture(codec: codec), audio: "aac"))
    #expect(plan.renditions.map(\.name.text) == ["720p", "480p"])
    #expect(plan.renditions.map(\.name.codec) == [.h264, .h264])
    #expect(plan.renditions.map(\.stepName) == ["encode", "encode"])
    #expect(plan.notes.map(\.id) == ["encodes", "encodes"])
  }

  @Test(arguments: [
    Picture.h264("yuv420p10le"), .h264("yuv422p"), .h264("yuv444p"), Picture(codec: "h264", isInterlaced: true),
    Picture(codec: "h264", keyframeGap: 20_000), Picture(codec: "av1", pixelFormat: "yuv444p"),
  ])
  func `a form of a good codec that browsers do not play is encoded`(picture: Picture) throws {
    #expect(try planned(Source(video: picture, audio: "aac")).renditions[0].stepName == "encode")
  }

  @Test func `sound of more than two channels is mixed down, and kept where nothing may be encoded`() throws {
    var probe = Source(video: .h264(), audio: "aac").probe
    probe.streams[1].channels = 6
    for (request, recipe) in [(RenditionRequest.auto, "copy 0; audio 1 aac 160k 2ch 48000"), (.copy, "copy")] {
      guard case .planned(let plan) = RenditionPlanner.plan(probe, request, path: "a.mp4") else {
        throw Surprise("refused")
      }
      #expect(plan.renditions[0].recipe == recipe)
    }
  }

  @Test func `pictures that no container puts in order are encoded, from end to end, without the decoder's delay`() throws {
    var probe = Source(video: .h264(), audio: "aac").probe
    (probe.container, probe.streams[0].untoldDelay) = ("avi", 80_000)
    guard case .planned(let plan) = RenditionPlanner.plan(probe, .auto, path: "a.avi") else { throw Surprise("refused") }
    #expect(plan.renditions[0].stepName == "encode")
    #expect(plan.indexing == nil && plan.input("/a.avi").origin == -80_000)
  }

  @Test func `keyframes twelve seconds apart are still copied`() throws {
    let plan = try planned(Source(video: Picture(codec: "h264", keyframeGap: 12_000), audio: "aac"))
    #expect(plan.renditions[0].isCopy)
  }

  @Test func `Annex B goes through an MP4 of ffmpeg and stays a copy`() throws {
    let plan = try planned(Source(video: Picture(codec: "h264", needsRemux: true), audio: "aac"))
    #expect(plan.renditions[0].stepName == "remux")
    #expect(plan.renditions[0].isCopy)
    #expect(plan.renditions[0].recipe == "copy 0; audio 1 copy")
  }

  @Test(arguments: [
    Source(video: Picture(codec: "av1"), audio: "opus"), Source(video: Picture(codec: "vp9"), audio: "opus"),
    Source(video: .h264(), audio: "flac"),
  ])
  func `copy never encodes and says who cannot play the result`(source: Source) throws {
    let plan = try planned(source, .copy)
    #expect(plan.renditions.map(\.isCopy) == [true])
    #expect(plan.notes.map(\.id) == ["copy-not-universal"])
  }

  @Test func `copy of what plays everywhere has nothing to say`() throws {
    #expect(try planned(Source(video: .h264(), audio: "aac"), .copy).notes.isEmpty)
  }

  @Test(arguments: [
    Source(video: Picture(codec: "hevc"), audio: "aac"), Source(video: .h264("yuv420p10le"), audio: "aac"),
    Source(video: .h264(), audio: "ac3"),
  ])
  func `copy refuses what no MP4 of ours holds`(source: Source) {
    guard case .refused(let diagnostic) = RenditionPlanner.plan(source.probe, .copy, path: "a.mp4") else {
      Issue.record("not refused")
      return
    }
    #expect(diagnostic.id == "cannot-copy")
    #expect(diagnostic.nextStep?.contains("renditions: auto") == true)
  }

  @Test func `the default streams are taken and covers are not`() throws {
    var probe = Source(video: .h264(), audio: "aac").probe
    probe.streams = [
      StreamReport(index: 0, kind: .picture, codec: "mjpeg", width: 600, height: 600, pixelFormat: "yuvj420p"),
      StreamReport(index: 1, kind: .audio, codec: "aac", profile: 1, channels: 2, sampleRate: 48000),
      StreamReport(index: 2, kind: .audio, codec: "aac", profile: 1, isDefault: true, channels: 2, sampleRate: 48000),
      StreamReport(index: 3, kind: .video, codec: "h264", width: 640, height: 360, pixelFormat: "yuv420p"),
    ]
    guard case .planned(let plan) = RenditionPlanner.plan(probe, .auto, path: "a.mp4") else {
      throw Surprise("refused")
    }
    #expect(plan.renditions.map(\.step) == [.copy(video: 3, audio: 2)])
  }

  @Test func `films carry no audio description where there is another sound and none is the default`() throws {
    var probe = Source(video: .h264(), audio: nil).probe
    probe.streams += [
      StreamReport(index: 1, kind: .audio, codec: "aac", isDescription: true, channels: 2, sampleRate: 48000),
      StreamReport(index: 2, kind: .audio, codec: "aac", channels: 2, sampleRate: 48000),
    ]
    guard case .planned(let plan) = RenditionPlanner.plan(probe, .copy, path: "a.mp4") else {
      throw Surprise("refused")
    }
    #expect(plan.renditions.map(\.step) == [.copy(video: 0, audio: 2)])
  }

  @Test func `what is larger than 1080p is encoded at 1080p, and copied at its own size`() throws {
    let large = Picture(codec: "hevc", width: 3840, height: 2160)
    #expect(try planned(Source(video: large, audio: "aac")).renditions.map(\.name.text) == ["1080p", "480p"])
    let copyable = Picture(codec: "h264", width: 3840, height: 2160)
    let plan = try planned(Source(video: copyable, audio: "aac"))
    #expect(plan.renditions.map(\.name.text) == ["2160p", "480p"])
    #expect(plan.renditions.map(\.isCopy) == [true, false])
  }

  @Test func `AV1 is made where it is asked for, with Opus, after the H.264`() throws {
    let request = RenditionRequest.list([RenditionName(480, .av1), RenditionName(720), RenditionName(480)])
    let plan = try planned(Source(video: Picture(codec: "prores"), audio: "pcm_s16le"), request)
    #expect(plan.renditions.map(\.name.text) == ["720p", "480p", "480p-av1"])
    #expect(plan.renditions[2].recipe == "av1 854x480 25/1 crf=35 preset=8; audio 1 opus 112k 2ch")
  }

  @Test func `settings reach every encoded rendition`() throws {
    let settings = EncodeSettings(preset: "slow", crf: 20, peak: 50, frameRate: 15)
    let source = Source(video: Picture(codec: "hevc", rate: Rate(30, 1)), audio: nil)
    guard case .planned(let plan) = RenditionPlanner.plan(source.probe, .auto, settings, path: "a.mp4") else {
      throw Surprise("refused")
    }
    #expect(plan.renditions[0].recipe == "h264 1280x720 15000/1000 crf=20 maxrate=760k preset=slow bf=8; no audio")
  }

  @Test func `below 720p a fast source gets half its rate, and its own size keeps it`() throws {
    let source = Source(video: Picture(codec: "hevc", rate: Rate(60000, 1001)), audio: nil)
    let recipes = try planned(source).renditions.map(\.recipe)
    #expect(recipes[0].hasPrefix("h264 1280x720 60000/1001 "))
    #expect(recipes[1].hasPrefix("h264 854x480 30000/1001 "))
  }
}
