import Catalog
public import Diagnostics

/// The HTML pages of a site and the assets of its theme.
public enum Pages {
  /// The templates that pages are rendered from: the page kinds of docs/templates.md. All others are called by these.
  static let templates = [
    "home", "channel", "playlist", "term", "taxonomy", "watch", "transcript", "embed", "search", "about", "page", "404",
  ]

  /// In every language of the site: home, channels, terms and their lists, playlists, about and other written pages, videos,
  /// transcripts, embeds, the search with its index; then the page for what is not found, and the assets.
  ///
  /// A page whose template is broken is among the documents all the same, so that its previous version stays; its
  /// `render` throws the `TemplateFailure` that stands in the diagnostics.
  public static func documents(_ context: SiteContext) -> (documents: [Document], diagnostics: [Diagnostic]) {
    let sites = context.languages.entries.indices.map { PageSite(context, language: $0) }
    var documents = sites[0].assets.documents
    documents.append(NotFoundPage.document(sites[0]))
    for site in sites { documents += pages(site) }
    // Every language reads the same templates.
    var told: Set<Diagnostic> = []
    return (documents, sites.flatMap(\.diagnostics).filter { told.insert($0).inserted })
  }

  /// In one language.
  private static func pages(_ site: PageSite) -> [Document] {
    var documents: [Document] = []
    documents += HomePages.documents(site)
    documents += ChannelPages.documents(site)
    documents += TermPages.documents(site)
    documents += TaxonomyPages.documents(site)
    documents += PlaylistPages.documents(site)
    documents.append(AboutPage.document(site))
    documents += WrittenPages.documents(site)
    for index in site.catalog.videos.indices {
      documents.append(WatchPage(site, index).document)
      documents.append(EmbedPage(site, index).document)
      if let transcript = TranscriptPage(site, index).document { documents.append(transcript) }
    }
    documents.append(SearchPage(site).document)
    documents += SearchDocuments.documents(site)
    return documents
  }
}
