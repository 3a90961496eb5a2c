import Files
import Testing

extension Visiting {
  @Suite(.serialized) struct `bobine init` {
    private static let machine = ["LANG": "fr_FR.UTF-8", "LC_ALL": "", "LC_MESSAGES": "", "TZ": "Europe/Paris"]

    @Test func `begins a project with what the machine knows, which builds without a word`() async throws {
      let folder = try Folder()
      let made = try await Self.begin(folder("our-films"))
      #expect(made.status == 0, "\(made)")
      #expect(
        try await folder.files() == [
          "our-films/.gitignore", "our-films/bobine.yml", "our-films/content/main/channel.md",
        ])
      let text = try folder.text("our-films/bobine.yml")
      for line in ["title: Our films", "language: fr", "timezone: Europe/Paris"] {
        #expect(text.contains("\n\(line)\n"), "\(text)")
      }
      try await Clips.make(folder("our-films/content/main/one.mp4"), seconds: 1)
      let built = try await Tool.bobine(["build", folder("our-films"), "--strict", "--now", Site.now])
      #expect(built.status == 0 && !built.err.contains("warning:"), "\(built)")
      #expect(try folder.text("our-films/public/videos/one/index.html").contains("<html lang=\"fr\">"))
    }

    @Test func `replaces nothing, and then writes nothing`() async throws {
      let folder = try Folder()
      try folder.put("title: Mine\n", "bobine.yml")
      let before = try await DiskState(folder.path)
      let refused = try await Self.begin(folder.path)
      #expect(refused.status == 1 && refused.err.contains("bobine.yml is there already"), "\(refused)")
      #expect(try await DiskState(folder.path) == before)
    }

    @Test func `leaves videos the content as they lie, and a .gitignore as it is`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("sea/one.mp4"), seconds: 1)
      try site.folder.put("*.log\n", ".gitignore")
      let made = try await Self.begin(site.folder.path, "--base-url", "https://videos.example/")
      #expect(made.status == 0 && made.out.contains(".gitignore is there already"), "\(made)")
      #expect(try await site.folder.files() == [".gitignore", "bobine.yml", "sea/one.mp4"])
      #expect(try site.folder.text(".gitignore") == "*.log\n")
      try await site.built()
      #expect(try await site.slugs() == ["one"])
      #expect(Files.exists(site.folder("public/feed.xml")))
    }

    @Test func `keeps what a build makes and videos out of git, and addresses and keys in it`() async throws {
      let site = try Site()
      try await Self.begin(site.folder.path, "--base-url", "https://videos.example/")
      try await Clips.make(site.folder("content/main/one.mp4"), seconds: 1)
      try await site.built()
      try await Tool.check("git", ["-C", site.folder.path, "init", "-q"])
      let kept = try await Tool.check("git", ["-C", site.folder.path, "ls-files", "--others", "--exclude-standard"])
      let files = kept.out.split(separator: "\n").map(String.init)
      #expect(files.contains(".bobine/published.tsv") && files.contains(".bobine/keys/main.pub.pem"), "\(files)")
      #expect(files.contains("content/main/channel.md") && files.contains("bobine.yml"))
      #expect(!files.contains { $0.hasPrefix("public/") || $0.hasSuffix(".mp4") || $0.contains("/work/") }, "\(files)")
      #expect(!files.contains { $0.hasSuffix(".pem") && !$0.hasSuffix(".pub.pem") })
    }

    @Test func `copies the theme to change it, and the site is made of the copy`() async throws {
      let site = try Site()
      let made = try await Self.begin(site.folder.path, "--theme")
      #expect(made.status == 0, "\(made)")
      let page = try site.folder.text("templates/404.html")
      try site.folder.put(page.replacing("404</p>", with: "Nothing!</p>"), "templates/404.html")
      try await Clips.make(site.folder("content/main/one.mp4"), seconds: 1)
      try await site.built()
      #expect(try site.folder.text("public/404.html").contains("Nothing!</p>"))
    }

    @Test func `takes single files of the theme into a project that is there, and replaces none`() async throws {
      let folder = try Folder()
      try folder.put("title: Mine\n", "bobine.yml")
      let made = try await Self.begin(folder.path, "--theme", "partials/card.html", "strings")
      #expect(made.status == 0 && made.out.contains("templates/partials/card.html\n"), "\(made)")
      let files = try await folder.files()
      #expect(
        files == ["bobine.yml", "templates/partials/card.html", "templates/strings/en.txt", "templates/strings/fr.txt"])
      // Every word is the theme's until its sign # is taken away.
      let words = try folder.text("templates/strings/en.txt").split(separator: "\n")
      #expect(words.contains("#download: Download") && words.allSatisfy { $0.hasPrefix("#") })
      let before = try await DiskState(folder.path)
      let again = try await Self.begin(folder.path, "--theme", "partials/list.html", "./templates/partials/card.html")
      #expect(again.status == 1 && again.err.contains("templates/partials/card.html is there already"), "\(again)")
      #expect(try await DiskState(folder.path) == before)
      let all = try await Self.begin(folder.path, "--theme")
      #expect(all.status == 1 && all.err.contains("templates/partials/card.html, templates/strings/en.txt"), "\(all)")
    }

    @Test(arguments: [
      ("card.html", "partials/card.html"), ("partials/card", "partials/card.html"),
      ("partials/crad.html", "partials/card.html"),
      ("footr.html", "partials/footer.html"), ("assets/styles.css", "assets/style.css"),
      ("partial/card.html", "partials/card.html"),
    ])
    func `says what a name that the theme does not have may mean`(_ name: String, _ meant: String) async throws {
      let folder = try Folder()
      let refused = try await Tool.bobine(["init", "--theme", name], in: folder.path)
      #expect(refused.status == 1 && refused.err.contains("did you mean \(meant)?"), "\(refused)")
      #expect(try await folder.files() == [])
    }

    @Test(arguments: [
      (["--channel", "../x"], 1, "cannot be the folder"), (["--base-url", "videos.example"], 2, "https://"),
      (["--title", ""], 2, "1 to 500"),
    ])
    func `refuses what would not work, and writes nothing`(_ flags: [String], _ status: Int, _ word: String)
      async throws
    {
      let folder = try Folder()
      let refused = try await Tool.bobine(["init", folder("new")] + flags)
      #expect(refused.status == status && refused.err.contains(word), "\(refused)")
      #expect(!Files.exists(folder("new")))
    }

    @discardableResult
    private static func begin(_ folder: String, _ flags: String...) async throws -> Outcome {
      try await Tool.bobine(["init", folder] + flags, environment: machine)
    }
  }
}
