public import Facts

/// `bobine.yml`, with every default filled in (design, second table).
public struct SiteConfig: Sendable, Hashable {
  public enum TorrentForm: String, Sendable, Hashable, CaseIterable { case v1, hybrid, v2 }
  public enum SegmentForm: String, Sendable, Hashable, CaseIterable { case ranges, files }

  public var title: String
  public var description: String?
  /// BCP 47.
  public var language: String
  /// The first one, and further ones.
  public var languages: [String]
  public var translations: [Translation] = []
  /// IANA name.
  public var timezone: String
  /// Absolute, with a `/` at its end; nil: no ActivityPub, feed, sitemap (design, "Without base_url").
  public var baseURL: String?
  /// Absolute, with a `/` at its end; nil: `media/` beside the pages.
  public var mediaBaseURL: String?
  public var mediaCORS: Bool
  public var account: Account
  public var theme: Theme
  public var renditions: RenditionPolicy
  public var encoding = EncodeSettings()
  public var torrents: TorrentForm
  public var segments: SegmentForm
  public var trackers: [String]
  public var peers: Peers?
  public var perPage: Int
  public var feedItems: Int
  /// Defaults of a video's keys of the same name.
  public var category: Int?
  public var licence: Licence?

  /// The Person behind the channels.
  public struct Account: Sendable, Hashable {
    public var username: String
    public var name: String
    public var description: String?

    public init(username: String, name: String, description: String? = nil) {
      self.username = username
      self.name = name
      self.description = description
    }
  }

  /// What `bobine.yml` says of the site in another of its languages.
  public struct Translation: Sendable, Hashable {
    /// BCP 47.
    public var language: String
    public var title: String?
    public var description: String?
    public var footer: String?
    public var links: [Theme.Link]?

    public init(
      language: String, title: String? = nil, description: String? = nil, footer: String? = nil,
      links: [Theme.Link]? = nil
    ) {
      self.language = language
      self.title = title
      self.description = description
      self.footer = footer
      self.links = links
    }
  }

  public struct Theme: Sendable, Hashable {
    public struct Link: Sendable, Hashable {
      public var label: String
      public var url: String

      public init(label: String, url: String) {
        self.label = label
        self.url = url
      }
    }

    /// A CSS colour, checked: `#rrggbb`.
    public var accent: String?
    /// A file below `static/` or the project's folder, as published path.
    public var logo: String?
    public var footer: String?
    public var links: [Link]

    public init(accent: String? = nil, logo: String? = nil, footer: String? = nil, links: [Link] = []) {
      self.accent = accent
      self.logo = logo
      self.footer = footer
      self.links = links
    }
  }

  /// A text without a language in its name is in that of its video; where a translation into that one lies beside it, it
  /// must be in the site's first.
  func languageOfFirstText(said: String?, others: [String]) -> String? {
    guard let said, !others.contains(said) else { return others.isEmpty ? said : language }
    return said
  }

  public struct Peers: Sendable, Hashable {
    public var tracker: String
    public var stun: [String]

    public init(tracker: String, stun: [String]) {
      self.tracker = tracker
      self.stun = stun
    }
  }

  public init(
    title: String, description: String? = nil, language: String = "en", languages: [String]? = nil,
    timezone: String = "UTC", baseURL: String? = nil, mediaBaseURL: String? = nil, mediaCORS: Bool = false,
    account: Account = Account(username: "site-account", name: "Site"), theme: Theme = Theme(),
    renditions: RenditionPolicy = .auto, torrents: TorrentForm = .v1, segments: SegmentForm = .ranges,
    trackers: [String] = [], peers: Peers? = nil, perPage: Int = 24, feedItems: Int = 50, category: Int? = nil,
    licence: Licence? = nil
  ) {
    self.title = title
    self.description = description
    self.language = language
    self.languages = languages ?? [language]
    self.timezone = timezone
    self.baseURL = baseURL
    self.mediaBaseURL = mediaBaseURL
    self.mediaCORS = mediaCORS
    self.account = account
    self.theme = theme
    self.renditions = renditions
    self.torrents = torrents
    self.segments = segments
    self.trackers = trackers
    self.peers = peers
    self.perPage = perPage
    self.feedItems = feedItems
    self.category = category
    self.licence = licence
  }
}

/// `renditions:` of a video, a channel or the site.
public enum RenditionPolicy: Sendable, Hashable {
  case auto
  /// Never encode.
  case copy
  /// No two alike.
  case list([RenditionName])
}

/// A licence as people wrote it and as PeerTube and SPDX know it.
public struct Licence: Sendable, Hashable {
  /// As shown: "CC BY-SA 4.0".
  public var name: String
  public var spdx: String?
  /// 1 to 7 (contracts/activitypub.md 1.1).
  public var peertube: Int?
  /// Where its text stands.
  public var url: String?

  public init(name: String, spdx: String?, peertube: Int?, url: String?) {
    self.name = name
    self.spdx = spdx
    self.peertube = peertube
    self.url = url
  }
}
