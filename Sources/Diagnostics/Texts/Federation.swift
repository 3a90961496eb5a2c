/// What ActivityPub says: names, keys and pictures that other servers refuse.
extension Diagnostic {
  public static func baseURLNotFederated(_ baseURL: String) -> Diagnostic {
    Diagnostic(
      "base-url-not-federated", .note, at: nil, "other servers will not read \(baseURL)",
      note: "Mastodon and PeerTube follow only https addresses whose host has a dot in its name.",
      next: "publish with --base-url https://your.host/ before you share the channels' names")
  }

  /// - Parameter files: below the site's root.
  public static func hostRootFiles(_ files: [String], root: String, base: String) -> Diagnostic {
    Diagnostic(
      "host-root-files", .note, at: nil, "the site lies below the root of its host",
      note:
        "Other programs look for these files at the root alone; without them the site works, but its channels are not found by name.",
      next: "copy once: " + files.map { "\($0) to \(root)\($0)" }.joined(separator: ", "))
  }

  public static func channelNamedAsAccount(_ name: String) -> Diagnostic {
    Diagnostic(
      "channel-named-as-account", .error, at: Location(name),
      "the channel \"\(name)\" has the same user name as the account",
      note:
        "On the fediverse a name belongs to one actor. The channel's pages are built, but not its ActivityPub documents.",
      next: "set another account.username in bobine.yml, or rename the channel's folder")
  }

  public static func applicationNameTaken(_ name: String) -> Diagnostic {
    Diagnostic(
      "application-name-taken", .note, at: nil, "other servers cannot follow the site as a whole",
      note:
        "The actor that stands for the site is called \"\(name)\", and a channel or the account has this name already.")
  }

  public static func userNameRefused(_ name: String) -> Diagnostic {
    Diagnostic(
      "user-name-refused", .warning, at: nil, "Mastodon refuses the user name \"\(name)\"",
      note: "A user name has letters a to z, digits, \"_\", and \"-\" or \".\" between them.",
      next: "rename it before the site is published; later a name is for life")
  }

  public static func actorWithoutKey(_ name: String) -> Diagnostic {
    Diagnostic(
      "actor-without-key", .error, at: nil, "the actor \"\(name)\" has no public key",
      note: "PeerTube refuses an actor without one, so its document is left out.",
      next: "restore .bobine/keys/\(name).pub.pem from a backup or from git")
  }

  /// - Parameter path: of the picture, below the content folder.
  public static func actorPictureNotJPEG(channel: String, _ path: String) -> Diagnostic {
    let stem = path.lastIndex(of: ".").map { String(path[..<$0]) } ?? path
    return Diagnostic(
      "actor-picture-not-jpeg", .warning, at: Location(path),
      "other servers will not show this picture of \"\(channel)\"",
      note: "Pages show it; PeerTube up to version 7 reads JPEG alone.",
      next: "ffmpeg -i \(shellWord(path)) -q:v 3 \(shellWord(stem + ".jpg")), and remove the old file")
  }

  public static func uuidRefused(_ uuid: String, at path: String) -> Diagnostic {
    Diagnostic(
      "uuid-refused", .warning, at: Location(path), "PeerTube refuses the uuid \(uuid)",
      note: "It takes version 4 of RFC 9562 alone.", next: "remove the key uuid, or write one that uuidgen -r gives")
  }

  public static func noPictureForPeerTube(at path: String) -> Diagnostic {
    Diagnostic(
      "no-picture-for-peertube", .warning, at: Location(path), "PeerTube refuses this video: it has no picture",
      next: "put a JPEG of the same name beside the video")
  }

  public static func tagsNotFederated(_ tags: [String], _ limit: ClosedRange<Int>, at path: String) -> Diagnostic {
    Diagnostic(
      "tags-not-federated", .note, at: Location(path),
      "PeerTube drops \(tags.map { "\"\($0)\"" }.joined(separator: ", ")): a tag there has \(limit.lowerBound) to \(limit.upperBound) characters"
    )
  }

  /// Quoted for a POSIX shell where it needs to be.
  private static func shellWord(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "/._-".utf8.contains(byte)
    }
    return plain ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }
}
