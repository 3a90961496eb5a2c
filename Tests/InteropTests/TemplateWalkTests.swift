import Files
import Testing

extension Visiting {
  /// docs/templates.md tells how to change a partial and a word. It is done here from its text alone.
  @Suite struct `Changing the theme, as the docs tell it` {
    @Test func `gives what they show`() async throws {
      let home = try Folder()
      try Files.makeFolder(home("Videos"))
      let walk = try Walk(
        try #require(try Files.readText(PathRules.join(Programs.checkout, "docs/templates.md"), limit: 1 << 20)),
        section: "## Change one partial and one word")
      #expect(walk.steps.count == 8, "\(walk.steps)")
      var shown = ""
      for step in walk.steps {
        switch step {
        case .commands(let text):
          let path = "\(Programs.folder):\(Files.environment("PATH") ?? "")"
          let ended = try await Tool.run(
            "bash", ["-c", text], in: home("Videos"),
            environment: [
              "PATH": path, "HOME": home.path, "LANG": "C.UTF-8", "LC_ALL": "", "SOURCE_DATE_EPOCH": "1780000000",
            ])
          shown = (ended.out + ended.err).replacing(home.path, with: "~")
          let isMistake = ended.err.contains("error:")
          #expect(ended.status == (isMistake ? 1 : 0), "\(ended)")
        case .shown(let text):
          for line in text.split(separator: "\n") {
            // What the docs leave out stands as "…" there.
            let parts = line.split(separator: "…", omittingEmptySubsequences: false)
            let isShown = shown.split(separator: "\n").contains { seen in
              seen.hasPrefix(parts[0]) && seen.hasSuffix(parts[parts.count - 1])
                && parts.dropFirst().dropLast().allSatisfy { seen.contains($0) } && (parts.count > 1 || seen == line)
            }
            #expect(isShown, "the docs show:\n\(line)\nand there is:\n\(shown)")
          }
        case .file(let path, let text):
          try home.put(text, "Videos/\(path)")
        }
      }
      #expect(shown.contains("error:"), "the last step shows a mistake")
      // "The pages stay as they were", and "to have the theme's footer back, remove the file".
      #expect(try home.text("Videos/public/index.html").contains("passed on by those who watch them"))
      try Files.remove(home("Videos/templates/partials/footer.html"))
      let mended = try await Tool.bobine(["build", home("Videos"), "--now", Site.now])
      #expect(mended.status == 0, "\(mended)")
      #expect(try home.text("Videos/public/index.html").contains("made-with"))
    }
  }
}

/// The fenced blocks of a section: commands, what they show, and files that the line before names.
private struct Walk {
  enum Step {
    case commands(String)
    case shown(String)
    case file(path: String, String)
  }

  private(set) var steps: [Step] = []

  init(_ document: String, section: String) throws {
    let start = try #require(document.firstRange(of: section + "\n"))
    let rest = document[start.upperBound...]
    let text = rest[..<(rest.firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex)]
    var kind: Substring?
    var block = ""
    var named: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("```") else {
        if kind != nil {
          block += line + "\n"
        } else if let match = line.firstMatch(of: /`(templates\/[^`]+)`/) {
          named = String(match.output.1)
        }
        continue
      }
      switch kind {
      case nil:
        kind = line.dropFirst(3)
        block = ""
        continue
      case "sh": steps.append(.commands(block))
      case "text": steps.append(.shown(block))
      default: steps.append(.file(path: try #require(named, "no line names the file of:\n\(block)"), block))
      }
      kind = nil
    }
  }
}
