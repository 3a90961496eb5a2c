import Testing

@testable import Catalog

struct MarkdownTests {
  private func html(_ source: String) -> String { Markdown.render(source).html }
  private func summary(_ source: String) -> String { Markdown.render(source).summary }

  @Test func `headings stand below the page's own`() {
    #expect(html("# One\n\n###### Six\n") == "<h2>One</h2>\n<h6>Six</h6>\n")
  }

  @Test func `raw HTML and scripts in links are dropped`() {
    let page = html("<script>alert(1)</script>\n\n<b onclick=x>a</b> [b](javascript:alert(1)) <img src=x>\n")
    #expect(
      !page.contains("<script") && !page.contains("onclick") && !page.contains("javascript:") && !page.contains("<img"))
  }

  @Test func `tables, strikethrough, bare links and task lists are known`() {
    let page = html("| a |\n|---|\n| ~~b~~ |\n\nhttps://example.org/\n\n- [x] done\n")
    #expect(page.contains("<table>") && page.contains("<del>b</del>"))
    #expect(page.contains("<a href=\"https://example.org/\">"))
    #expect(page.contains("type=\"checkbox\""))
  }

  @Test func `the summary is the first paragraph in plain text`() {
    #expect(summary("# Title\n\n![](x.jpg)\n\nHello *big*\n`world` & [co](x).\n\nMore.\n") == "Hello big world & co.")
    #expect(summary("# Only a title") == "")
  }

  @Test func `plain text of strangers shows letter by letter, its addresses as links`() {
    let source = Markdown.escaped("1. *not* a_list <b>\n# no heading\n\nSee https://example.org/a_b_c now")
    #expect(
      html(source) == """
        <p>1. *not* a_list &lt;b&gt;<br />
        # no heading</p>
        <p>See <a href="https://example.org/a_b_c">https://example.org/a_b_c</a> now</p>

        """)
  }

  @Test func `no text makes the reader stop`() {
    for bytes in mutations(of: Array("# a\n| b |\n|---|\n> - [x] ~~c~~ <d> [e](f) `g`\n".utf8)) {
      _ = html(String(decoding: bytes, as: UTF8.self))
      _ = summary(String(decoding: bytes, as: UTF8.self))
    }
    #expect(!html(String(repeating: "[", count: 100_000)).isEmpty)
  }
}
