internal import Diagnostics
internal import Hashing

/// Reads what a folder at the top of the content says of itself.
struct ChannelReader {
  static let pictureLimit = 10_000_000

  let files: ProjectFiles
  let site: SiteConfig

  /// `folder` is empty for the channel `main`; `layout` is nil where only folders below it hold files.
  func read(folder: String, name: String, _ layout: FolderLayout?) -> (ChannelText, [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    var keys = ChannelFrontMatter()
    var body = ""
    if let text = layout?.channelText {
      let document = files.frontMatter(files.shown(text.path))
      let (read, problems) = ChannelFrontMatter.read(document.keys)
      diagnostics += document.diagnostics + problems
      (keys, body) = (read, PlainText.trimmed(document.body))
    }
    let title = keys.title ?? (folder.isEmpty ? site.title : NameFacts.title(ofFolder: folder))
    let rendered = Markdown.render(body)
    var channel = Channel(
      name: name, title: title, summary: keys.description ?? rendered.summary, body: body,
      bodyHTML: rendered.html, support: keys.support, language: keys.language,
      avatar: layout?.avatar.flatMap { picture($0, "avatar", name, &diagnostics) },
      banner: layout?.banner.flatMap { picture($0, "banner", name, &diagnostics) })
    let others = (layout?.channelTranslations ?? []).map { ($0.language, files.shown($0.file.path)) }
    let written = site.languageOfFirstText(said: channel.language, others: others.map(\.0))
    let (translations, problems) = files.translations(
      others, of: written, keys: TranslationKeys.ofChannel, original: ChannelFrontMatter.keys)
    diagnostics += problems
    channel.translations = translations
    channel.accent = keys.accent
    channel.written = TextLanguages(written)
    channel.settle(in: site)
    let text = ChannelText(
      channel: channel, category: keys.category ?? site.category, licence: keys.licence ?? site.licence,
      renditions: keys.renditions ?? site.renditions, isWritten: layout?.channelText != nil)
    return (text, diagnostics)
  }

  private func picture(
    _ entry: ContentEntry, _ kind: String, _ channel: String, _ diagnostics: inout [Diagnostic]
  ) -> Channel.Picture? {
    let path = files.shown(entry.path)
    switch files.read(path, limit: Self.pictureLimit) {
    case .failure(let error):
      diagnostics.append(error.diagnostic)
      return nil
    case .success(let bytes):
      guard let header = PictureHeader(bytes) else {
        diagnostics.append(.badPicture("it is neither a JPEG nor a PNG", at: Location(path)))
        return nil
      }
      let digest = SHA256.hash(bytes)
      let ending = header.mediaType == "image/png" ? "png" : "jpg"
      return Channel.Picture(
        contentPath: entry.path, publishedPath: "channels/\(channel)/\(kind)-\(digest.hex.prefix(8)).\(ending)",
        mediaType: header.mediaType, width: header.width, height: header.height, sha256: digest)
    }
  }
}
