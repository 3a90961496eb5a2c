import Diagnostics

/// One thing that holds of a site that is whole. Its raw value is the stable id that pipelines know (docs/checking.md).
///
/// What other servers ask of each ActivityPub document has ids of its own, which begin with `contract-`.
public enum CheckRule: String, Sendable, Hashable, CaseIterable {
  // The output as a whole.
  case outputMissing = "output-missing"
  case manifestDamaged = "manifest-damaged"
  case buildUnfinished = "build-unfinished"
  case fileMissing = "file-missing"
  case fileChanged = "file-changed"
  case mediaChanged = "media-changed"
  case fileUnknown = "file-unknown"
  case siteAddress = "site-address"
  // Pages.
  case pageLink = "page-link"
  case pageLinkOutside = "page-link-outside"
  case pageFragment = "page-fragment"
  case pageIDTwice = "page-id-twice"
  case linkMalformed = "link-malformed"
  case pageData = "page-data"
  // Playlists and WebVTT.
  case playlistForm = "playlist-form"
  case playlistURI = "playlist-uri"
  case playlistRange = "playlist-range"
  case playlistTarget = "playlist-target-duration"
  case playlistMap = "playlist-map"
  case playlistEnd = "playlist-end"
  case playlistCodecs = "playlist-codecs"
  case playlistGroup = "playlist-group"
  case playlistIFrames = "playlist-i-frames"
  case segmentHashes = "segment-hashes"
  case vttForm = "vtt-form"
  case vttLink = "vtt-link"
  // Documents of JSON.
  case jsonForm = "json-form"
  case documentLink = "document-link"
  case outboxCrawl = "outbox-crawl"
  case outboxTotal = "outbox-total"
  case webFingerSelf = "webfinger-self"
  case webFingerMissing = "webfinger-missing"
  case uuidTwice = "uuid-twice"
  case tombstoneAlive = "tombstone-alive"
  // Feeds.
  case xmlForm = "xml-form"
  case feedElement = "feed-element"
  case feedLink = "feed-link"
  case feedLength = "feed-length"
  case feedIntegrity = "feed-integrity"
  case feedIDTwice = "feed-id-twice"
  case hostMetaTemplate = "host-meta-template"
  // Catalog and torrents.
  case catalogForm = "catalog-form"
  case catalogFile = "catalog-file"
  case catalogSize = "catalog-size"
  case catalogHash = "catalog-sha256"
  case catalogTotals = "catalog-totals"
  case torrentForm = "torrent-form"
  case torrentSize = "torrent-size"
  case torrentName = "torrent-name"
  case torrentPieces = "torrent-pieces"
  case torrentInfohash = "torrent-infohash"
  // The index of the search page.
  case searchForm = "search-form"
  case searchFile = "search-file"
  case searchRevision = "search-revision"
  case searchLink = "search-link"
  case searchTotals = "search-totals"

  var severity: Diagnostic.Severity {
    switch self {
    case .fileUnknown: .note
    case .buildUnfinished, .siteAddress: .warning
    default: .error
    }
  }

