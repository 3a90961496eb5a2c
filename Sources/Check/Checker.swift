public import Build
import CatalogFile
import Diagnostics
import Files
import JSON

/// `bobine check`: content and output, read again. It writes nothing, and asks no network.
public struct Checker: Sendable {
  let options: BuildOptions
  let isQuick: Bool
  let clock: @Sendable () -> Int64
  let environment: @Sendable (String) -> String?

  /// - Parameter isQuick: sizes of media alone, no hashes.
  public init(
    options: BuildOptions, isQuick: Bool = false, clock: @escaping @Sendable () -> Int64,
    environment: @escaping @Sendable (String) -> String?
  ) {
    (self.options, self.isQuick, self.clock, self.environment) = (options, isQuick, clock, environment)
  }

  public func run() -> CheckReport {
    let content = ContentLint(options, clock: clock, environment: environment)
    var report = CheckReport()
    report.diagnostics = content.diagnostics
    let output = content.paths.output
    let shown = PathRules.relative(output, to: content.paths.project) ?? output
    if content.isUnfinished {
      report.diagnostics.append(
        CheckRule.buildUnfinished.finding("a build is writing here, or was ended while it did", at: Location(shown)))
    }
    let list = PathRules.join(shown, Manifest.fileName)
    guard let bytes = try? Files.read(PathRules.join(output, Manifest.fileName), limit: Manifest.limit) else {
      report.diagnostics.append(CheckRule.outputMissing.finding("there is no built site here", at: Location(shown)))
      return report
    }
    guard let manifest = Manifest(text: String(decoding: bytes, as: UTF8.self)) else {
      report.diagnostics.append(
        CheckRule.manifestDamaged.finding("the list of the site's files is damaged", at: Location(list)))
      return report
    }
    let tree = PublishedTree(content.paths, manifest)
    // The output tells its own address best: it may have been built with `--base-url`.
    let told = tree.read("catalog.json").flatMap { try? JSON($0) }?["url"]?.text
    if let told, let base = content.baseURL, told != base {
      report.diagnostics.append(
        CheckRule.siteAddress.finding("this output was built for \(told), not for \(base)", at: Location(shown)))
    }
    let addresses = SiteAddresses(base: told ?? content.baseURL, mediaBase: content.mediaBaseURL)
    check(CheckedSite(tree: tree, addresses: addresses, shown: shown), &report)
    return report
  }

  private func check(_ site: CheckedSite, _ report: inout CheckReport) {
    let pages = PageChecks(site: site).run()
    let playlists = PlaylistChecks(site: site).run()
    let documents = DocumentChecks(site: site).run()
    let catalog = CatalogChecks(site: site).run()
    let files = FileChecks(site: site, isQuick: isQuick).run(catalog.videos)
    report.pages = pages.pages
    report.playlists = playlists.playlists
    report.documents = documents.documents
    report.media = files.media
    report.diagnostics += pages.findings + playlists.findings + documents.findings + catalog.findings + files.findings
    report.diagnostics += VTTChecks(site: site).run() + ActorChecks(site: site).run() + FeedChecks(site: site).run()
    report.diagnostics += SearchChecks(site: site).run()
    report.diagnostics.sort()
  }
}
