import Foundation
import Glibc
import Testing

/// Builds that are ended from outside: nothing half-written stands under a final name, nothing goes on running, and the
/// next build carries on.
@Suite(.serialized)
struct `A build that is interrupted` {
  @Test func `by SIGKILL in an encoding leaves nothing half-written, and the next one finishes`() throws {
    let project = Project()
    try Self.longSource(project.file("long.avi"))
    try Clips.mp4(project.file("short.mp4"), seconds: 1)
    let build = try RunningBuild(project, ["--jobs", "1"])
    #expect(build.wait { Self.work(project).contains { $0.hasSuffix(".part") } })
    build.kill(SIGKILL)
    #expect(!project.outputFiles.contains { !$0.contains("/.incoming/") && $0.hasSuffix(".mp4") && $0.contains("long") })
    #expect(project.watchPages == [])
    try project.remove("long.avi")
    try Clips.avi(project.file("long.avi"), seconds: 1)
    let next = try project.build()
    #expect(next.status == 0, "\(next.errors)")
    #expect(project.watchPages.count == 2)
    #expect(Self.work(project) == [])
    #expect(!project.has("media/.incoming"))
    #expect(Set(project.listed + [".bobine-manifest"]) == Set(project.outputFiles))
  }

  @Test func `by SIGKILL after an encoding does not encode again`() throws {
    let project = Project()
    try Clips.avi(project.file("tape.avi"), seconds: 1)
    // A stand-in for bobine-media that dies where packaging begins leaves what ffmpeg had finished.
    let home = project.folder.file("home")
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: home + "/templates", withDestinationPath: Workshop.checkout + "/templates")
    try project.folder.write("#!/bin/sh\nsed -u '/^ask: package/Q' | \(Workshop.media)\n", to: "home/bobine-media")
    try run("chmod", ["+x", home + "/bobine-media"])
    let first = try project.build(["--stall-timeout", "2"], environment: ["BOBINE_HOME": home])
    #expect(first.status == 1, "\(first.errors)")
    let kept = Self.work(project)
    #expect(kept.count == 1 && kept.allSatisfy { $0.hasSuffix(".mp4") }, "\(kept)")
    let log = project.folder.file("calls")
    let second = try run("strace", ["-f", "-qq", "-s", "400", "-e", "trace=execve", "-o", log, Workshop.bobine, "build", project.path] + Project.now)
    #expect(second.status == 0, "\(second.errors)")
    let calls = String(decoding: try #require(FileManager.default.contents(atPath: log)), as: UTF8.self)
    #expect(calls.contains("bobine-media"))
    #expect(!calls.contains("libx264"))
    #expect(Self.work(project) == [])
    #expect(project.watchPages == ["videos/tape/index.html"])
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `by a signal ends with its programs, says so, and is told by its status`(signal: Int32) throws {
    let project = Project()
    try Self.longSource(project.file("long.avi"))
    let build = try RunningBuild(project, [])
    #expect(build.wait { Self.work(project).contains { $0.hasSuffix(".part") } })
    let children = build.descendants
    #expect(children.count >= 2, "ffmpeg and bobine-media run")
    let began = Date()
    build.process.signal(signal)
    build.process.waitUntilExit()
    #expect(Date().timeIntervalSince(began) < 10)
    #expect(build.process.terminationReason == .uncaughtSignal)
    #expect(build.process.terminationStatus == signal)
    #expect(build.errors.contains("The build was interrupted"), "\(build.errors)")
    #expect(children.filter(RunningBuild.isAlive) == [])
    #expect(project.outputFiles == [".bobine-manifest"])
    #expect(project.listed == [])
  }

  @Test func `by SIGKILL while it publishes knows its files again`() throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    // As a kill between the pages and the manifest leaves it: pages of a video that is gone now, a journal, a temporary file.
    let journal = "\(project.output)\nvideos/third/index.html\nindex.html\n"
    try project.write(journal, to: ".bobine/work/publishing")
    try project.write("<p>third</p>", to: "public/videos/third/index.html")
    try project.write("half", to: "public/.bobine-tmp-1-1")
    let next = try project.build()
    #expect(next.status == 0, "\(next.errors)")
    #expect(Set(project.listed + [".bobine-manifest"]) == Set(project.outputFiles))
    #expect(!FileManager.default.fileExists(atPath: project.file(".bobine/work/publishing")))
  }

  /// Takes long to encode.
  private static func longSource(_ path: String) throws {
    try Clips.make(
      path, seconds: 20, picture: "testsrc2=s=960x540:r=25", ["-c:v", "mpeg4", "-q:v", "5", "-c:a", "libmp3lame"])
  }

  private static func work(_ project: Project) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: project.file(".bobine/work"))) ?? [])
      .filter { $0 != "fingerprints.tsv" }.sorted()
  }
}

/// A build in a session of its own that goes on while the test looks.
final class RunningBuild {
  let process = Process()
  private let errorPath: String
  var errors: String { String(decoding: FileManager.default.contents(atPath: errorPath) ?? Data(), as: UTF8.self) }

  init(_ project: Project, _ arguments: [String]) throws {
    errorPath = try project.folder.write("", to: "errors-\(UUID().uuidString)")
    process.executableURL = URL(filePath: Workshop.bobine)
    process.arguments = ["build", project.path] + Project.now + arguments
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errorPath))
    process.standardOutput = FileHandle.nullDevice
    try process.run()
  }

  /// Waits for something to happen; false where it does not.
  func wait(_ condition: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: 60)
    while process.isRunning, Date() < deadline {
      if condition() { return true }
      usleep(2_000)
    }
    return false
  }

  /// The build and every program that it started, at once: as a power cut or a container's end does.
  func kill(_ signal: Int32) {
    for child in [process.processIdentifier] + descendants { Glibc.kill(child, signal) }
    process.waitUntilExit()
  }

  var descendants: [Int32] {
    var found: [Int32] = []
    var level = [process.processIdentifier]
    while !level.isEmpty {
      level = level.flatMap { parent in
        ((try? run("pgrep", ["-P", String(parent)]).output) ?? "").split(separator: "\n").compactMap { Int32($0) }
      }
      found += level
    }
    return found
  }

  static func isAlive(_ process: Int32) -> Bool {
    let status = String(decoding: FileManager.default.contents(atPath: "/proc/\(process)/stat") ?? Data(), as: UTF8.self)
    return !status.isEmpty && !status.contains(") Z ")
  }
}

extension Process {
  fileprivate func signal(_ number: Int32) { kill(processIdentifier, number) }
}
