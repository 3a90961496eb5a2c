import Files

/// Where this build reads and writes. All absolute, without a `/` at the end.
public struct ProjectPaths: Sendable, Hashable {
  public let project: String
  public let output: String
  /// The folder that holds what the site calls `media/`.
  public let media: String
  public let state: String

  public init(_ options: BuildOptions) {
    project = options.project
    output = options.output ?? PathRules.join(project, "public")
    media = options.mediaOutput ?? PathRules.join(output, "media")
    state = options.state ?? PathRules.join(project, ".bobine")
  }

  /// Where a path of the site lies on the disk: `media/` may stand elsewhere (`--media-output`).
  public func place(_ path: String) -> String {
    path.hasPrefix("media/")
      ? PathRules.join(media, String(path.dropFirst("media/".count))) : PathRules.join(output, path)
  }

  /// Where `bobine serve` builds.
  public var preview: String { PathRules.join(state, "serve") }

  var ledger: String { PathRules.join(state, "published.tsv") }
  var lock: String { PathRules.join(state, "lock") }
  var work: String { PathRules.join(state, "work") }
  /// Fingerprints of sources: a cache, rebuilt when damaged.
  var fingerprints: String { PathRules.join(work, "fingerprints.tsv") }
  /// What a build that is running, or was killed, set out to publish.
  var journal: String { PathRules.join(work, "publishing") }
  var manifest: String { PathRules.join(output, Manifest.fileName) }
  /// Files that a media pass has begun; on the media's own file system, so that a rename publishes them.
  var incoming: String { PathRules.join(media, ".incoming") }

  func facts(_ contentPath: String) -> String { PathRules.join(state, "facts/\(contentPath).txt") }
  func tables(_ contentPath: String) -> String { PathRules.join(state, "facts/\(contentPath).hashes") }
  /// Captions that lay in the video's container.
  func captions(_ contentPath: String, _ language: String) -> String {
    PathRules.join(state, "facts/\(contentPath).\(language).vtt")
  }
  func publicKey(_ actor: String) -> String { PathRules.join(state, "keys/\(actor).pub.pem") }
  func privateKey(_ actor: String) -> String { PathRules.join(state, "keys/\(actor).pem") }
}
