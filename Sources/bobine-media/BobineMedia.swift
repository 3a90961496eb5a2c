import Media

/// The media passes in a process of their own: a crash in a container costs one video (design, "Three programs").
@main
struct BobineMedia {
  static func main() { MediaService.run() }
}
