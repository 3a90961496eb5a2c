import Catalog
import Diagnostics
import Files

/// Where in a project's content a new video belongs.
struct ContentPlace {
  /// Absolute: the folder of the channel.
  let folder: String
  /// As the user knows it.
  let channel: String
  let isNew: Bool

  /// - Parameters:
  ///   - channel: a channel's name or its folder's; nil: the only one there is.
  init(_ tree: ContentTree, project: String, channel: String?) throws(Refusal) {
    // A project without videos and without `content/` gets one, as `bobine init` does it.
    let isEmpty = tree.videos.isEmpty && tree.contentPrefix.isEmpty
    let root = PathRules.join(project, isEmpty ? "content" : tree.contentPrefix)
    let content = PathRules.normalise(root)
    let own = content == project ? ["playlists", "templates", "static", "public"] : []
    let folders = ((try? Files.list(content)) ?? []).filter {
      Files.isFolder(PathRules.join(content, $0)) && $0.utf8.first != UInt8(ascii: ".") && !own.contains($0)
        && !Files.exists(PathRules.join(content, "\($0)/\(ContentReader.marker)"))
    }
    func folder(of name: String) -> String? { folders.first { $0 == name } ?? folders.first { Slug.make($0) == name } }

    if let channel {
      let known = folder(of: channel)
      guard let name = known ?? (Self.isFolderName(channel, reserved: own) ? channel : nil) else {
        throw Refusal(diagnostic: .badChannelFolder(channel))
      }
      (self.folder, self.channel, isNew) = (PathRules.join(content, name), name, known == nil)
      return
    }
    let names = tree.channels.map(\.channel.name)
    guard names.count <= 1 else { throw Refusal(diagnostic: .channelNotChosen(names)) }
    guard let only = names.first else {
      (self.folder, self.channel, isNew) = (PathRules.join(content, "main"), "main", true)
      return
    }
    // Videos at the top are those of the channel `main`.
    self.folder = folder(of: only).map { PathRules.join(content, $0) } ?? content
    (self.channel, isNew) = (only, false)
  }

  private static func isFolderName(_ text: String, reserved: [String]) -> Bool {
    PathRules.isPublishable(text) && !text.utf8.contains(UInt8(ascii: "/")) && text.utf8.first != UInt8(ascii: ".")
      && !reserved.contains(text)
  }
}
