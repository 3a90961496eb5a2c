import Hashing
import JSON

/// What is wrong with a catalog document. `place` is a path of keys and indexes: `videos.3.renditions.0.file.sha256`.
public enum CatalogDamage: Error, Sendable, Hashable {
  /// Not an object, or of a form that this reader does not know.
  case form
  /// A key is missing or its value is of another kind.
  case value(place: String)
}

/// Reads the fields of one object. Keys that are not asked for are passed over, so that later forms may add some.
struct CatalogFields {
  private let json: JSON
  private let place: String

  init(document json: JSON, form: Int64) throws(CatalogDamage) {
    guard json["form"]?.integer == form else { throw .form }
    self.json = json
    place = ""
  }

  private init(_ json: JSON, place: String) throws(CatalogDamage) {
    guard json.object != nil else { throw .value(place: String(place.dropLast())) }
    self.json = json
    self.place = place
  }

  private func need<Value>(_ key: String, _ value: Value?) throws(CatalogDamage) -> Value {
    guard let value else { throw .value(place: place + key) }
    return value
  }

  func text(_ key: String) throws(CatalogDamage) -> String { try need(key, json[key]?.text) }
  func optionalText(_ key: String) -> String? { json[key]?.text }
  func flag(_ key: String) throws(CatalogDamage) -> Bool { try need(key, json[key]?.bool) }

  /// Not negative.
  func count(_ key: String) throws(CatalogDamage) -> Int64 {
    try need(key, json[key]?.integer.flatMap { $0 >= 0 ? $0 : nil })
  }

  func texts(_ key: String) throws(CatalogDamage) -> [String] {
    let texts = try need(key, json[key]?.array).map(\.text)
    return try need(key, texts.contains(nil) ? nil : texts.compactMap { $0 })
  }

  func sha256(_ key: String) throws(CatalogDamage) -> Digest256 {
    try need(key, json[key]?.text.flatMap { Digest256(hex: $0) })
  }

  /// nil where the key is missing; damage where it is no hash.
  func optionalSHA256(_ key: String) throws(CatalogDamage) -> Digest256? { json[key] == nil ? nil : try sha256(key) }

  func sha1(_ key: String) throws(CatalogDamage) -> Digest160 {
    try need(key, json[key]?.text.flatMap { Digest160(hex: $0) })
  }

  func optionalSHA1(_ key: String) throws(CatalogDamage) -> Digest160? { json[key] == nil ? nil : try sha1(key) }

  func object(_ key: String) throws(CatalogDamage) -> CatalogFields {
    try CatalogFields(try need(key, json[key]), place: place + key + ".")
  }

  /// nil where the key is missing; damage where it is no object.
  func optionalObject(_ key: String) throws(CatalogDamage) -> CatalogFields? {
    json[key] == nil ? nil : try object(key)
  }

  func list<Value>(
    _ key: String, _ read: (CatalogFields) throws(CatalogDamage) -> Value
  ) throws(CatalogDamage) -> [Value] {
    var values: [Value] = []
    for (index, element) in try need(key, json[key]?.array).enumerated() {
      values.append(try read(CatalogFields(element, place: "\(place)\(key).\(index).")))
    }
    return values
  }
}
