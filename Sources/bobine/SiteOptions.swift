import ArgumentParser
import Build
import Catalog

/// What site is meant, and at which moment: flags of every command that reads the content.
struct SiteOptions: ParsableArguments {
  @OptionGroup var places: PlaceOptions

  @Option(help: "Where the pages will live; overrides base_url of bobine.yml.")
  var baseURL: String?

  @Option(help: "Where the media will live; overrides media_base_url of bobine.yml.")
  var mediaBaseURL: String?

  @Option(
    help: "The moment that decides what is due, as 2024-05-01T18:30:00Z (default: SOURCE_DATE_EPOCH, else the clock).")
  var now: String?

  func validate() throws {
    if let now, Self.instant(now) == nil {
      throw ValidationError("--now takes a moment with its zone, as 2024-05-01T18:30:00Z; '\(now)' is none.")
    }
    for (flag, url) in [("--base-url", baseURL), ("--media-base-url", mediaBaseURL)] {
      if let url, !url.hasPrefix("https://"), !url.hasPrefix("http://") {
        throw ValidationError("\(flag) takes an address that begins with https:// or http://; '\(url)' does not.")
      }
    }
  }

  private static func instant(_ text: String) -> Instant? { Instant(written: text, in: .utc) }

  func buildOptions() -> BuildOptions {
    var options = places.buildOptions()
    options.baseURL = baseURL
    options.mediaBaseURL = mediaBaseURL
    options.now = now.flatMap(Self.instant)
    return options
  }
}
