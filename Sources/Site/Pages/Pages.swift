import Catalog
public import Diagnostics

/// The HTML pages of a site and the assets of its theme.
public enum Pages {
  /// Home, channels, terms and their lists, playlists, videos, embeds, the search with its index, the page for what is not
  /// found, and the assets.
  ///
  /// A page whose template is broken is among the documents all the same, so that its previous version stays; its
  /// `render` throws the `TemplateFailure` that stands in the diagnostics.
  public static func documents(_ context: SiteContext) -> (documents: [Document], diagnostics: [Diagnostic]) {
    let site = PageSite(context)
    var documents = site.assets.documents
    documents += HomePages.documents(site)
    documents += ChannelPages.documents(site)
    documents += TermPages.documents(site)
    documents += TaxonomyPages.documents(site)
    documents += PlaylistPages.documents(site)
    for index in context.catalog.videos.indices {
      documents.append(WatchPage(site, index).document)
      documents.append(EmbedPage(site, index).document)
    }
    documents.append(NotFoundPage.document(site))
    documents.append(SearchPage(site).document)
    documents += SearchDocuments.documents(site)
    return (documents, site.diagnostics)
  }
}
