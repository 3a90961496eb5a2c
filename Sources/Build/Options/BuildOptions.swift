public import Catalog

/// What the command line decides, with every path absolute (design, "Commands").
public struct BuildOptions: Sendable, Hashable {
  /// The project's folder: the one that holds `bobine.yml`, or simply videos.
  public var project: String
  public var output: String?
  public var mediaOutput: String?
  public var state: String?
  public var baseURL: String?
  public var mediaBaseURL: String?
  /// `--now`; nil: `SOURCE_DATE_EPOCH`, else the clock.
  public var now: Instant?
  public var drafts = false
  /// Media passes side by side; nil: as many as there are cores.
  public var jobs: Int?
  /// Warnings count as errors.
  public var strict = false
  public var dryRun = false
  /// Make the media again although the facts know it.
  public var repackage = false
  /// The address of a video to take down with its media.
  public var purge: String?
  /// Let more than a few published videos disappear.
  public var allowRemovals = false
  /// Take another host or account than the one that the site was published under.
  public var newIdentity = false
  /// Build although the disk may not hold it.
  public var force = false
  /// A preview: nothing enters the ledger.
  public var isPreview = false
  /// Folders that may hold media of an earlier build, whose files are linked rather than made again.
  public var mediaSources: [String] = []
  /// Seconds without a sign of life after which a media process is ended.
  public var stallTimeout = 60

  public init(project: String) {
    self.project = project
  }
}
