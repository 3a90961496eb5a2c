import Media

/// The media passes in a process of their own: a crash in a container costs one video (design, "Three programs").
///
/// `bobine-media [--memory MiB]` answers requests on standard input until it ends.
@main
struct BobineMedia {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "--memory", arguments.count == 2, let memory = arguments.last.flatMap({ Int($0) }), memory > 0
    {
      MediaService.run(memory: memory)
    } else if arguments.isEmpty {
      MediaService.run()
    } else {
      print("usage: bobine-media [--memory MiB] < requests > answers")
    }
  }
}
