import Diagnostics

/// One thing that a deployed site must do for those who visit it. Its raw value is the stable id that pipelines know (docs/checking.md).
public enum ServerRule: String, Sendable, Hashable, CaseIterable {
  // The site as a whole.
  case unreachable = "site-unreachable"
  case https = "site-https"
  case plainRedirect = "site-plain-redirect"
  case address = "site-address"
  case catalog = "catalog-answer"
  // Pages.
  case page = "page-answer"
  case pageCompressed = "page-compressed"
  case pageCache = "page-cache"
  case noSniff = "header-nosniff"
  case referrer = "header-referrer-policy"
  case embedFraming = "embed-framing"
  case notFound = "not-found-status"
  case hidden = "hidden-files"
  case alternate = "alternate-link"
  // Names.
  case webFinger = "webfinger-query"
  case webFingerUnknown = "webfinger-unknown"
  case webFingerSelf = "webfinger-self"
  case hostMeta = "host-meta"
  case nodeInfo = "nodeinfo"
  // Documents for other servers.
  case document = "document-answer"
  case documentType = "document-type"
  case contract = "contract"
  case negotiation = "negotiation"
  case vary = "negotiation-vary"
  case inbox = "inbox-post"
  case outboxCrawl = "outbox-crawl"
  case outboxTotal = "outbox-total"
  case gone = "gone-answer"
  // Media.
  case media = "media-answer"
  case mediaSize = "media-size"
  case mediaRange = "media-range"
  case mediaType = "media-type"
  case mediaCORS = "media-cors"
  case preflight = "media-preflight"
  case mediaEncoding = "media-encoding"
  case mediaCache = "media-cache"
  // Texts that players and programs read.
  case file = "file-answer"
  case fileCORS = "file-cors"
  case playlistType = "playlist-type"
  case captionType = "caption-type"
  case torrentType = "torrent-type"
  case feedType = "feed-type"

  var severity: Diagnostic.Severity {
    switch self {
    case .plainRedirect, .pageCompressed, .pageCache, .noSniff, .referrer, .hidden, .vary, .preflight,
      .mediaCache, .captionType, .torrentType:
      .warning
    default: .error
    }
  }

  /// Whom it breaks, and how (contracts/activitypub.md part 2, contracts/site.md 4.5).
  public var breaks: String {
    switch self {
    case .unreachable: "Nobody sees the site."
    case .https: "PeerTube and Mastodon refuse a site whose address begins with http://."
    case .plainRedirect: "Visitors who type the name alone stay on a connection that anybody can read."
    case .address: "Feeds, previews and other servers are sent to the address that the output names."
    case .catalog: "Mirrors cannot follow the site, and this check cannot go on."
    case .page: "Visitors see an error, or a text in place of a page."
    case .pageCompressed: "Visitors wait for four times the bytes."
    case .pageCache: "Visitors see an old page after a correction."
    case .noSniff: "A browser may take a text of the site for a script."
    case .referrer: "Other sites learn who watched what here."
    case .embedFraming: "Players in pages of other sites, and in Mastodon, stay empty."
    case .notFound: "PeerTube and Mastodon never learn that a video is gone, and visitors take the error for a page."
    case .hidden: "It names videos that no list shows."
    case .alternate: "Mastodon finds no video when the address of its page is pasted into the search."
    case .webFinger: "PeerTube finds no channel by its handle (Mastodon goes on to host-meta)."
    case .webFingerUnknown: "PeerTube overwrites one channel with another: every name leads to the same actor."
    case .webFingerSelf: "PeerTube and Mastodon ask by the name and do not come to the actor."
    case .hostMeta: "Mastodon finds no actor of this site where WebFinger by query does not answer."
    case .nodeInfo: "Administrators of PeerTube servers cannot follow the site as a whole."
    case .document: "PeerTube and Mastodon take an error 404 for a deletion, and any other for a failure."
    case .documentType: "Mastodon reads no channel and no video (PeerTube does)."
    case .contract: "PeerTube or Mastodon refuses it."
    case .negotiation: "PeerTube finds no video when the address of its page is pasted into the search."
    case .vary: "A cache between may give visitors the document, and other servers the page."
    case .inbox:
      "After an error other servers try again for days, and Mastodon may take the site for dead; after a 200 they think that somebody reads it."
    case .outboxCrawl: "PeerTube reads an outbox page by page and misses videos."
    case .outboxTotal: "Servers show a wrong number of videos."
    case .gone: "A Tombstone with status 200 deletes nothing: the video stays on other servers."
    case .media: "Players stop, and torrents lose their web seed."
    case .mediaSize: "Players stop, podcast programs show a wrong size, and web seeds are banned."
    case .mediaRange: "Players cannot seek, HLS does not play at all, and web seeds fail."
    case .mediaType: "Browsers refuse to play it."
    case .mediaCORS: "Players of other sites and PeerTube's viewers cannot play; web seeds in browsers fail."
    case .preflight: "Browsers that ask before they send a byte range cannot play on other sites."
    case .mediaEncoding: "A compressed answer has no byte ranges, which players and web seeds live from."
    case .mediaCache: "Viewers load again what never changes."
    case .file: "Players and programs get an error."
    case .fileCORS: "Players of other sites, PeerTube's viewers and podcast players in a browser cannot read it."
    case .playlistType: "Apple's players refuse it."
    case .captionType: "Some players show no captions."
    case .torrentType: "Browsers may show a torrent as text in place of opening it."
    case .feedType: "Feed readers and podcast programs may refuse it."
    }
  }
}
