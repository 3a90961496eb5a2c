import Catalog
import Facts

/// The segment files that one video lacks.
struct SegmentJob: Sendable {
  struct Part: Sendable {
    var of: SegmentFiles
    var missing: [SegmentFiles.File]
  }

  var video: VideoText
  var parts: [Part]

  /// To write.
  var bytes: Int64 { parts.reduce(0) { $0 + $1.missing.reduce(0) { $0 + $1.size } } }
}

/// What has to be cut for `segments: files`, decided before anything is written.
struct SegmentPlanner: Sendable {
  let form: SiteConfig.SegmentForm
  let state: StateFolder
  let shelf: MediaShelf

  /// Of videos whose MP4 stand here. Without them there is nothing to cut from: a build from facts alone names the files that
  /// another machine has.
  func jobs(_ videos: [VideoText], _ facts: [String: VideoFacts]) -> [SegmentJob] {
    guard form == .files else { return [] }
    return videos.compactMap { video in
      guard let known = facts[video.contentPath], let tables = state.tables(video.contentPath) else { return nil }
      let parts = SegmentFiles.all(known, tables).compactMap { segments -> SegmentJob.Part? in
        let missing = segments.files.filter { !shelf.has($0.name, size: $0.size) }
        guard !missing.isEmpty, shelf.has(segments.movie, size: segments.rendition.size) else { return nil }
        return SegmentJob.Part(of: segments, missing: missing)
      }
      return parts.isEmpty ? nil : SegmentJob(video: video, parts: parts)
    }
  }
  /// The same with segments: those that are missing, and the MP4 once more of what is made now.
  func estimate(
    _ media: BuildEstimate, _ missing: [SegmentJob], _ plan: MediaPlan, _ videos: [VideoText]
  ) -> BuildEstimate {
    guard form == .files else { return media }
    var previous: [String: VideoFacts] = [:]
    for job in plan.jobs { previous[job.video.contentPath] = job.previous }
    var estimate = media
    estimate.segments = media.write + (missing + jobs(videos, previous)).reduce(0) { $0 + $1.bytes }
    return estimate
  }
}
