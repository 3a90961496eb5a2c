import Build
import Files
import Testing

/// When a preview is built again: what counts as a change, and when it is taken.
struct WatchTests {
  private let folder = PathRules.join(Files.environment("TMPDIR") ?? "/tmp", "bobine-watch-\(UInt64.random(in: 0 ... .max))")

  private func put(_ text: String, _ path: String) throws { try Files.write(Array(text.utf8), to: PathRules.join(folder, path)) }

  private func look(theme: String? = nil) -> ProjectSnapshot { ProjectSnapshot(BuildOptions(project: folder), theme: theme) }

  @Test func `a file that comes, changes or goes is a change; output, state and hidden files are none`() throws {
    defer { try? Files.removeTree(folder) }
    for path in ["bobine.yml", "content/a.md", "content/b.md"] { try put("x", path) }
    let first = look()
    #expect(look() == first)
    for path in ["public/.bobine-manifest", "public/index.html", ".bobine/published.tsv", ".git/HEAD", "content/.a.md.swp"] {
      try put("x", path)
    }
    #expect(look() == first)
    try put("xy", "content/a.md")
    try put("new", "templates/watch.html")
    try Files.remove(PathRules.join(folder, "content/b.md"))
    #expect(look().changes(since: first) == ["content/a.md", "content/b.md", "templates/watch.html"])
  }

  @Test func `another file of the same size and time is a change as well`() throws {
    defer { try? Files.removeTree(folder) }
    try put("one", "a.md")
    let first = look()
    // Written beside and renamed, as editors do.
    try put("two", "a.md")
    #expect(look().changes(since: first) == ["a.md"])
  }

  @Test func `a theme that lies elsewhere is watched too`() throws {
    let theme = folder + "-theme"
    defer { for place in [folder, theme] { try? Files.removeTree(place) } }
    try put("x", "a.md")
    try Files.write(Array("x".utf8), to: PathRules.join(theme, "home.html"))
    let first = look(theme: theme)
    try Files.write(Array("xy".utf8), to: PathRules.join(theme, "home.html"))
    #expect(look(theme: theme).changes(since: first) == [PathRules.join(theme, "home.html")])
  }

  @Test func `a change is taken when it lies still, and looking costs a twentieth of the time at most`() async throws {
    defer { try? Files.removeTree(folder) }
    try put("x", "a.md")
    let built = look()
    let time = Steps(folder: folder, growing: 3, cost: .milliseconds(100))
    var watch = ProjectWatch(
      built: built, look: { time.look() }, sleep: { time.sleep($0) }, clock: { time.now })
    #expect(try await watch.nextChange() == ["a.md"])
    // The first look saw nothing new, three saw it grow, the fifth saw it as it was.
    #expect(time.looks == 5 && time.slept.allSatisfy { $0 == .milliseconds(2000) })
  }
}

/// A file that grows at every pause, for a while.
private final class Steps: @unchecked Sendable {
  private let folder: String
  private var left: Int
  private let cost: Duration
  private(set) var now = Duration.zero
  private(set) var looks = 0
  private(set) var slept: [Duration] = []

  init(folder: String, growing: Int, cost: Duration) { (self.folder, left, self.cost) = (folder, growing, cost) }

  func look() -> ProjectSnapshot {
    looks += 1
    now += cost
    return ProjectSnapshot(BuildOptions(project: folder), theme: nil)
  }

  func sleep(_ pause: Duration) {
    slept.append(pause)
    now += pause
    guard left > 0 else { return }
    left -= 1
    try? Files.write(Array(repeating: 0x78, count: 10 - left), to: PathRules.join(folder, "a.md"))
  }
}
