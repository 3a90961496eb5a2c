import Files
import Testing

extension Interop {
  @Suite(.serialized) struct `The programs as installed` {
    /// What each program may link: names of shared objects without their versions (docs/architecture.md, two programs).
    static let allowed: [(program: String, libraries: Set<String>)] = [
      ("bobine", ["libc", "libm", "libgcc_s", "libstdc++", "libcrypto", "libcmark-gfm", "libcmark-gfm-extensions"]),
      (
        "bobine-media",
        ["libc", "libm", "libgcc_s", "libstdc++", "libcrypto", "libavformat", "libavcodec", "libavutil"]
      ),
      ("bobined", ["libc", "libm", "libgcc_s", "libstdc++", "libcrypto"]),
    ]

    @Test(.enabled(if: Programs.isInstalled, "make test gives the installed tree"), arguments: allowed.map(\.program))
    func `a program links only what it may`(_ program: String) async throws {
      let path = program == "bobine-media" ? Programs.media : PathRules.join(Programs.folder, program)
      let dynamic = try await Tool.check("readelf", ["--dynamic", "--wide", path])
      let needed = dynamic.out.split(separator: "\n").filter { $0.contains("(NEEDED)") }
        .compactMap { $0.firstMatch(of: #/\[(.+?)\.so/#).map { String($0.output.1) } }
        .filter { $0 != "ld-linux-x86-64" && $0 != "ld-linux-aarch64" }
      let allowed = try #require(Self.allowed.first { $0.program == program }).libraries
      #expect(!needed.isEmpty)
      #expect(Set(needed).subtracting(allowed) == [], "\(program) links \(needed.sortedByBytes())")
    }

    @Test(.enabled(if: Programs.isInstalled))
    func `the installed tree, copied elsewhere and without the checkout, builds the example from any folder`()
      async throws
    {
      let elsewhere = try Folder()
      let prefix = PathRules.parent(Programs.folder)
      try await Tool.check("cp", ["-R", prefix, elsewhere("tree")])
      try await Tool.check("cp", ["-R", PathRules.join(Programs.checkout, "example-site"), elsewhere("example")])
      try? Files.removeTree(elsewhere("example/public"))
      try? Files.removeTree(elsewhere("example/.bobine"))
      // The trace tells that nothing of the checkout was opened.
      let trace = elsewhere("trace")
      let built = try await Tool.run(
        "strace",
        [
          "-f", "-qq", "-e", "trace=openat,open,execve,stat,newfstatat", "-o", trace, "env", "-C", "/",
          elsewhere("tree/bin/bobine"),
        ]
          + ["build", elsewhere("example"), "-o", elsewhere("out"), "--now", Site.now])
      #expect(built.status == 0, "\(built)")
      #expect(Files.exists(elsewhere("out/index.html")))
      let calls = try #require(try Files.readText(trace, limit: 256 << 20))
      let touched = calls.split(separator: "\n").filter {
        $0.contains(Programs.checkout + "/") && !$0.contains("ENOENT")
      }
      #expect(touched.prefix(3) == [], "the checkout was used")
    }

    @Test(.enabled(if: Programs.isInstalled)) func `the daemon has no Foundation in it and is under 30 MB`() async throws {
      let size = try #require(try Files.status(Programs.bobined)).size
      print("bobined: \(size) bytes")
      #expect(size < 30_000_000)
      // Foundation's own part of the Swift runtime carries the data of all languages (ICU), tens of megabytes.
      let symbols = try await Tool.run("grep", ["-c", "-a", "icudt\\|FoundationInternationalization", Programs.bobined])
      #expect(symbols.status == 1, "\(symbols)")
    }

    @Test(.enabled(if: Programs.isInstalled)) func `help costs under 15 ms of the processor`() async throws {
      let folder = try Folder()
      try await Tool.check(
        "hyperfine",
        ["-N", "--warmup", "5", "--runs", "40", "--export-csv", folder("times.csv"), "\(Programs.bobine) --help"])
      let row = try #require(try folder.text("times.csv").split(separator: "\n").last)
      let fields = row.split(separator: ",")
      // command, mean, stddev, median, user, system, min, max; not the time on a clock, to which other programs add.
      let spent = try fields.suffix(4).prefix(2).reduce(0) { try $0 + #require(Double($1)) }
      #expect(spent < 0.015, "\(row)")
    }
  }
}