  /// Whom it breaks, and how.
  public var breaks: String {
    switch self {
    case .outputMissing, .manifestDamaged: "Without its list of files nothing can be said of an output."
    case .buildUnfinished: "The files may be of two builds."
    case .fileMissing: "Whoever asks for it gets an error 404. It was removed, or only a part was copied."
    case .fileChanged: "It was changed by hand, or half copied; the next build writes it again."
    case .mediaChanged: "Players stop, torrents are refused, and its address promises other bytes."
    case .fileUnknown: "Bobine did not write them and leaves them alone."
    case .siteAddress: "Feeds, previews and other servers are sent to the address that the output names."
    case .pageLink: "Readers who follow it get an error 404, and a picture or script of that name does not load."
    case .pageLinkOutside: "What lies above the site is not uploaded with it."
    case .pageFragment: "Browsers stay at the top of the page."
    case .pageIDTwice: "Links and labels reach the first one alone; screen readers read the wrong text."
    case .linkMalformed: "Browsers and servers read it in different ways."
    case .pageData: "Search engines show nothing of the video, or lead to an error 404."
    case .playlistForm: "Players refuse the whole playlist (RFC 8216, 4.1 and 4.3)."
    case .playlistURI: "Players stop where this file is asked for."
    case .playlistRange: "Servers answer 416, and players stop there."
    case .playlistTarget: "Apple's players refuse the playlist (RFC 8216, 4.3.3.1)."
    case .playlistMap: "Players cannot decode fragments of MP4 without their beginning (RFC 8216, 4.3.2.5)."
    case .playlistEnd: "Players take it for live and ask again and again (RFC 8216, 4.3.3.4)."
    case .playlistCodecs: "Browsers choose what they cannot play (RFC 8216, 4.3.4.2)."
    case .playlistGroup: "Players refuse the playlist, or show no captions (RFC 8216, 4.3.4.2)."
    case .playlistIFrames: "Players that show pictures while seeking ask for whole segments."
    case .segmentHashes: "Viewers on PeerTube servers throw away what they share (contracts/peertube.md 5.2)."
    case .vttForm: "Browsers show nothing of it."
    case .vttLink: "The picture above the time line does not appear."
    case .jsonForm: "No program reads it."
    case .documentLink: "Other servers and programs ask there and get an error 404."
    case .outboxCrawl: "PeerTube reads an outbox page by page and misses these videos."
    case .outboxTotal: "Servers show a wrong number of videos, or crawl again and again."
    case .webFingerSelf: "Mastodon and PeerTube ask by the name and do not come to the actor."
    case .webFingerMissing: "Nobody finds the actor by its name."
    case .uuidTwice: "PeerTube takes the second one for the first, and shows one of them alone."
    case .tombstoneAlive: "Servers that see the Tombstone delete a video that is there."
    case .xmlForm: "Feed readers and search engines refuse the whole file."
    case .feedElement: "Feed readers refuse the file, or leave the entry out."
    case .feedLink: "Subscribers and search engines get an error 404."
    case .feedLength: "Podcast programs show a wrong size, and some stop the download there."
    case .feedIntegrity: "Podcast programs that compare it throw the file away."
    case .feedIDTwice: "Readers show one of the two entries alone."
    case .hostMetaTemplate: "Mastodon finds no actor of this site."
    case .catalogForm: "Mirrors and other tools cannot read the catalog."
    case .catalogFile: "Mirrors fetch it in vain."
    case .catalogSize, .catalogHash: "Mirrors fetch the file and throw it away."
    case .catalogTotals: "Mirrors reserve a wrong space, or miss videos."
    case .torrentForm: "BitTorrent programs refuse it."
    case .torrentSize, .torrentPieces: "Nobody can finish the download, and the web seed is banned."
    case .torrentName, .torrentInfohash: "The magnet link and the file are two swarms."
    case .searchForm, .searchFile: "Searches for these words fail, or find other videos."
    case .searchRevision: "Browsers that know an older file go on with it, and find other videos."
    case .searchLink: "Readers who follow a result get an error 404, or see no picture."
    case .searchTotals: "Results are missing, or the search fails."
    }
  }

  var next: String {
    switch self {
    case .outputMissing: "build first with `bobine build`, or name the output with -o"
    case .fileUnknown: "nothing, if they are yours"
    case .siteAddress: "build again, or give the same --base-url as for `bobine build`"
    case .fileMissing: "run `bobine build`; if it is an upload that is checked, upload again"
    case .mediaChanged: "run `bobine build --repackage`, or restore the file from a copy"
    case .pageLink, .pageLinkOutside, .pageFragment, .pageIDTwice, .linkMalformed, .pageData:
      "correct the text or the template that it comes from, then run `bobine build`"
    default: "run `bobine build`; if it stays so, it is a bug of Bobine: report it with this line"
    }
  }

  func finding(_ what: String, at location: Location?) -> Diagnostic {
    .checkFailed(rawValue, severity, what, breaks: breaks, next: next, at: location)
  }
}
