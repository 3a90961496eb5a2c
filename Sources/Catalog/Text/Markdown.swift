import CCmarkGFM
internal import Synchronization

/// CommonMark with GitHub's tables, strikethrough, bare links and task lists, as safe HTML. The only file that knows cmark.
///
/// Raw HTML and `javascript:` links are dropped by cmark itself (it is not called with its unsafe option).
enum Markdown {
  static let maximumBytes = 1_048_576

  struct Rendered: Hashable {
    /// Headings stand one level deeper, since a page has one `h1`, its title.
    var html = ""
    /// The first paragraph as one line of plain text; empty where there is none.
    var summary = ""
  }

  /// Text beyond the limit is cut.
  static func render(_ source: String) -> Rendered {
    guard source.utf8.contains(where: { $0 > 0x20 }), let document = unsafe parse(source) else { return Rendered() }
    defer { unsafe cmark_node_free(document) }
    unsafe shiftHeadings(in: document)
    guard let html = unsafe cmark_render_html(document, CMARK_OPT_VALIDATE_UTF8, nil) else { return Rendered() }
    defer { unsafe cmark_get_default_mem_allocator().pointee.free(html) }
    return unsafe Rendered(html: String(cString: html), summary: summary(of: document))
  }

  private static func summary(of document: OpaquePointer) -> String {
    var node = unsafe cmark_node_first_child(document)
    while let current = unsafe node {
      if unsafe cmark_node_get_type(current) == CMARK_NODE_PARAGRAPH {
        let text = unsafe plainText(of: current)
        if !text.isEmpty { return text }
      }
      unsafe node = cmark_node_next(current)
    }
    return ""
  }

  private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()

  /// cmark-gfm keeps the letters that its extensions look for in a global table, which every parse fills and empties:
  /// two at once would miss each other's links.
  private static let parsing = Mutex<Void>(())

  private static func parse(_ source: String) -> OpaquePointer? {
    let address = parsing.withLock { _ in unsafe UInt(bitPattern: parseAlone(source)) }
    return unsafe OpaquePointer(bitPattern: address)
  }

  private static func parseAlone(_ source: String) -> OpaquePointer? {
    _ = registered
    let options = CMARK_OPT_VALIDATE_UTF8
    guard let parser = unsafe cmark_parser_new(options) else { return nil }
    defer { unsafe cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      if let syntax = unsafe cmark_find_syntax_extension(name) {
        _ = unsafe cmark_parser_attach_syntax_extension(parser, syntax)
      }
    }
    let bytes = Array(source.utf8.prefix(maximumBytes))
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
        unsafe cmark_parser_feed(parser, characters.baseAddress, characters.count)
      }
    }
    return unsafe cmark_parser_finish(parser)
  }

  private static func shiftHeadings(in document: OpaquePointer) {
    unsafe visit(document) { node in
      if unsafe cmark_node_get_type(node) == CMARK_NODE_HEADING {
        _ = unsafe cmark_node_set_heading_level(node, min(6, cmark_node_get_heading_level(node) + 1))
      }
    }
  }

  private static func plainText(of paragraph: OpaquePointer) -> String {
    var text = ""
    unsafe visit(paragraph) { node in
      let type = unsafe cmark_node_get_type(node)
      if type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE {
        if let literal = unsafe cmark_node_get_literal(node) { text += unsafe String(cString: literal) }
      } else if type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK {
        text += " "
      }
    }
    return PlainText.oneLine(text)
  }

  /// Every node as it is entered.
  private static func visit(
    _ root: OpaquePointer, _ body: (OpaquePointer) -> Void
  ) {
    guard let iterator = unsafe cmark_iter_new(root) else { return }
    defer { unsafe cmark_iter_free(iterator) }
    while true {
      let event = unsafe cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      if event == CMARK_EVENT_ENTER, let node = unsafe cmark_iter_get_node(iterator) { unsafe body(node) }
    }
  }
}
