import Diagnostics
import Files
import JSON
import Templates
import Testing

extension Visiting {
  /// The vectors of the Mustache specification, read from where its authors publish them. docs/templates.md names every
  /// difference, and `What differs from the specification` tries each with data of our own.
  @Suite struct `The specification of Mustache` {
    /// What happens where we differ on purpose.
    enum Difference {
      /// The id of the diagnostic.
      case refused(String)
      /// The same words, but for blanks and ends of lines.
      case blanks
    }

    private static let unknown = Difference.refused("template-name-unknown")

    private static let differences: [String: [String: Difference]] = [
      "interpolation": [
        "Basic Context Miss Interpolation": unknown, "Triple Mustache Context Miss Interpolation": unknown,
        "Ampersand Context Miss Interpolation": unknown, "Dotted Names - Broken Chains": unknown,
        "Dotted Names - Broken Chain Resolution": unknown, "Dotted Names - Context Precedence": unknown,
      ],
      "sections": ["Context Misses": unknown, "Dotted Names - Broken Chains": unknown],
      "inverted": ["Context Misses": unknown, "Dotted Names - Broken Chains": unknown],
      "partials": ["Failed Lookup": .refused("template-unknown")],
      "~inheritance": [
        "Negative Sections": unknown,
        // Parents and blocks that share a line with other tags.
        "Inherit": .blanks, "Override parent with newlines": .blanks, "Standalone parent": .blanks,
        "Standalone block": .blanks,
        // Indenting anew.
        "Block reindentation": .blanks, "Intrinsic indentation": .blanks, "Nested block reindentation": .blanks,
      ],
    ]

    private static func vectors(_ file: String) throws -> [(name: String, fields: JSON)] {
      let sources = PathRules.join(PathRules.parent(PathRules.parent(Programs.python)), "sources")
      let package = try #require(
        Files.list(sources).first { Files.isFolder(PathRules.join(sources, $0)) }, "run scripts/python-tools")
      let path = PathRules.join(sources, "\(package)/tests/test_specs/\(file).json")
      let tests = try #require(try JSON(Files.read(path, limit: 1 << 20))["tests"]?.array)
      return try tests.map { (try #require($0["name"]?.text), $0) }
    }

    @Test(arguments: [
      ("comments", 12), ("delimiters", 14), ("interpolation", 39), ("inverted", 22), ("partials", 12), ("sections", 34),
      ("~inheritance", 27),
    ])
    func `is kept, except where the docs say otherwise`(_ file: String, _ count: Int) throws {
      let vectors = try Self.vectors(file)
      #expect(vectors.count >= count)
      var differing: Set<String> = []
      for (name, fields) in vectors {
        let expected = try #require(fields["expected"]?.text)
        let outcome = try Self.outcome(fields)
        if outcome == expected { continue }
        differing.insert(name)
        switch Self.differences[file]?[name] {
        case .refused(let id): #expect(outcome == id, "\(name)")
        case .blanks: #expect(outcome.filter { !$0.isWhitespace } == expected.filter { !$0.isWhitespace }, "\(name)")
        case nil: Issue.record("\(file), \"\(name)\": \(outcome.debugDescription), not \(expected.debugDescription)")
        }
      }
      #expect(differing == Set((Self.differences[file] ?? [:]).keys))
    }

    @Test func `has dynamic names, and every one of them is refused`() throws {
      let vectors = try Self.vectors("~dynamic-names")
      #expect(vectors.count >= 21)
      for (name, fields) in vectors { #expect(try Self.outcome(fields) == "template-name-dynamic", "\(name)") }
    }

    /// No value of ours is code.
    @Test func `has lambdas, and they are the one thing that is not tried`() throws {
      for (name, fields) in try Self.vectors("~lambdas") {
        #expect(fields["data"]?["lambda"]?["__tag__"]?.text == "code", "\(name)")
      }
    }

    /// What is printed, or the id of the diagnostic.
    private static func outcome(_ fields: JSON) throws -> String {
      var files = try (fields["partials"]?.object ?? [:]).mapValues { Array(try #require($0.text).utf8) }
      files = Dictionary(uniqueKeysWithValues: files.map { ($0.key + ".html", $0.value) })
      files["the page.html"] = Array(try #require(fields["template"]?.text).utf8)
      do throws(TemplateFailure) {
        return String(decoding: try TemplateSet(files: files).render("the page", value(fields["data"])), as: UTF8.self)
      } catch {
        return error.diagnostic.id
      }
    }

    private static func value(_ json: JSON?) -> Value {
      switch json {
      case nil, .null: .absent
      case .bool(let flag): .bool(flag)
      case .integer(let number): .number(number)
      case .string(let text): .text(text)
      case .array(let items): .list(items.map(value))
      case .object(let fields): .object(fields.mapValues(value))
      // Fractions come to templates as texts.
      case .some(let other): .text("\(other.double ?? 0)")
      }
    }
  }
}
