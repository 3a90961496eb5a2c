/// What the reading of texts says: front matter, `bobine.yml`, the shape of folders.
extension Diagnostic {
  // MARK: YAML

  public static func unknownKey(_ key: String, suggestion: String?, at location: Location) -> Diagnostic {
    Diagnostic(
      "unknown-key", .error, at: location, "unknown key \"\(key)\"",
      note: suggestion.map { "Did you mean \"\($0)\"?" },
      next: suggestion.map { "write \"\($0)\", or move your own data under extra:" }
        ?? "move your own data under extra:")
  }

  public static func unknownKeyInside(
    _ key: String, of owner: String, known: [String], suggestion: String?, at location: Location
  ) -> Diagnostic {
    Diagnostic(
      "unknown-key", .error, at: location, "unknown key \"\(key)\" in \(owner)",
      note: suggestion.map { "Did you mean \"\($0)\"?" }, next: "use only \(known.joined(separator: ", "))")
  }

  public static func duplicateKey(_ key: String, firstLine: Int?, at location: Location) -> Diagnostic {
    Diagnostic(
      "duplicate-key", .error, at: location, "\"\(key)\" is written twice",
      note: firstLine.map { "The first one is on line \($0)." }, next: "keep one of the two")
  }

  public static func invalidYAML(_ problem: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "invalid-yaml", .error, at: location, "this is not valid YAML: \(problem)",
      next: "correct the line; a text with \": \" or \"#\" in it, or that starts with a sign, goes between \"quotes\"")
  }

  public static func notAMapping(at location: Location) -> Diagnostic {
    Diagnostic(
      "not-a-mapping", .error, at: location, "expected lines of the form \"key: value\"",
      next: "write for example \"title: My video\"")
  }

  public static func yamlTooLarge(_ limit: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "yaml-too-large", .error, at: location, "more than \(limit)",
      note: "Such a document is a mistake or an attack, and is not read.", next: "make it smaller")
  }

  public static func frontMatterWithoutEnd(at location: Location) -> Diagnostic {
    Diagnostic(
      "front-matter-without-end", .error, at: location, "the front matter that starts here never ends",
      note: "It lies between two lines that hold only \"---\".", next: "add a line \"---\" after the last key")
  }

  public static func wrongType(_ key: String, expected: String, found: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "wrong-type", .error, at: location, "\"\(key)\" must be \(expected), not \(found)",
      next: "change the value of \"\(key)\"")
  }

  public static func invalidValue(
    _ key: String, _ value: String, expected: String, suggestion: String? = nil, at location: Location
  ) -> Diagnostic {
    Diagnostic(
      "invalid-value", .error, at: location, "\"\(key)\" cannot be \"\(value)\"",
      note: suggestion.map { "Did you mean \"\($0)\"?" }, next: "write \(expected)")
  }

  public static func missingKey(_ key: String, of owner: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "missing-key", .error, at: location, "an entry of \"\(owner)\" has no \"\(key)\"", next: "add \"\(key)\" to it")
  }

  public static func badDate(_ key: String, _ value: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "bad-date", .error, at: location, "\"\(key)\": \"\(value)\" is not a date",
      next: "write a day of the calendar such as 2024-05-01, or a time such as 2024-05-01T18:30:00+02:00")
  }

  public static func unknownTimeZone(_ name: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "unknown-time-zone", .error, at: location, "this machine knows no time zone \"\(name)\"",
      note: "UTC is used instead.",
      next: "write an IANA name such as Europe/Paris; if it is one, install the system's package \"tzdata\"")
  }

  // MARK: Values of the site

  public static func usernameOfChannel(_ name: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "username-taken", .error, at: location, "the account cannot be called \"\(name)\": a channel has that name",
      note: "On the fediverse accounts and channels share one name space. \"\(name)-account\" is used instead.",
      next: "choose another account.username")
  }

  public static func badFlag(_ flag: String, _ value: String, expected: String) -> Diagnostic {
    Diagnostic("bad-flag", .error, at: nil, "\(flag) cannot be \"\(value)\"", next: "write \(expected)")
  }

  // MARK: Titles

  public static func titleLength(_ count: Int, at location: Location) -> Diagnostic {
    Diagnostic(
      "title-length", .error, at: location,
      "a title has 1 to 500 characters, this one has \(count == 0 ? "none that can be seen" : String(count))",
      next: count == 0
        ? "write a title, or remove the line" : "shorten the title and move the rest into the description")
  }

  public static func titleForPeerTube(_ count: Int, at location: Location) -> Diagnostic {
    Diagnostic(
      "title-peertube", .warning, at: location, "PeerTube cannot show this video: its title has \(characters(count))",
      note: "PeerTube takes titles of 3 to 120 characters. The page itself is not concerned.",
      next: "choose a title of 3 to 120 characters")
  }

  public static func directionLeftOpen(_ key: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "direction-left-open", .note, at: location,
      "\"\(key)\" turns the direction of the letters and does not turn it back",
      note: "It is turned back at the end of the text, so that nothing behind it is read backwards.",
      next: "remove the invisible sign (U+202A to U+202E, U+2066 to U+2068), or end it with U+202C or U+2069")
  }

  // MARK: Slugs and identity

  public static func slugCollision(_ slug: String, other: Location, at location: Location) -> Diagnostic {
    Diagnostic(
      "slug-collision", .error, at: location, "the address videos/\(slug)/ is already asked for in \(other)",
      note: "The page of this file is left out.", next: "write another slug in one of the two files")
  }

  public static func slugTaken(_ slug: String, by owner: String, got: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "slug-taken", .warning, at: location, "the address videos/\(slug)/ belongs to \(owner)",
      note: "An address is for life, so this video gets videos/\(got)/.", next: "write another slug here")
  }

  public static func uuidCollision(_ uuid: String, other: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "uuid-collision", .error, at: location, "the uuid \(uuid) is that of \(other)",
      note: "The page of this file is left out.", next: "remove the uuid here, or write another one")
  }

  public static func uuidChanged(_ uuid: String, kept: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "uuid-changed", .warning, at: location, "this video is published with the uuid \(kept), and keeps it",
      note: "A uuid is for life: other servers know the video by it.",
      next: "write \"uuid: \(kept)\", or remove the line")
  }

  public static func aliasTaken(_ path: String, by owner: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "alias-taken", .error, at: location, "the old address \(path) is that of \(owner)",
      note: "It does not lead here.", next: "remove it from aliases:")
  }

  public static func privateAtSource(at location: Location) -> Diagnostic {
    Diagnostic(
      "private-at-source", .warning, at: location,
      "this video is not public where it comes from, and is kept as a draft",
      note: "Its .info.json says so.",
      next: "write \"privacy: public\" or \"privacy: unlisted\" into its .md to publish it")
  }

  public static func unknownVideoInPlaylist(_ slug: String, suggestion: String?, at location: Location) -> Diagnostic {
    Diagnostic(
      "unknown-video", .error, at: location, "no published video has the slug \"\(slug)\"",
      note: suggestion.map { "Did you mean \"\($0)\"?" }, next: "write the slug of a video, as its address shows it")
  }

  public static func unknownChannel(_ name: String, suggestion: String?, at location: Location) -> Diagnostic {
    Diagnostic(
      "unknown-channel", .error, at: location, "there is no channel \"\(name)\"",
      note: suggestion.map { "Did you mean \"\($0)\"?" },
      next: "write the name of a folder of videos")
  }

  // MARK: The ledger

  public static func damagedLedgerLine(_ reason: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "damaged-ledger", .error, at: location, "this line of the ledger is damaged: \(reason)",
      note: "The ledger holds the addresses that others know; nothing is built on a damaged one.",
      next: "restore the file from git or a backup (git checkout -- \(location.path))")
  }
}

private func characters(_ count: Int) -> String { count == 1 ? "one character" : "\(count) characters" }
