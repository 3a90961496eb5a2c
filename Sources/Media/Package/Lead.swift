/// Pictures before the first shown one: an edit list of the source that begins inside a GOP needs them decoded.
///
/// The outer `moov` hides them by its edit. The fragments cannot: Media Source Extensions drop a whole GOP whose keyframe
/// lies before 0 (tried in Chromium). There each of them is shown for one tick.
struct Lead {
  /// Ticks of a frame.
  let frameTicks: Int64

  /// A time before 0 as a number of frames, others as they are.
  func squeezed(_ time: Int64) -> Int64 {
    guard time < 0, frameTicks > 0 else { return time }
    // Rounded away from 0, so that frames a little closer than usual stay apart.
    return -((-time + frameTicks - 1) / frameTicks)
  }
}
