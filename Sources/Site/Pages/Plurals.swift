/// Which form of a word a number takes, by the rules of Unicode's CLDR for whole numbers: `one`, `few`, `other` ...
enum Plurals {
  /// Every form that strings may have: `videos-one`, `videos-few` ...
  static let forms = ["zero", "one", "two", "few", "many", "other"]

  /// - Parameter language: BCP 47.
  static func form(_ number: Int, in language: String) -> String {
    let n = abs(number)
    let (ten, hundred) = (n % 10, n % 100)
    let teen = (11...14).contains(hundred)
    switch language.lowercased() == "pt-pt" ? "pt-pt" : language.prefix(while: { $0 != "-" }).lowercased() {
    case "ja", "zh", "ko", "vi", "th", "id", "ms", "lo", "my", "km", "bo", "dz", "yo", "wo", "to":
      return "other"
    case "fr", "pt", "hy":
      // A million takes "de": "1 million de vidéos".
      return n <= 1 ? "one" : n % 1_000_000 == 0 && !language.hasPrefix("hy") ? "many" : "other"
    case "hi", "bn", "fa", "gu", "kn", "zu", "am", "as", "ak", "ln", "mg", "pa", "ti", "wa", "si":
      return n <= 1 ? "one" : "other"
    case "ru", "uk", "be":
      return ten == 1 && hundred != 11 ? "one" : (2...4).contains(ten) && !teen ? "few" : "many"
    case "sr", "hr", "bs", "sh":
      return ten == 1 && hundred != 11 ? "one" : (2...4).contains(ten) && !teen ? "few" : "other"
    case "pl": return n == 1 ? "one" : (2...4).contains(ten) && !teen ? "few" : "many"
    case "cs", "sk": return n == 1 ? "one" : (2...4).contains(n) ? "few" : "other"
    case "sl": return hundred == 1 ? "one" : hundred == 2 ? "two" : hundred == 3 || hundred == 4 ? "few" : "other"
    case "lt":
      let isTeen = (11...19).contains(hundred)
      return ten == 1 && !isTeen ? "one" : (2...9).contains(ten) && !isTeen ? "few" : "other"
    case "lv": return ten == 0 || (11...19).contains(hundred) ? "zero" : ten == 1 ? "one" : "other"
    case "ro", "mo": return n == 1 ? "one" : n == 0 || (1...19).contains(hundred) ? "few" : "other"
    case "is", "mk": return ten == 1 && hundred != 11 ? "one" : "other"
    case "ar":
      if n <= 2 { return ["zero", "one", "two"][n] }
      return (3...10).contains(hundred) ? "few" : hundred >= 11 ? "many" : "other"
    case "he", "iw": return n == 1 ? "one" : n == 2 ? "two" : "other"
    case "mt":
      if n == 1 || n == 2 { return n == 1 ? "one" : "two" }
      return n == 0 || (3...10).contains(hundred) ? "few" : (11...19).contains(hundred) ? "many" : "other"
    case "ga": return n == 1 ? "one" : n == 2 ? "two" : (3...6).contains(n) ? "few" : (7...10).contains(n) ? "many" : "other"
    case "cy": return [0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"][n] ?? "other"
    case "gd":
      if [1, 11].contains(n) { return "one" }
      return [2, 12].contains(n) ? "two" : (3...19).contains(n) ? "few" : "other"
    case "br":
      if ten == 1, ![11, 71, 91].contains(hundred) { return "one" }
      if ten == 2, ![12, 72, 92].contains(hundred) { return "two" }
      if [3, 4, 9].contains(ten), ![1, 7, 9].contains(hundred / 10) { return "few" }
      return n != 0 && n % 1_000_000 == 0 ? "many" : "other"
    case "es", "it", "ca", "gl", "pt-pt": return n == 1 ? "one" : n != 0 && n % 1_000_000 == 0 ? "many" : "other"
    default: return n == 1 ? "one" : "other"
    }
  }
}
