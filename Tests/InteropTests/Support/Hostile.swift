import Files
import JSON
import Testing

/// Texts that try to be more than text, wherever a person may write one.
///
/// Each sets `window.hostile` where a browser runs a part of it. A site of the same form with harmless texts in their
/// places says which elements and attributes are the theme's.
enum Hostile {
  private static let run = "window.hostile=1"
  private static let mark = "\u{301}"

  /// Markup, each for a place that it would break out of.
  static let markup = [
    "<script>\(run)</script>",
    "</title><script>\(run)</script>",
    "</script><script>\(run)</script>",
    "<!--<script>\(run)</script>-->",
    "<!-- <script> \(run)",
    "</textarea><img src=x onerror=\(run)>",
    "</video></details></main><svg onload=\(run)>",
    "\"><img src=x onerror=\(run)>",
    "\" autofocus onfocus=\"\(run)\" onload=\"\(run)",
    "' autofocus onfocus='\(run)' onload='\(run)",
    // With a mark on the sign a program that looks at whole characters does not find the sign.
    "\"\(mark) autofocus onfocus=\"\(mark)\(run)\" onload=\(run) x=\"\(mark)",
    "&\(mark)lt;script>\(run)<\(mark)/script>",
    "javascript:\(run)",
    "&lt;script&gt;\(run)&lt;/script&gt;",
    "&#60;script&#62;\(run)&#60;/script&#62;",
    "{{{title}}} {{> layout}} {{=<% %>=}} {{page.policy}}",
    "<![CDATA[ ]]></title></channel></rss><script>\(run)</script>",
    "[a](javascript:\(run)) ![](x onerror=\(run)) <javascript:\(run)>",
    "\\\" \\u003cscript> \\\\ \\' ${\(run)} `\(run)` \\",
    "x --> <v \(run)><c.onload=\(run)>NOTE STYLE",
    "\" URI=\"javascript:\(run)\",NAME=\"x\n#EXT-X-ENDLIST",
  ]

  /// Letters without a shape of their own.
  static let signs = [
    "all\u{0}the\u{1}\u{2}\u{7}\u{8}control\u{B}\u{C}\u{E}\u{1B}[31m signs\u{1F}\u{7F}\u{80}\u{9F} end",
    "two\u{2028}lines\u{2029}and\u{85}more",
    "left \u{202E}right to left",
    "closed \u{202E}before\u{202C} its end",
    "ends \u{202C}\u{2069}what \u{202C}nobody began",
    "\u{2067}isolated \u{202B}and \u{202D}nested",
    "mark \u{200F}of a side\u{200E}\u{61C}",
    "\u{301}a mark at the start",
    "\u{FEFF}\(scalar(0xFFFE))\(scalar(0xFDD0))a noncharacter\(scalar(0x10FFFF))",
    "joined\u{200D}\u{200B}\u{AD}\u{2060}letters",
    String(repeating: "\u{1F600}", count: 120),
    "a\(String(repeating: "\u{300}", count: 400)) tower of marks",
  ]

  private static func scalar(_ value: UInt32) -> String { Unicode.Scalar(value).map { String($0) } ?? "" }

  static var texts: [String] { markup + signs }

  /// Names of files, without their ending.
  static let names = [
    "<img src=x onerror=\(run)>",
    "\"onload=\"\(run)",
    "' \"\(mark) & < > ; | * ?",
    "$(touch escaped)`touch escaped`;touch escaped",
    "two\r\nlines\tand \u{1B}[31mred\u{7}",
    "\u{202E}4pm.cod",
    "-y -f null",
    "up\\..\\..\\up",
    "%2e%2e%2fup%00",
    "concat:a|file:b",
    "file:,x=1:y",
    "con",
    "\(mark)a name that begins with a mark",
  ]

  /// A text of the same words that nobody could mistake for anything else.
  static func harmless(_ text: String) -> String {
    let letters = text.unicodeScalars.map { scalar -> Character in
      scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) ? Character(scalar) : " "
    }
    let words = String(letters).split(separator: " ").joined(separator: " ")
    return words.isEmpty ? "plain" : words
  }

  /// As YAML takes it between quotes: JSON, with what YAML does not allow as it is escaped too.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      if (0x20..<0x7F).contains(scalar.value), scalar != "\"", scalar != "\\" {
        out.unicodeScalars.append(scalar)
      } else {
        let digits = String(scalar.value, radix: 16)
        out += "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
      }
    }
    return out + "\""
  }
}

/// A site in which every text that may be written is hostile, or its harmless twin.
struct HostileSite {
  let site: Site
  /// Made of each text before it is written.
  private let say: @Sendable (String) -> String

  /// - Parameter clip: one second with a stream of chapters and titles, from `clip(_:)`.
  init(clip: String, _ say: @escaping @Sendable (String) -> String) async throws {
    self.say = say
    site = try Site()
    try writeSite()
    for (index, text) in Hostile.texts.enumerated() { try write("v\(index)", text, clip) }
    try Files.copy(clip, to: site.folder("content/names/tags.mp4"))
    try site.folder.put("---\nslug: tags\ndate: 2026-01-01\n---\n", "content/names/tags.md")
    for (index, name) in Hostile.names.enumerated() {
      let path = "content/names/" + (say("<>") == "<>" ? name : Hostile.harmless(name) + " \(index)")
      try Files.copy(clip, to: site.folder(path + ".mkv"))
      try site.folder.put("---\nslug: n\(index)\ndate: 2026-01-01\n---\n", path + ".md")
    }
    try writeInfo(clip)
  }

  private func quoted(_ text: String) -> String { Hostile.quoted(say(text)) }

