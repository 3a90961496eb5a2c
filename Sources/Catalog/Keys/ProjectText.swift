internal import Files

/// The first texts of a project: what `bobine init` writes.
public struct ProjectText: Sendable, Hashable {
  public var title: String
  /// BCP 47.
  public var language: String
  /// IANA name.
  public var timezone: String
  public var baseURL: String?

  /// - Parameters:
  ///   - folder: the project's name, which its title is made of.
  ///   - locale: as `LANG` has it: `fr_FR.UTF-8`.
  ///   - timezone: as the machine has it; nil where it does not say.
  public init(folder: String, title: String?, locale: String, timezone: String?, baseURL: String?) {
    let named = NameFacts.title(ofFolder: PathRules.lastComponent(folder))
    let told = title.map(PlainText.oneLine) ?? named
    self.title = PlainText.isVisible(told) ? told : "Videos"
    language = Self.language(locale)
    self.timezone = timezone.flatMap { $0 == "Etc/UTC" ? nil : $0 } ?? "UTC"
    self.baseURL = baseURL
  }

  /// `C` and `POSIX` are no languages; the country says how numbers look, and not what is spoken.
  private static func language(_ locale: String) -> String {
    let name = locale.prefix { $0.isASCII && $0.isLetter }
    return name.utf8.count == 2 || name.utf8.count == 3 ? LanguageTag.canonical(String(name)) ?? "en" : "en"
  }

  /// `bobine.yml`: what was found out, and every other key as a comment with what it stands for.
  public var configuration: String {
    """
    # The site. Every key may be left out; https:// addresses and texts with ": " in them go between "quotes".

    title: \(YAMLText.scalar(title))
    #description: One sentence on what is to be seen here.
    language: \(language)
    #languages: [\(language)]           # where there are several
    timezone: \(timezone)

    # Where the pages will live. Without it there are no feeds, no sitemap and nothing for the fediverse.
    # Choose it before you publish: other servers know your channels and videos by it.
    \(baseURL.map { "base_url: \(YAMLText.quoted($0))" } ?? "#base_url: \"https://videos.example.org/\"")
    #media_base_url: "https://media.example.org/"   # where media/ lives on another host
    #media_cors: true              # that host sends Access-Control-Allow-Origin

    # Who stands behind the channels, on the fediverse.
    #account:
    #  username: people
    #  name: The people behind it
    #  description: Who we are.

    #theme:
    #  accent: "#0f6b6b"
    #  logo: logo.svg              # a file in static/
    #  footer: Thank you for watching.
    #  links:
    #    - {label: Forum, url: "https://forum.example.org/"}

    # Which sizes are made: auto, copy, or a list. A channel and a video may say otherwise.
    #renditions: auto
    #torrents: v1                  # or hybrid, v2
    #segments: ranges              # or files, for hosts with a limit on the size of files
    #trackers: ["wss://tracker.example.org/"]
    #licence: CC-BY-SA-4.0
    #per_page: 24
    #feed_items: 50

    """
  }

  /// `channel.md` of the first channel.
  public var channel: String {
    """
    ---
    title: \(YAMLText.scalar(title))
    #description: One sentence, for cards and feeds.
    #support: How people can help.
    ---
    What this channel shows. Put avatar.jpg and banner.jpg beside this file if you like.

    """
  }

  /// What git should not take.
  public static let ignored = """
    # What a build writes. The state in .bobine/ belongs into git: it keeps addresses for life, and has a .gitignore of its own.
    /public/

    # Videos are large: keep them elsewhere, or remove these lines and use Git LFS or git-annex.
    \(FileKind.videos.union(FileKind.sounds).sorted().map { "*.\($0)" }.joined(separator: "\n"))

    """
}
