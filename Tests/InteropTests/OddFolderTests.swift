import Foundation
import Testing

/// What people really have: folders without a word of text, with odd names, and with broken files among the good ones.
struct `A folder of videos as people have it` {
  @Test func `gives every video its page, three times the same, with the output inside`() throws {
    let project = Project()
    try Clips.mp4(project.file("Été à Brest & Cie.mp4"), seconds: 2)
    try Clips.mkv(project.file("Москва ночью.mkv"), seconds: 2)
    try Clips.avi(project.file("old/tape one.avi"), seconds: 2)
    try Clips.webm(project.file("old/screen.webm"), seconds: 2)
    try Clips.mov(project.file("phone/intro.mov"), seconds: 2)
    try FileManager.default.createDirectory(atPath: project.file("walk"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: project.file("phone/intro.mov"), toPath: project.file("walk/intro.mov"))
    for _ in 0..<3 {
      let built = try project.build()
      #expect(built.status == 0, "\(built.errors)")
      #expect(project.watchPages.count == 6, "\(project.watchPages)")
    }
    #expect(project.watchPages.contains("videos/ete-a-brest-cie/index.html"), "\(project.watchPages)")
    #expect(project.text("index.html").contains("Été à Brest &amp; Cie"))
  }

  @Test func `tells seven kinds of broken files apart, and builds all others`() throws {
    let project = Project()
    let secret = try project.folder.write("the-secret-of-the-house", to: "secret.txt")
    try Clips.mp4(project.file("good.mp4"), seconds: 2)
    try Clips.mp4(project.file("whole.mp4"), seconds: 4)
    let whole = try #require(FileManager.default.contents(atPath: project.file("whole.mp4")))
    try whole.prefix(whole.count / 2).write(to: URL(filePath: project.file("truncated.mp4")))
    try project.write("", to: "empty.mp4")
    try project.write("This is a shopping list.\n", to: "text.mp4")
    try project.write(
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "4d", count: 32))\nsize 1200000000\n",
      to: "pointer.mp4")
    try Clips.make(
      project.file("black.mp4"), seconds: 1,
      picture: "color=black:s=320x180:r=25:d=0.2,format=yuv420p[a];testsrc2=s=320x180:r=25:d=0.8,format=yuv420p[b];[a][b]concat=n=2",
      Clips.h264 + Clips.aac)
    try project.write("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n\(secret)\n#EXT-X-ENDLIST\n", to: "playlist.avi")
    try project.write("ffconcat version 1.0\nfile '\(secret)'\n", to: "concat.mp4")

    let built = try project.build()
    #expect(built.status == 1)
    func lines(_ name: String) -> [Substring] { built.errors.split(separator: "\n").filter { $0.hasPrefix("\(name): error:") } }
    let outcomes = ["truncated.mp4", "empty.mp4", "text.mp4", "pointer.mp4", "playlist.avi", "concat.mp4"].map { name in
      let found = lines(name)
      #expect(found.count == 1, "\(name): \(built.errors)")
      return found.first.map { $0.drop { $0 != ":" } } ?? ""
    }
    #expect(outcomes[0].contains("cut short"))
    #expect(outcomes[1].contains("empty"))
    #expect(outcomes[2].contains("it holds text"))
    #expect(outcomes[3].contains("LFS"))
    #expect(built.errors.contains("git lfs pull"))
    #expect(outcomes[4].contains("playlist"))
    #expect(outcomes[5].contains("list of other files"))
    #expect(Set(outcomes).count == 6)
    #expect(lines("black.mp4").isEmpty)
    #expect(project.watchPages == ["black", "good", "whole"].map { "videos/\($0)/index.html" })
    for file in project.outputFiles {
      let bytes = FileManager.default.contents(atPath: project.output + "/" + file) ?? Data()
      #expect(bytes.range(of: Data("the-secret-of-the-house".utf8)) == nil, "\(file)")
    }
  }
}