  private func writeSite() throws {
    let texts = Hostile.markup
    try site.folder.put(
      """
      title: \(quoted(texts[1]))
      description: \(quoted(texts[8]))
      base_url: https://videos.example/
      account: {username: people, name: \(quoted(texts[7])), description: \(quoted(texts[0]))}
      theme:
        footer: \(quoted(texts[5]))
        links: [{label: \(quoted(texts[6])), url: https://example.org/}, {label: \(quoted("left \u{202E}open")), url: about/}]
      per_page: 20

      """, "bobine.yml")
    for (index, text) in [texts[2], texts[10]].enumerated() {
      try site.folder.put(
        "---\ntitle: \(quoted(text))\ndescription: \(quoted(texts[9]))\nsupport: \(quoted(texts[12]))\n---\n",
        "content/c\(index)/channel.md")
    }
    for (index, text) in Hostile.texts.enumerated() {
      try site.folder.put(
        "---\ntitle: \(quoted(text))\nvideos: [v\(index), v0]\n---\nA list.\n\n\(say(text))\n\n<b onclick=x>\(say(text))</b>\n",
        "playlists/p\(index).md")
    }
    try site.folder.put("<p>About</p>\n", "static/us/index.html")
  }

  private func write(_ slug: String, _ text: String, _ clip: String) throws {
    let number = Int(slug.dropFirst()) ?? 0
    let path = "content/c\(number % 2)/\(slug)"
    let word = quoted(text)
    // 50 kB of one text.
    let long = say(String(repeating: text + " ", count: 50_000 / (text.utf8.count + 1)))
    let hasLetters = Hostile.harmless(text) != "plain"
    try Files.copy(clip, to: site.folder(path + ".mp4"))
    try site.folder.put(
      """
      ---
      title: \(word)
      slug: \(slug)
      date: 2026-01-\(10 + number % 20)
      description: \(number % 5 == 0 ? Hostile.quoted(long) : word)
      tags: [\(hasLetters ? word : "plain"), town]
      authors: [\(hasLetters ? word : "plain")]
      location: \(word)
      series: \(hasLetters ? word : "plain")
      support: \(word)
      sensitive: \(number % 3 == 0 ? word : "false")
      chapters: [{at: 0, title: \(word)}, {at: 0.5, title: \(word)}]
      captions: [{file: \(slug).srt, language: en, label: \(word)}, {file: \(slug)b.vtt, language: fr, label: \(word)}]
      aliases: [old/\(slug)/, "o'l{d;}$1(+)[&=,`@!~^]\\U00000301/\\U00000301\(slug)/"]
      source_url: https://example.org/?a=1&b='2'
      extra: {anything: \(word)}
      ---
      # \(say(text))

      \(say(text))

      [\(say(text))](javascript:window.hostile=1) <javascript:window.hostile=1> <data:text/html,x> ![](vbscript:x)
      [a]: javascript:window.hostile=1 "\(say(text))"

      [b][a] `\(say(text))` <img src=x onerror=window.hostile=1>

      <script>window.hostile=1</script>

          \(say(text))

      """, path + ".md")
    // An arrow makes a line one of times, and a text of tags alone shows nothing: both are told as mistakes.
    let lines = "said " + say(text).replacing("-->", with: "").split { $0.isNewline }.joined(separator: " ")
    try site.folder.put("1\n00:00:00,000 --> 00:00:00,900\n\(lines)\n", path + ".srt")
    let cue = "\(lines)\n00:00.000 --> 00:00.900\n\(lines)\n"
    try site.folder.put("WEBVTT \(lines)\n\nSTYLE\n::cue{}\n\nNOTE \(lines)\n\n\(cue)", path + "b.vtt")
  }

  /// What yt-dlp tells of a stranger's video.
  private func writeInfo(_ clip: String) throws {
    let all = say(Hostile.texts.joined(separator: "\n"))
    let text = JSON.string(say(Hostile.markup[3]))
    let info: JSON = [
      "title": text, "description": .string(all), "tags": .array([text]), "creators": .array([text]),
      "license": text, "location": text, "series": text, "upload_date": "20260101",
      "webpage_url": "javascript:window.hostile=1", "language": text, "availability": text,
      "chapters": [["start_time": 0, "title": text], ["start_time": .double(0.5), "title": text]],
    ]
    try Files.copy(clip, to: site.folder("content/c0/told.mp4"))
    try Files.write(info.bytes, to: site.folder("content/c0/told.info.json"))
    try site.folder.put("---\nslug: told\n---\n", "content/c0/told.md")
  }

  /// A clip whose container calls itself, its chapters and its two sounds so.
  static func clip(_ path: String, _ say: (String) -> String) async throws {
    let text = say(Hostile.markup[2])
    let sound = say(Hostile.markup[10])
    try Files.write(
      Array(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=\(say("<svg onload=window.hostile\\=1>"))\n"
          .utf8),
      to: path + ".txt")
    try await Tool.check(
      "ffmpeg",
      ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=192x108:r=15", "-f", "lavfi", "-i", "sine=frequency=440"]
        + ["-i", path + ".txt", "-map", "0:v", "-map", "1:a", "-map", "1:a", "-map_chapters", "2", "-t", "1"]
        + ["-metadata", "title=\(text)", "-metadata", "comment=\(text)", "-metadata", "description=\(text)"]
        + ["-metadata:s:a:0", "title=\(sound)", "-metadata:s:a:1", "title=\(text)", "-metadata:s:a:1", "language=fra"]
        + Clips.h264 + Clips.aac + ["-bitexact", path])
  }
}
