import Foundation
import Testing

/// What a second build does, and what it leaves alone (design, principles 2 to 6).
struct `A build that is made again` {
  @Test func `writes no file and reads no video when nothing changed`() throws {
    let project = try Project.small()
    try project.write("hello", to: "static/hello.txt")
    project.settle()
    let first = try project.build()
    #expect(first.status == 0, "\(first.errors)")
    let (output, kept) = (project.outputState, project.keptState)
    let log = project.folder.file("calls")
    let second = try run(
      "strace",
      ["-f", "-qq", "-s", "300", "-e", "trace=open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat", "-o", log]
        + [Workshop.bobine, "build", project.path] + Project.now)
    #expect(second.status == 0, "\(second.errors)")
    #expect(project.outputState.difference(from: output) == [])
    #expect(project.keptState.difference(from: kept) == [])
    let calls = String(decoding: try #require(FileManager.default.contents(atPath: log)), as: UTF8.self)
      .split(separator: "\n").filter { !$0.contains(" = -1 ") }
    #expect(calls.contains { $0.contains("first.md") })
    for video in ["first.mp4\"", "second.avi\"", "/media/"] { #expect(!calls.contains { $0.contains(video) }, "\(video)") }
    let changing = calls.filter { call in
      ["O_WRONLY", "O_RDWR", "rename", "unlink", "mkdir", "link"].contains { call.contains($0) } && !call.contains("/dev/")
    }
    #expect(changing.filter { !$0.contains(".bobine/lock") } == [])
    #expect(!calls.contains { $0.contains("libavformat") })
  }

  @Test func `renders its own pages and the lists when a text changed`() throws {
    let project = try Project.small()
    project.settle()
    #expect(try project.build().status == 0)
    let before = project.outputState
    try project.write("---\ntitle: Another title\ndate: 2026-01-02\ntags: [town]\n---\nText.\n", to: "town/first.md")
    let built = try project.build()
    #expect(built.status == 0, "\(built.errors)")
    let changed = project.outputState.difference(from: before)
    for page in ["index.html", "feed.xml", "videos/first/index.html", "videos/first/video.jsonld", "channels/town/index.html"] {
      #expect(changed.contains(page), "\(page) of \(changed)")
    }
    for prefix in ["media/", "videos/second/", "assets/", "channels/sea/index.html", "channels/sea/feed.xml", ".well-known/"] {
      #expect(changed.filter { $0.hasPrefix(prefix) } == [], "\(prefix)")
    }
    #expect(changed.filter { $0.hasSuffix(".m3u8") || $0.hasSuffix(".torrent") } == [])
    #expect(project.text("index.html").contains("Another title"))
  }

  @Test func `removes what it made of a video that is gone, and never its media or what others put there`() throws {
    let project = try Project.small()
    try project.write("hello", to: "static/docs/hello.txt")
    #expect(try project.build().status == 0)
    #expect(project.text("docs/hello.txt") == "hello")
    #expect(Set(project.listed + [".bobine-manifest"]) == Set(project.outputFiles))
    try project.write("mine", to: "public/mine.txt")
    try project.write("mine", to: "public/videos/second/mine.txt")
    let media = project.renditions
    try project.remove("sea/second.avi")
    try project.remove("sea/second.md")
    try project.remove("static/docs/hello.txt")
    let built = try project.build()
    #expect(built.status == 0, "\(built.errors)")
    #expect(project.renditions == media)
    #expect(project.outputFiles.filter { $0.hasPrefix("videos/second/") } == ["videos/second/mine.txt", "videos/second/tombstone.jsonld"])
    #expect(!project.has("docs"))
    #expect(project.text("mine.txt") == "mine")
    let foreign: Set = ["mine.txt", "videos/second/mine.txt"]
    #expect(Set(project.listed + [".bobine-manifest"]) == Set(project.outputFiles).subtracting(foreign))
  }

  @Test func `refuses a static file in the place of a page, and a page in the place of a file that is not ours`() throws {
    let project = try Project.small()
    try project.write("mine", to: "static/index.html")
    try project.write("theirs", to: "public/feed.xml")
    let built = try project.build()
    #expect(built.status == 1)
    #expect(built.errors.contains("static/index.html: error: This file would replace 'index.html'"), "\(built.errors)")
    #expect(built.errors.contains("public/feed.xml: error: Bobine did not write this file"), "\(built.errors)")
    #expect(project.text("index.html").contains("<html"))
    #expect(project.text("feed.xml") == "theirs")
    #expect(!project.listed.contains("feed.xml"))
    #expect(project.watchPages.count == 2)
  }

  @Test func `knows a renamed file by its bytes: same address, same uuid, same torrents, nothing encoded`() throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    let (line, media) = (try #require(project.ledger.first { $0.contains("sea/second.avi") }), project.outputFiles.filter { $0.hasPrefix("media/") })
    let document = project.text("videos/second/video.jsonld")
    try FileManager.default.moveItem(atPath: project.file("sea/second.avi"), toPath: project.file("sea/renamed.avi"))
    try FileManager.default.moveItem(atPath: project.file("sea/second.md"), toPath: project.file("sea/renamed.md"))
    let before = project.outputState
    let built = try project.build()
    #expect(built.status == 0, "\(built.errors)")
    #expect(!built.output.contains("packaged"), "\(built.output)")
    let renamed = try #require(project.ledger.first { $0.contains("sea/renamed.avi") })
    #expect(Array(renamed.prefix(3)) == Array(line.prefix(3)))
    #expect(project.outputFiles.filter { $0.hasPrefix("media/") } == media)
    #expect(project.outputState.difference(from: before).filter { $0.hasSuffix(".mp4") || $0.hasSuffix(".torrent") } == [])
    #expect(project.text("videos/second/video.jsonld") == document)
  }

  @Test func `keeps the document of a renamed slug at its first address, with an alias page there`() throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    try project.write("---\ntitle: The first\nslug: renamed\ndate: 2026-01-02\n---\nText.\n", to: "town/first.md")
    let built = try project.build()
    #expect(built.status == 0, "\(built.errors)")
    #expect(project.watchPages.contains("videos/renamed/index.html"))
    #expect(project.text("videos/first/index.html").contains("../renamed/"), "\(project.text("videos/first/index.html"))")
    #expect(project.text("videos/first/video.jsonld").contains("https://videos.example/videos/renamed/"))
    #expect(!project.has("videos/renamed/video.jsonld"))
    // A mistake in its text later keeps both addresses.
    let before = project.outputState
    try project.write("---\ntitle: The first\nslug: renamed\nnonsense: 1\n---\nText.\n", to: "town/first.md")
    #expect(try project.build().status == 1)
    let changed = project.outputState.difference(from: before)
    #expect(changed.filter { $0.hasPrefix("videos/first/") || $0.hasPrefix("videos/renamed/") || $0.hasPrefix("media/") } == [])
  }

  @Test func `makes a new poster without packaging, and other renditions beside those that stand`() throws {
    let project = try Project.small()
    #expect(try project.build().status == 0)
    let (media, torrents) = (project.renditions, project.outputFiles.filter { $0.hasSuffix(".torrent") })
    try Clips.make(project.file("town/first.jpg"), seconds: 0.04, picture: "color=red:s=640x360:r=25", sound: nil, ["-frames:v", "1"])
    let before = project.outputState
    let poster = try project.build()
    #expect(poster.status == 0 && !poster.output.contains("packaged"), "\(poster.errors) \(poster.output)")
    #expect(project.outputState.difference(from: before).contains { $0.contains("/poster-") })
    #expect(project.renditions == media)
    let beside = project.outputState
    try project.write("---\ntitle: The second\ndate: 2026-01-01\nrenditions: [180, 120]\n---\nOther text.\n", to: "sea/second.md")
    let more = try project.build()
    #expect(more.status == 0, "\(more.errors)")
    #expect(project.renditions.count == media.count + 1, "\(project.renditions)")
    #expect(Set(project.renditions).isSuperset(of: media))
    #expect(project.outputState.difference(from: beside).filter { (media + torrents).contains($0) } == [])
  }

  @Test func `never takes what it made for videos of the project, wherever it was told to write`() throws {
    let project = Project()
    try Clips.mp4(project.file("film.mp4"), seconds: 1)
    for output in ["site", "other"] {
      let built = try project.build(["-o", project.file(output), "--media-output", project.file("heavy-\(output)")])
      #expect(built.status == 0, "\(built.errors)")
      #expect(built.output.contains("1 video,"), "\(built.output)")
    }
    let inside = try project.build(["-o", project.path])
    #expect(inside.status == 1)
    #expect(inside.errors.contains("The output is the folder of the videos"), "\(inside.errors)")
  }
}
