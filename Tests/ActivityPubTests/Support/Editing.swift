import JSON

extension JSON {
  /// A copy with another value at a path of keys and places, as `url.1.tag.0.href`; nil takes the key away.
  func with(_ path: String, _ value: JSON?) -> JSON {
    with(path.split(separator: ".").map(String.init)[...], value)
  }

  private func with(_ path: ArraySlice<String>, _ value: JSON?) -> JSON {
    guard let step = path.first else { return value ?? .null }
    let rest = path.dropFirst()
    if case .array(var items) = self, let index = Int(step) {
      if rest.isEmpty, value == nil {
        items.remove(at: index)
      } else if index == items.count {
        items.append(JSON.null.with(rest, value))
      } else {
        items[index] = items[index].with(rest, value)
      }
      return .array(items)
    }
    var fields = object ?? [:]
    fields[step] = rest.isEmpty ? value : (fields[step] ?? .object([:])).with(rest, value)
    return .object(fields)
  }
}
