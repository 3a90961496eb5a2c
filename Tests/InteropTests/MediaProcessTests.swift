import Foundation
import Testing

/// A media process that goes wrong costs one video (design, "Three programs").
@Suite(.serialized)
struct `A media process` {
  enum Harm: String, CaseIterable {
    case killed, stopped, starved
  }

  @Test(arguments: Harm.allCases)
  func `that is harmed in the third of five videos leaves four built and one diagnostic`(harm: Harm) async throws {
    let project = Project()
    for name in ["a", "b", "d", "e"] { try Clips.mp4(project.file("\(name).mp4"), seconds: 2) }
    try Self.large(project.file("c.mp4"))
    let process = Process()
    process.executableURL = URL(filePath: Workshop.bobine)
    process.arguments = ["build", project.path, "--jobs", "1", "--stall-timeout", "3"] + Project.now
    let errors = try project.folder.write("", to: "errors")
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let part = project.output + "/media/.incoming/2-180p.mp4"
    var harmed = false
    let deadline = Date(timeIntervalSinceNow: 120)
    while process.isRunning, !harmed, Date() < deadline {
      let size = (try? FileManager.default.attributesOfItem(atPath: part)[.size] as? Int) ?? 0
      if size > 1_000_000, let child = Self.child(of: process.processIdentifier) {
        switch harm {
        case .killed: kill(child, SIGKILL)
        case .stopped: kill(child, SIGSTOP)
        case .starved: try run("prlimit", ["--pid", String(child), "--as=1000000"])
        }
        harmed = true
      }
      usleep(1_000)
    }
    #expect(harmed)
    process.waitUntilExit()
    let said = String(decoding: FileManager.default.contents(atPath: errors) ?? Data(), as: UTF8.self)
    #expect(process.terminationStatus == 1, "\(said)")
    #expect(said.split(separator: "\n").count { $0.hasPrefix("c.mp4: error:") } == 1, "\(said)")
    #expect(project.watchPages == ["a", "b", "d", "e"].map { "videos/\($0)/index.html" })
    #expect(!FileManager.default.fileExists(atPath: part))
    // And the next build makes up for it.
    #expect(try project.build().status == 0)
    #expect(project.watchPages.count == 5)
  }

  /// Some 150 MB, so that there is a middle to harm.
  private static func large(_ path: String) throws {
    let seed = path + ".seed.mp4"
    try Clips.make(
      seed, seconds: 6, picture: "testsrc2=s=320x180:r=25,noise=alls=60:allf=t",
      ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "4", "-pix_fmt", "yuv420p", "-g", "50", "-flags", "+cgop"] + Clips.aac)
    let size = (try FileManager.default.attributesOfItem(atPath: seed)[.size] as? Int) ?? 1
    let made = try run("ffmpeg", ["-nostdin", "-v", "error", "-stream_loop", String(150_000_000 / size), "-i", seed, "-c", "copy", path])
    if made.status != 0 { throw Clips.Failure(message: made.errors) }
    try FileManager.default.removeItem(atPath: seed)
  }

  private static func child(of parent: Int32) -> Int32? {
    let listed = try? run("pgrep", ["-P", String(parent), "-f", "bobine-media"]).output
    return listed?.split(separator: "\n").first.flatMap { Int32($0) }
  }
}
