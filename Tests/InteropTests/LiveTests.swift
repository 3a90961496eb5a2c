import JSON
import Testing

extension Visiting {
  @Suite(.serialized) struct `A preview that is worked on` {
    @Test func `opens pages anew when their files change, and shows mistakes until they are mended`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("talk.mp4"), seconds: 1)
      try site.folder.put("---\ntitle: A talk\n---\nHi.\n", "talk.md")
      let ended = try await Preview.run(site.folder.path) { base in
        let seen = try await Tool.script("live.py", base, site.folder.path).json()
        let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
        #expect((seen["reloaded"]?.double ?? 99) < 10, message)
        for (key, place) in [("problem", "talk.md:2:1"), ("siteProblem", "bobine.yml:1:1")] {
          for text in [place, "error: unknown key \"titel\"", "Did you mean \"title\"?"] {
            #expect(seen[key]?.text?.contains(text) == true, message)
          }
        }
        // What was built before stays.
        #expect(seen["title"]?.text == "Another talk" && seen["site"]?.text == "Search", message)
        for key in ["hidden", "again", "healed", "stayed", "siteHealed"] { #expect(seen[key]?.bool == true, message) }
        #expect(seen["consoleErrors"] == JSON.array([]), message)
      }
      #expect(!ended.err.contains("Fatal"))
      // It is the server's: nothing of it is in the site.
      let page = try site.folder.text(".bobine/serve/videos/talk/index.html")
      #expect(page.contains("Mended") && !page.contains("serve.js"))
    }

    @Test func `waits for a site that cannot be built yet, and opens it then`() async throws {
      let site = try Site()
      try site.folder.put("titel: Site\n", "bobine.yml")
      try await Preview.run(site.folder.path) { base in
        let before = try await Tool.check("curl", ["-sS", "-o", "-", "-w", "%{http_code}", base + "any/where/"])
        #expect(before.out.hasSuffix("503") && before.out.contains("/.bobine/serve.js"))
        let told = try await Tool.run("curl", ["-sS", "--max-time", "1", base + ".bobine/events"])
        #expect(told.out.hasPrefix("data: {") && told.out.contains("unknown key"))
        try site.folder.put("title: Site\n", "bobine.yml")
        var status = ""
        for _ in 0..<100 where status != "200" {
          try await Task.sleep(for: .milliseconds(100))
          status = try await Tool.check("curl", ["-sS", "-o", "/dev/null", "-w", "%{http_code}", base]).out
        }
        #expect(status == "200")
      }
    }
  }
}
