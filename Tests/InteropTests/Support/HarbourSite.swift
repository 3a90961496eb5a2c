extension Site {
  /// With every kind of page in two languages: a film with captions, chapters and tags, sound alone, a sensitive film, a title that
  /// is too long, several list pages, a playlist, a written page. Not built.
  static func harbour(_ base: String) async throws -> Site {
    let site = try Site()
    try site.folder.put(
      """
      title: Films of the harbour
      description: What we filmed.
      base_url: \(base)
      languages: [en, fr]
      per_page: 2
      translations:
        fr: {title: Films du port, description: Ce que nous avons filmé.}

      """, "bobine.yml")
    for (name, seconds) in [("talk", 30.0), ("shock", 3), ("long", 2)] {
      try await Clips.make(site.folder("content/main/\(name).mp4"), seconds: seconds)
    }
    try await Clips.make(site.folder("content/main/sound.mp3"), seconds: 3, codecs: ["-vn"] + Clips.mp3)
    for (path, text) in harbourTexts { try site.folder.put(text, path) }
    return site
  }

  private static let harbourTexts = [
    "content/main/talk.en.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nGood evening.\n",
    "content/main/talk.md": """
    ---
    title: The talk of the harbour
    date: 2026-01-05
    description: Three questions.
    tags: [harbour, boats]
    authors: [Anne Le Gall]
    licence: CC-BY-4.0
    series: Quays
    chapters:
      - {at: 0, title: Before}
      - {at: 20, title: After}
    ---
    With a [link](https://www.example.org/), a `word` of code and

    > a quotation.

    """,
    "content/main/talk.fr.md": """
    ---
    title: La causerie du port
    description: Trois questions.
    tags: [port]
    chapters:
      - {at: 0, title: Avant}
      - {at: 20, title: Après}
    ---
    Avec un [lien](https://www.example.org/).

    """,
    "content/main/sound.md": "---\ntitle: The sound of the harbour\ndate: 2026-01-04\ntags: [harbour]\n---\n",
    "content/main/shock.md": "---\ndate: 2026-01-03\nsensitive: A film of an accident is shown.\n---\n",
    "content/main/long.md":
      "---\ntitle: \(Array(repeating: "everything we learned", count: 6).joined(separator: " and "))\ndate: 2026-01-02\n---\n",
    "pages/legal.md": "---\ntitle: Legal notice\n---\nWho answers for it, and a [link](https://www.example.org/).\n",
    "pages/legal.fr.md": "---\ntitle: Mentions légales\n---\nQui en répond.\n",
    "playlists/walk.md": """
    ---
    title: A walk
    videos:
      - {slug: talk, start: "0:02", stop: "0:04"}
      - sound
      - long
    ---

    """,
    "playlists/walk.fr.md": "---\ntitle: Une promenade\n---\n",
    "playlists/best.md": "---\ntitle: The best\nvideos: [talk, sound]\n---\nA list.\n",
  ]
}
