import Files
import Subprocess
import SystemPackage
import Testing

struct `bobine check` {
  /// - Returns: the exit status and what was printed.
  private func run(_ words: [String]) async throws -> (status: TerminationStatus, out: String) {
    let result = try await Subprocess.run(
      .name(words[0]), arguments: Arguments(Array(words.dropFirst())), input: .none, output: .string(limit: 1 << 20),
      error: .discarded)
    return (result.terminationStatus, result.standardOutput)
  }

  @Test(.timeLimit(.minutes(15)))
  func `tells by its exit status and its totals, and writes nothing`() async throws {
    let site = try await BuiltSite.small()
    let words = ["env", BuiltSite.program, "check", site.folder, "--now", BuiltSite.now]
    let log = site.folder + "-calls"
    defer { try? Files.remove(log) }
    let whole = try await run(
      [
        "strace", "-f", "-qq", "-s", "400", "-e", "trace=openat,mkdir,mkdirat,rename,renameat2,unlink,unlinkat,socket",
        "-o", log,
      ]
        + words + ["--json"])
    #expect(whole.status == .exited(0))
    #expect(whole.out.hasPrefix(#"{"documents":"#) && whole.out.contains(#""errors":0,"event":"totals""#))
    let calls = try #require(try Files.readText(log, limit: 64 << 20)).split(separator: "\n")
    #expect(calls.contains { $0.contains("/public/index.html") })
    let writing = calls.filter {
      !$0.contains("openat(") || $0.contains("O_WRONLY") || $0.contains("O_RDWR") || $0.contains("O_CREAT")
    }
    #expect(writing.filter { !$0.contains("/dev/") } == [])

    try site.edit("videos/first/index.html", "href=\"#content\"", "href=\"#contents\"")
    let broken = try await run(words + ["--json", "--quick"])
    #expect(broken.status == .exited(1))
    #expect(broken.out.contains(#""id":"page-fragment""#) && broken.out.contains(#""line":"#))
    let wrong = try await run(words + ["--no-such-flag"])
    #expect(wrong.status == .exited(2))
    // As a build refuses it.
    let undated = try await run(
      ["env", "SOURCE_DATE_EPOCH=soon", BuiltSite.program, "check", site.folder, "--json", "--quick"])
    #expect(undated.status == .exited(1) && undated.out.contains("SOURCE_DATE_EPOCH"))
    let unaddressed = try await run(words + ["--base-url", "videos.example"])
    #expect(unaddressed.status == .exited(2))
  }
}
