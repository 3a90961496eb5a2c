import ArgumentParser
import Files
import NIOCore
import Swarm

/// What is fetched from other sites.
struct FollowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder of what is fetched from followed sites. (default: none; needed to follow)", valueName: "folder"))
  var into: String?

  @Option(
    help: ArgumentHelp(
      "How much may be fetched: 500M, 50G. Sites share it equally. (default: none; needed to follow)",
      valueName: "bytes"))
  var space: String?

  @Option(
    help: ArgumentHelp(
      "What comes first where the space is not enough: newest, or rare (fewest seeds). (default: newest)",
      valueName: "order"))
  var pick: String?

  @Option(help: ArgumentHelp("Seconds between visits to a followed site. (default: 3600)", valueName: "seconds"))
  var visit: String?

  @Option(
    help: ArgumentHelp(
      "Certificates (PEM) of followed sites and trackers that are believed beside the system's. (default: none)",
      valueName: "file"))
  var authorities: String?

  /// Whether an argument is an address rather than a folder.
  static func isSite(_ text: String) -> Bool {
    text.lowercased().hasPrefix("http://") || text.lowercased().hasPrefix("https://")
  }

  /// nil where no site is named.
  func plan(_ sites: [String], from here: String) throws -> FollowPlan? {
    guard !sites.isEmpty else {
      guard into == nil && space == nil else {
        throw ValidationError("Nothing to follow. Name a site, such as: https://videos.example/")
      }
      return nil
    }
    let urls = try sites.map { text in
      guard let url = WebURL(text) else {
        throw ValidationError("'\(text)' is no address. Say one such as: https://videos.example/")
      }
      return url
    }
    guard let into = into ?? Settings.text("INTO") else {
      throw ValidationError("No folder to fetch into. Say which, such as: --into mirror/")
    }
    guard space != nil || Settings.text("SPACE") != nil else {
      throw ValidationError("Nothing says how much may be fetched. Say it, such as: --space 50G")
    }
    let bytes = try Settings.value(space, "SPACE", default: 0, expecting: "bytes such as 500M or 50G") {
      Settings.bytes($0).flatMap { $0 > 0 ? $0 : nil }
    }
    let order = try Settings.value(pick, "PICK", default: Picking.Order.newest, expecting: "newest or rare") {
      Picking.Order(rawValue: $0)
    }
    var limits = FollowLimits()
    let seconds = try Settings.value(visit, "VISIT", default: 3600, expecting: "seconds, at least 1") {
      Settings.count($0).flatMap { $0 > 0 ? $0 : nil }
    }
    limits.interval = .seconds(Int64(seconds))
    let folder = PathRules.absolute(into, from: here)
    do throws(FileError) { try Files.makeFolder(folder) } catch {
      throw ValidationError("\(error). Say a folder that may be written with --into.")
    }
    return FollowPlan(
      sites: urls, into: folder, space: Int64(bytes), order: order, roots: try roots(from: here), limits: limits)
  }

  /// Whose certificates are believed.
  func roots(from here: String) throws -> TrustedRoots {
    let file = (authorities ?? Settings.text("AUTHORITIES")).map { PathRules.absolute($0, from: here) }
    if let file, !Files.exists(file) {
      throw ValidationError("'\(file)' for --authorities is not there. Say a file of certificates in PEM form.")
    }
    return TrustedRoots(file: file)
  }
}
