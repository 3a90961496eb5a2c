/// What must not happen to published addresses by mistake: another identity, and ids that disappear.
extension Diagnostic {
  public static func identityChanged(from old: String, to new: String) -> Diagnostic {
    Diagnostic(
      "identity-changed", .error, at: nil, "the site was published as \(old), and would now become \(new)",
      note: "To other servers it would be another site; what they know of the old one would stay behind or be deleted.",
      next:
        "put base_url and account.username back, or build once with --new-identity (docs/upkeep.md says what it costs)"
    )
  }

  public static func uuidOfOldIdentity(_ uuid: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "uuid-of-old-identity", .warning, at: location, "the uuid \(uuid) was published at the old address too",
      note: "PeerTube refuses the video at its new address as long as it knows the old one.",
      next: "remove the key uuid, so that the video gets a new one")
  }

  /// - Parameters:
  ///   - reasons: what becomes of how many, as "3 removed".
  ///   - examples: where some of them were last seen.
  public static func tooManyRemovals(
    _ count: Int, of published: Int, reasons: [String], examples: [String]
  ) -> Diagnostic {
    let more = count > examples.count ? " and \(count - examples.count) more" : ""
    let videos = published == 1 ? "video" : "videos"
    let why = reasons.joined(separator: ", ")
    let names = examples.joined(separator: ", ")
    return Diagnostic(
      "too-many-removals", .error, at: nil,
      "\(count) of \(published) published \(videos) would disappear from other servers (\(why))",
      note: "Missing are \(names)\(more). Other servers delete what is gone from its address.",
      next: "check the folder, its disks and the date; if all of them are meant to go, build once with --allow-removals"
    )
  }

  /// - Parameter more: how many other channels there are like it.
  public static func channelGone(_ channel: String, more: Int) -> Diagnostic {
    let others = more > 0 ? ", and \(more) more" : ""
    return Diagnostic(
      "channel-gone", .error, at: nil, "the published channel \(channel) would disappear from other servers\(others)",
      note: "Its videos are there in another channel. Whoever follows the old one would lose it with all its videos.",
      next: "name the folder \(channel) again, write `channel: \(channel)` into its videos, or keep a folder \(channel) with a "
        + "channel.md; if the channel is meant to go, build once with --allow-removals"
    )
  }

  public static func baseURLGone(_ published: Int, actor: String) -> Diagnostic {
    Diagnostic(
      "base-url-gone", .error, at: nil,
      "without base_url the documents of \(published) published \(published == 1 ? "video" : "videos") would disappear",
      note: "The site was published as \(actor). Other servers delete what is gone from its address.",
      next:
        "put base_url back into bobine.yml; for a copy without addresses, build into another folder with -o and --allow-removals"
    )
  }
}
