/// The effects that a build needs, passed in: tests bring their own clock and see every event.
public struct BuildWorld: Sendable {
  public var installation: Installation
  /// Seconds since 1970, asked only where neither `--now` nor `SOURCE_DATE_EPOCH` says the moment.
  public var clock: @Sendable () -> Int64
  public var show: @Sendable (BuildEvent) -> Void
  public var environment: @Sendable (String) -> String?

  public init(
    installation: Installation, clock: @escaping @Sendable () -> Int64,
    show: @escaping @Sendable (BuildEvent) -> Void, environment: @escaping @Sendable (String) -> String?
  ) {
    self.installation = installation
    self.clock = clock
    self.show = show
    self.environment = environment
  }
}
