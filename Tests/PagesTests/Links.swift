/// Every address that a page names.
func links(_ page: String) -> [String] {
  var links: [String] = []
  for attribute in [" href=\"", " src=\"", " poster=\""] {
    links += page.split(separator: attribute).dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }
  return links
}

/// The file of the site that a link of a page leads to, whatever its query asks of it.
func resolve(_ link: String, from page: String) -> String {
  let link = link.prefix { $0 != "?" }
  var parts = page.split(separator: "/").dropLast().map(String.init)
  for part in link.prefix(while: { $0 != "#" }).split(separator: "/") {
    if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
  }
  let path = parts.joined(separator: "/")
  return link.hasSuffix("/") ? (path.isEmpty ? "index.html" : path + "/index.html") : path
}
