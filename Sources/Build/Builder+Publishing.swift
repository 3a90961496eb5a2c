import Catalog
import Diagnostics
import Facts
import Files
import Hashing
import Site

/// From resolved values to the files of the output.
extension Builder {
  func publish(
    _ tree: ContentTree, _ resolution: Resolution, _ state: StateFolder, keyPairs: [ActorKeyStore.Pair],
    _ report: inout BuildReport
  ) throws {
    let catalog = resolution.catalog
    if catalog.site.baseURL == nil { report.diagnostics.append(.withoutBaseURL()) }
    let theme = try Theme.load(theme: world.installation.theme, overrides: PathRules.join(paths.project, "templates"))
    var keys: [String: String] = [:]
    if catalog.site.baseURL != nil {
      keys = ActorKeyStore(paths: paths).publicKeys(
        of: Federation.actorNames(catalog), fresh: keyPairs, &report.diagnostics)
    }
    var input = SiteInput(
      catalog: catalog, publicKeys: keys, templates: theme.templates, assets: theme.assets,
      tables: { video in
        guard let tables = state.tables(video.contentPath),
          tables.renditions.map(\.sha256) == video.facts.renditions.map(\.sha256)
        else { throw Refusal(diagnostic: .missingTables(state.paths.tables(video.contentPath))) }
        return tables
      },
      tombstones: resolution.tombstones.map {
        SiteInput.Tombstone(
          idPath: $0.idPath, deleted: $0.deleted, date: $0.date, sourcePath: $0.sourcePath, channel: $0.channel)
      })
    (input.themeFiles, input.ownFiles) = (theme.themeFiles, theme.ownFiles)
    let site = Site.documents(for: input)
    let before = PublishedBefore(paths: paths)
    let segments = SegmentEntries(paths: paths, state: state, before: before).entries(catalog)
    let result = try Publisher(paths: paths).publish(
      documents: site.documents, copies: copies(tree, catalog), media: mediaEntries(catalog).merging(segments) { $1 },
      kept: keptFolders(resolution), before: before)
    // A mistake of form is found before any page needs it; told once, with the pages.
    let told = Set(result.diagnostics.map { [$0.id, $0.location?.description ?? "", $0.message] })
    report.diagnostics += site.diagnostics.filter { !told.contains([$0.id, $0.location?.description ?? "", $0.message]) }
    report.diagnostics += result.diagnostics
    report.written += result.written
    report.removed = result.removed
  }

  private func copies(_ tree: ContentTree, _ catalog: Catalog) -> [Publisher.Copy] {
    let pictures = catalog.channels.flatMap { [$0.avatar, $0.banner].compactMap { $0 } }.map {
      Publisher.Copy(
        source: PathRules.join(paths.project, tree.contentPrefix + $0.contentPath), path: $0.publishedPath)
    }
    let files = tree.staticFiles.map {
      Publisher.Copy(source: PathRules.join(paths.project, "static/\($0)"), path: $0)
    }
    return pictures + files
  }

  /// Media of this build that stand in the output: a build from facts alone has none.
  private func mediaEntries(_ catalog: Catalog) -> [String: Manifest.Entry] {
    var entries: [String: Manifest.Entry] = [:]
    for facts in catalog.videos.map(\.facts) {
      for rendition in facts.renditions {
        entries["media/\(facts.folder)/\(rendition.stem).mp4"] = Manifest.Entry(
          size: rendition.size, sha256: rendition.sha256, inputs: nil)
      }
      for picture in facts.pictures?.files ?? [] {
        entries["media/\(facts.folder)/\(picture.name)"] = Manifest.Entry(
          size: picture.size, sha256: picture.sha256, inputs: nil)
      }
    }
    return entries
  }

  /// Folders of videos whose input failed in this build: their files stay as they are (design, principle 5).
  /// `videos/<slug>` with every earlier address, in each language, and `media/<digest>`, where their playlists and torrents
  /// lie.
  private func keptFolders(_ resolution: Resolution) -> Set<String> {
    let failed = Set(resolution.held.filter { $0.reason == .refused || $0.reason == .noFacts }.map(\.contentPath))
    if failed.isEmpty { return [] }
    var folders: Set<String> = []
    // A preview writes no ledger, so nobody knows which page was that of a text with a mistake: all stay until it is mended.
    if options.isPreview { return Set(SiteLanguages.roots(resolution.catalog.site).map { $0.root + "videos" } + ["media"]) }
    for entry in resolution.ledger.entries where failed.contains(entry.sourcePath) {
      let own = (entry.formerSlugs + [entry.slug]).map { "videos/\($0)" } + [PathRules.parent(entry.idPath)]
      for language in SiteLanguages.roots(resolution.catalog.site) { folders.formUnion(own.map { language.root + $0 }) }
      if let digest = entry.sourceSHA256 { folders.insert("media/\(digest.hex.prefix(20))") }
    }
    return folders
  }
}
