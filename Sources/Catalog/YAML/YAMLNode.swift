internal import Diagnostics

/// A YAML value with the place where it stands in the file.
struct YAMLNode {
  enum Content {
    /// `isPlain`: written without quotes and not as a block, so that `true`, `12` and `~` mean more than their letters.
    case scalar(String, isPlain: Bool)
    case list([YAMLNode])
    case map([(key: YAMLNode, value: YAMLNode)])
  }

  var content: Content
  var location: Location

  /// Nothing was written: `key:`, `key: ~`, `key: null`.
  var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// As YAML 1.1 knows it.
  var bool: Bool? {
    guard case .scalar(let text, isPlain: true) = content else { return nil }
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: return nil
    }
  }

  /// Letters as written, whatever YAML would make of them: `no` stays `no`, `1.10` stays `1.10`.
  var text: String? {
    guard case .scalar(let text, _) = content, !isNull else { return nil }
    return text
  }

  var list: [YAMLNode]? {
    if case .list(let items) = content { items } else { nil }
  }

  var map: [(key: YAMLNode, value: YAMLNode)]? {
    if case .map(let pairs) = content { pairs } else { nil }
  }

  /// What it is, for messages.
  var kind: String {
    switch content {
    case .list: return "a list"
    case .map: return "a map of keys"
    case .scalar(let text, let isPlain):
      if isNull { return "nothing" }
      if bool != nil { return "true or false" }
      return isPlain && Double(text) != nil ? "a number" : "a text"
    }
  }

  /// Where the value below these keys stands.
  func place(of keys: String...) -> Location? {
    var node = self
    for key in keys {
      guard let pair = node.map?.first(where: { $0.key.text == key }) else { return nil }
      node = pair.value
    }
    return node.location
  }
}
