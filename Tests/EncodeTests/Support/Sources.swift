import Encode
import Facts

/// A test met something that it did not expect.
struct Surprise: Error {
  let text: String
  init(_ text: String) { self.text = text }
}

/// The picture of an invented source.
struct Picture: Sendable {
  var codec: String
  var pixelFormat = "yuv420p"
  var width = 1280
  var height = 720
  var rotation = 0
  var aspect = Rate(1, 1)
  var rate = Rate(25, 1)
  var isInterlaced = false
  var keyframeGap: Int64?
  var needsRemux = false

  static func h264(_ pixelFormat: String = "yuv420p") -> Picture { Picture(codec: "h264", pixelFormat: pixelFormat) }
}

struct Source: Sendable {
  var video: Picture
  var audio: String?

  var probe: ProbeReport {
    var streams = [
      StreamReport(
        index: 0, kind: .video, codec: video.codec, needsRemux: video.needsRemux, isDefault: true,
        width: video.width, height: video.height, rotation: video.rotation, pixelAspect: video.aspect,
        frameRate: video.rate, pixelFormat: video.pixelFormat, isInterlaced: video.isInterlaced,
        keyframeGap: video.keyframeGap)
    ]
    if let audio {
      streams.append(
        StreamReport(
          index: 1, kind: .audio, codec: audio, profile: audio == "aac" ? 1 : nil, isDefault: true, channels: 2,
          sampleRate: 48000))
    }
    return ProbeReport(
      container: "mov", duration: 60_000, size: 60_000_000, streams: streams, title: nil, description: nil,
      created: nil, chapters: [])
  }
}

func planned(_ source: Source, _ request: RenditionRequest = .auto) throws -> RenditionPlan {
  guard case .planned(let plan) = RenditionPlanner.plan(source.probe, request, path: "a.mp4") else {
    throw Surprise("refused")
  }
  return plan
}

extension PlannedRendition {
  var stepName: String {
    switch step {
    case .copy: "copy"
    case .remux: "remux"
    case .encode: "encode"
    }
  }
}
