import Catalog
import Diagnostics
import Facts
import Files
import Hashing

/// Which videos the media phase has to work on, decided before any of them is opened.
struct MediaPlan: Sendable {
  /// Facts that hold as they are, by content path.
  var ready: [String: VideoFacts] = [:]
  var jobs: [MediaJob] = []
  /// What earlier builds recorded, by content path, also of videos that are gone: a renamed file is known by its bytes.
  var recorded: [String: VideoFacts] = [:]
  var diagnostics: [Diagnostic] = []
}

/// One video whose media have to be made, or at least looked at.
struct MediaJob: Sendable {
  var video: VideoText
  /// Absolute.
  var source: String
  var status: FileStatus
  /// What an earlier build recorded of this content path.
  var previous: VideoFacts?
  /// The source's digest, where a fingerprint that can be trusted knows it.
  var knownSHA256: Digest256?
  /// Its place among the jobs: names its files while they are not finished.
  var number: Int
  /// What its container says, where it was looked at before the passes began.
  var look: MediaLook?
}

/// What a look into a container gave.
enum MediaLook: Sendable {
  case probed(ProbeReport)
  case failed(MediaFailure)
}

struct MediaPlanner {
  let state: StateFolder
  let shelf: MediaShelf
  let fingerprints: Fingerprints
  let repackage: Bool
  /// Its media are not made, since nothing would show them.
  var isOffSite: (VideoText) -> Bool = { _ in false }

  func plan(_ tree: ContentTree) -> MediaPlan {
    var plan = MediaPlan()
    for video in tree.videos {
      let previous = state.facts(video.contentPath, &plan.diagnostics)
      plan.recorded[video.contentPath] = previous
      switch video.media {
      case .pointer(let sha256, _, let diagnostic):
        let isSame = sha256 == nil || sha256 == previous?.source.sha256
        if let previous, isSame {
          plan.ready[video.contentPath] = previous
        } else {
          plan.diagnostics.append(diagnostic)
        }
      case .absent(let diagnostic):
        if let previous { plan.ready[video.contentPath] = previous } else { plan.diagnostics.append(diagnostic) }
      case .file(let source, _):
        add(video, source, previous, to: &plan)
      }
    }
    if plan.jobs.contains(where: { $0.previous == nil }) {
      for path in state.contentPaths() where plan.recorded[path] == nil {
        // What is wrong with the facts of a video that is gone concerns nobody.
        var ignored: [Diagnostic] = []
        plan.recorded[path] = state.facts(path, &ignored)
      }
    }
    return plan
  }

  private func add(_ video: VideoText, _ source: String, _ previous: VideoFacts?, to plan: inout MediaPlan) {
    do {
      guard let status = try Files.status(source) else {
        plan.diagnostics.append(.unreadable(video.shownPath, reason: "it is gone"))
        return
      }
      let known = fingerprints.known(video.contentPath, status)
      if !repackage, let previous, let known, MediaNeeds(video).areMet(by: previous, source: known),
        state.tables(video.contentPath) != nil, state.hasCaptions(video.contentPath, of: previous),
        shelf.complete(previous)
      {
        plan.ready[video.contentPath] = previous
        return
      }
      if isOffSite(video) { return }
      plan.jobs.append(
        MediaJob(
          video: video, source: source, status: status, previous: previous, knownSHA256: known,
          number: plan.jobs.count))
    } catch {
      plan.diagnostics.append(.unreadable(video.shownPath, reason: error.text))
    }
  }
}

/// What a video asks of its media, compared with what facts say was made.
struct MediaNeeds: Sendable {
  let policy: String
  let poster: VideoText.PosterChoice

  init(_ video: VideoText) {
    policy = video.renditions.text
    poster = video.poster
  }

  func areMet(by facts: VideoFacts, source: Digest256) -> Bool {
    facts.source.sha256 == source && facts.policy == policy && !facts.lacksSound
      && pictureIsCurrent(facts.pictures)
  }

  /// Is this still the picture that the video asks for?
  func pictureIsCurrent(_ pictures: PictureSet?) -> Bool {
    guard let pictures else { return poster == .automatic }
    guard pictures.form == PictureSet.currentForm else { return false }
    switch poster {
    case .automatic: return pictures.isChosen
    case .time(let milliseconds): return pictures.origin == "time \(milliseconds)"
    case .file(let path):
      guard let bytes = try? Files.read(path, limit: PictureLimits.posterBytes) else { return false }
      return pictures.origin == "file \(SHA256.hash(bytes).hex)"
    }
  }
}

enum PictureLimits {
  /// A poster file is read whole to compare it.
  static let posterBytes = 32 << 20
}

extension RenditionPolicy {
  /// As the facts record it: `auto`, `copy`, `1080,480,1080p-av1`.
  var text: String {
    switch self {
    case .auto: "auto"
    case .copy: "copy"
    case .list(let names):
      names.map { $0.codec == .h264 ? "\($0.shortSide)" : $0.text }.joined(separator: ",")
    }
  }
}
