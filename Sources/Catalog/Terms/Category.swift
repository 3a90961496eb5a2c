/// PeerTube's categories (contracts/activitypub.md 1.1): number and English name.
public enum Category {
  /// `names[0]` is category 1.
  public static let names = [
    "Music", "Films", "Vehicles", "Art", "Sports", "Travels", "Gaming", "People", "Comedy", "Entertainment",
    "News & Politics", "How To", "Education", "Activism", "Science & Technology", "Animals", "Kids", "Food",
  ]

  /// 1 to 18, by number or name; case, spaces and signs do not matter.
  public static func number(_ text: String) -> Int? {
    if let number = Int(text) { return (1...names.count).contains(number) ? number : nil }
    let key = lettersOnly(text)
    return names.firstIndex { lettersOnly($0) == key }.map { $0 + 1 }
  }

  public static func name(_ number: Int) -> String? {
    (1...names.count).contains(number) ? names[number - 1] : nil
  }
}

/// Lower-case ASCII letters and digits, for names that people spell with other signs; `&` counts as "and".
func lettersOnly(_ text: String) -> String {
  String(
    decoding: text.lowercased().utf8.filter { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }, as: UTF8.self
  ).replacing("and", with: "")
}
