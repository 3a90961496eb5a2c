/// What a packet becomes: when it is decoded and shown, in ticks of its track.
struct TimedSample {
  /// From the first decode time of the track.
  var decode: Int64
  /// Presentation after decoding.
  var offset: Int64
  var duration: Int64
  /// Presentation on the clock of the source.
  var present: Int64
  /// Decoding can begin here.
  var isSync: Bool
  /// False for what is decoded only because shown samples need it.
  var isShown: Bool
}
