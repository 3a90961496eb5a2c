import Testing

@testable import Catalog

struct MarkdownTests {
  @Test func `headings stand below the page's own`() {
    #expect(Markdown.html("# One\n\n###### Six\n") == "<h2>One</h2>\n<h6>Six</h6>\n")
  }

  @Test func `raw HTML and scripts in links are dropped`() {
    let html = Markdown.html("<script>alert(1)</script>\n\n<b onclick=x>a</b> [b](javascript:alert(1)) <img src=x>\n")
    #expect(!html.contains("<script") && !html.contains("onclick") && !html.contains("javascript:") && !html.contains("<img"))
  }

  @Test func `tables, strikethrough, bare links and task lists are known`() {
    let html = Markdown.html("| a |\n|---|\n| ~~b~~ |\n\nhttps://example.org/\n\n- [x] done\n")
    #expect(html.contains("<table>") && html.contains("<del>b</del>"))
    #expect(html.contains("<a href=\"https://example.org/\">"))
    #expect(html.contains("type=\"checkbox\""))
  }

  @Test func `the summary is the first paragraph in plain text`() {
    #expect(Markdown.summary("# Title\n\n![](x.jpg)\n\nHello *big*\n`world` & [co](x).\n\nMore.\n") == "Hello big world & co.")
    #expect(Markdown.summary("# Only a title") == "")
  }

  @Test func `plain text of strangers shows letter by letter, its addresses as links`() {
    let source = Markdown.escaped("1. *not* a_list <b>\n# no heading\n\nSee https://example.org/a_b_c now")
    #expect(Markdown.html(source) == """
      <p>1. *not* a_list &lt;b&gt;<br />
      # no heading</p>
      <p>See <a href="https://example.org/a_b_c">https://example.org/a_b_c</a> now</p>

      """)
  }

  @Test func `no text makes the reader stop`() {
    for bytes in mutations(of: Array("# a\n| b |\n|---|\n> - [x] ~~c~~ <d> [e](f) `g`\n".utf8)) {
      _ = Markdown.html(String(decoding: bytes, as: UTF8.self))
      _ = Markdown.summary(String(decoding: bytes, as: UTF8.self))
    }
    #expect(!Markdown.html(String(repeating: "[", count: 100_000)).isEmpty)
  }
}
