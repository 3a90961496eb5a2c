internal import Diagnostics

/// Takes the keys of one mapping, each with its type, and collects what is wrong with them.
struct KeyReader {
  private(set) var diagnostics: [Diagnostic] = []
  private let values: [String: YAMLNode]

  /// - Parameters:
  ///   - owner: nil for the top of a document, else what the mapping is called in messages: `chapters`.
  ///   - elsewhere: keys that belong into the first text, not into its translations.
  init(_ node: YAMLNode?, keys: [String], owner: String? = nil, elsewhere: [String] = []) {
    var values: [String: YAMLNode] = [:]
    for pair in node?.map ?? [] {
      let name = pair.key.text ?? pair.key.kind
      if keys.contains(name) {
        values[name] = pair.value
        continue
      }
      if elsewhere.contains(name) {
        diagnostics.append(.keyOfOriginal(name, allowed: keys, at: pair.key.location))
        continue
      }
      let suggestion = nearest(name, among: keys)
      if let owner {
        diagnostics.append(
          .unknownKeyInside(name, of: owner, known: keys, suggestion: suggestion, at: pair.key.location))
      } else {
        diagnostics.append(.unknownKey(name, suggestion: suggestion, at: pair.key.location))
      }
    }
    self.values = values
    if let node, node.map == nil, !node.isNull {
      diagnostics.append(
        owner.map { .wrongType($0, expected: "a map of keys", found: node.kind, at: node.location) }
          ?? .notAMapping(at: node.location))
    }
  }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
  mutating func report(_ more: [Diagnostic]) { diagnostics += more }

  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The value of a key that was written and is not empty.
  func node(_ key: String) -> YAMLNode? {
    guard let value = values[key], !value.isNull else { return nil }
    return value
  }

  // MARK: Types

  /// One line of text: white space of any kind becomes one space, control characters are left out.
  mutating func text(_ key: String) -> Placed<String>? {
    guard let node = node(key) else { return nil }
    guard let text = node.text.map(PlainText.oneLine) else {
      report(.wrongType(key, expected: "a text", found: node.kind, at: node.location))
      return nil
    }
    if let written = node.text, BidiText.leavesOpen(written) { report(.directionLeftOpen(key, at: node.location)) }
    return Placed(text, at: node.location)
  }

  mutating func texts(_ key: String) -> [Placed<String>]? {
    guard let node = node(key) else { return nil }
    guard let items = node.list else {
      report(.wrongType(key, expected: "a list such as [one, two]", found: node.kind, at: node.location))
      return nil
    }
    var out: [Placed<String>] = []
    for item in items {
      if let text = item.text.map(PlainText.oneLine), !text.isEmpty {
        out.append(Placed(text, at: item.location))
      } else {
        report(.wrongType(key, expected: "a list of texts", found: "a list with \(item.kind) in it", at: item.location))
      }
    }
    return out
  }

  mutating func bool(_ key: String) -> Bool? {
    guard let node = node(key) else { return nil }
    if node.bool == nil { report(.wrongType(key, expected: "true or false", found: node.kind, at: node.location)) }
    return node.bool
  }

  mutating func integer(_ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let node = node(key) else { return nil }
    guard let text = node.text, let number = Int(text) else {
      report(.wrongType(key, expected: "a whole number", found: node.kind, at: node.location))
      return nil
    }
    guard range.contains(number) else {
      report(
        .invalidValue(
          key, text, expected: "a number from \(range.lowerBound) to \(range.upperBound)", at: node.location))
      return nil
    }
    return number
  }

  mutating func date(_ key: String, in zone: TimeZoneRules) -> Instant? {
    guard let node = node(key) else { return nil }
    guard let text = node.text else {
      report(.wrongType(key, expected: "a date", found: node.kind, at: node.location))
      return nil
    }
    if let date = Instant(written: text, in: zone) { return date }
    report(.badDate(key, PlainText.oneLine(text), at: node.location))
    return nil
  }

  /// One of a few words.
  mutating func choice<Value: RawRepresentable<String> & CaseIterable>(_ key: String, _: Value.Type) -> Value? {
    guard let text = text(key) else { return nil }
    if let value = Value(rawValue: text.value) { return value }
    let known = Value.allCases.map(\.rawValue)
    report(
      .invalidValue(
        key, text.value, expected: known.joined(separator: ", ") + " (one of them)",
        suggestion: nearest(text.value, among: known), at: text.location))
    return nil
  }

  /// A text that `parse` understands; else a diagnostic that says what was expected.
  mutating func value<Value>(
    _ key: String, expected: String, suggestions: [String] = [], _ parse: (String) -> Value?
  ) -> Value? {
    guard let text = text(key) else { return nil }
    if let value = parse(text.value) { return value }
    report(
      .invalidValue(
        key, text.value, expected: expected, suggestion: nearest(text.value, among: suggestions), at: text.location))
    return nil
  }

  /// The mappings of a list, each as a reader of its own; hand its diagnostics back with `report`.
  mutating func maps(_ key: String, keys: [String]) -> [(reader: KeyReader, location: Location)] {
    guard let node = node(key) else { return [] }
    guard let items = node.list else {
      report(.wrongType(key, expected: "a list", found: node.kind, at: node.location))
      return []
    }
    return items.map { (KeyReader($0, keys: keys, owner: key), $0.location) }
  }

  /// The mapping below a key.
  func map(_ key: String, keys: [String]) -> KeyReader? {
    node(key).map { KeyReader($0, keys: keys, owner: key) }
  }
}
