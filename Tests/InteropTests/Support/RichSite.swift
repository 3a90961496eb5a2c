import Files
import Testing

extension Site {
  static let richBase = "https://videos.example/tv/"

  /// With everything that an author can write, below a path of its host: a film in two sizes, two languages and a series, an
  /// upright one, sound alone, a sensitive one, an unlisted one, a playlist.
  static func rich() async throws -> Site {
    let site = try Site()
    let folder = site.folder
    try folder.put(richConfiguration(language: "en"), "bobine.yml")
    try await Clips.make(
      folder("content/coast/phare.mkv"), seconds: 6,
      extra: ["-metadata:s:a:0", "language=fra", "-f", "matroska"])
    try await Tool.check(
      "ffmpeg",
      ["-v", "error", "-y", "-i", folder("content/coast/phare.mkv"), "-f", "lavfi", "-i", "sine=frequency=600"]
        + ["-map", "0", "-map", "1", "-t", "6", "-c", "copy", "-c:a:1", "aac", "-metadata:s:a:1", "language=eng"]
        + ["-bitexact", folder("both.mkv")])
    try Files.rename(folder("both.mkv"), to: folder("content/coast/phare.mkv"))
    try await Clips.make(folder("content/coast/plain.mp4"), seconds: 2, size: "180x320")
    try await Clips.make(folder("content/talks/warning.mp4"), seconds: 1)
    try await Clips.make(folder("content/talks/hidden.mp4"), seconds: 1, size: "160x90")
    try await Clips.make(folder("content/talks/sound.mp3"), seconds: 3, codecs: ["-vn"] + Clips.mp3)
    for (name, size) in [("avatar", "1400x1400"), ("banner", "1200x300")] {
      try await Tool.check(
        "ffmpeg",
        ["-v", "error", "-f", "lavfi", "-i", "color=c=teal:s=\(size)", "-frames:v", "1"]
          + [folder("content/coast/\(name).jpg")])
    }
    for (path, text) in richTexts { try folder.put(text, path) }
    for language in ["fr", "en", "de"] {
      try folder.put(
        "WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour & <i>hello</i>\n", "content/coast/phare.\(language).vtt")
    }
    try await site.built()
    return site
  }

  static func richConfiguration(language: String) -> String {
    """
    title: Lights & <Towers>
    description: Films of the "coast" & more
    language: \(language)
    base_url: \(richBase)
    account: {username: marie, name: Marie <M.>}
    category: Education
    licence: CC-BY-4.0
    per_page: 2
    theme: {footer: Thank you & goodbye, links: [{label: About & more, url: about/}]}
    trackers: ["wss://tracker.example/"]

    """
  }

  private static let richTexts = [
    "content/coast/channel.md": """
    ---
    title: Phares & balises
    description: Des films courts
    language: fr
    support: "Aidez-nous : https://example.org/don."
    ---
    Le *texte* de la chaîne, avec [un lien](https://example.org/).

    """,
    "content/coast/phare.md": """
    ---
    title: "Le phare & <la mer>"
    date: 2026-02-03T10:00:00+01:00
    updated: 2026-03-01
    originally_published: 2019-06-01
    expires: 2030-01-01
    description: "Une marche & une causerie à 5 < 6"
    tags: [phare, "Été & mer", sea]
    authors: [Marie Curie, Noëlle]
    category: Travels
    language: fr-FR
    licence: CC-BY-SA-4.0
    series: Côtes
    season: 2
    episode: 7
    location: Brest, France
    source_url: "https://example.org/original"
    support: "https://example.org/phare"
    renditions: [180, 120]
    aliases: [old/phare/]
    chapters:
      - {at: 0, title: Arrivée}
      - {at: 2.2, title: "Le <phare>"}
      - {at: 2.6, title: La même seconde}
      - {at: 4, title: Départ}
    captions:
      - {file: phare.fr.vtt, language: fr}
      - {file: phare.en.vtt, language: en, automatic: true}
      - {file: phare.de.vtt, language: de, kind: descriptions}
    ---
    Une *marche* autour du [phare](../plain/#content), avec `du code & <ça>`.

    | a | b |
    |---|---|
    | 1 | 2 |

    - [x] fait
    - [ ] à faire

    """,
    "content/coast/plain.md": "---\ntitle: Plain\ndate: 2026-01-01\n---\n",
    "content/talks/sound.md": """
    ---
    title: A talk
    date: 2026-01-02
    authors: [Ann]
    language: en
    ---
    Words.

    """,
    "content/talks/warning.md": """
    ---
    title: An accident
    date: 2026-01-03
    sensitive: Shows an accident.
    ---
    Text.

    """,
    "content/talks/hidden.md": "---\ntitle: Hidden\ndate: 2026-01-04\nprivacy: unlisted\n---\nSecret.\n",
    "playlists/best.md": "---\ntitle: The best\nvideos: [phare, {slug: plain, start: 1}]\n---\nA list.\n",
  ]
}
