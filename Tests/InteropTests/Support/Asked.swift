import Testing

/// A request, and what every server must answer.
struct Asked: Sendable {
  enum Expected: Sendable {
    case equals(String)
    case contains(String)
    case lacks(String)
    /// Without its parameters.
    case type(String)
    case ends(String)
    case absent
  }

  var path: String
  var method = "GET"
  var sent: [String] = []
  var status: ClosedRange<Int>
  var headers: [String: Expected] = [:]
  /// What the body contains; nil where it does not matter.
  var body: String?
  var length: Int?

  init(
    _ path: String, _ status: ClosedRange<Int>, method: String = "GET", sent: [String] = [],
    _ headers: [String: Expected] = [:], body: String? = nil, length: Int? = nil
  ) {
    (self.path, self.status, self.method, self.sent) = (path, status, method, sent)
    (self.headers, self.body, self.length) = (headers, body, length)
  }

  init(
    _ path: String, _ status: Int, method: String = "GET", sent: [String] = [], _ headers: [String: Expected] = [:],
    body: String? = nil, length: Int? = nil
  ) {
    self.init(path, status...status, method: method, sent: sent, headers, body: body, length: length)
  }

  /// What does not hold, each with the request.
  func problems(_ base: String, _ more: [String] = []) async throws -> [String] {
    let answer = try await Answer(base + path, method: method, sent: sent, more)
    var problems: [String] = []
    if !status.contains(answer.status) { problems.append("status \(answer.status)") }
    for (name, expected) in headers.sorted(by: { $0.key < $1.key }) {
      let value = answer.headers[name]
      let holds =
        switch expected {
        case .equals(let text): value == text
        case .contains(let text): value?.contains(text) == true
        case .lacks(let text): value?.contains(text) != true
        case .type(let text): value?.split(separator: ";").first.map(String.init) == text
        case .ends(let text): value?.hasSuffix(text) == true
        case .absent: value == nil
        }
      if !holds { problems.append("\(name): \(value ?? "none"), and not \(expected)") }
    }
    if let body, !answer.body.contains(body) { problems.append("the body has no \(body)") }
    if let length, answer.body.utf8.count != length { problems.append("\(answer.body.utf8.count) bytes") }
    return problems.map { "\(method) \(path) \(sent): \($0)" }
  }
}

/// One answer: status, header lines with names in lower case, body.
struct Answer {
  var status = 0
  var headers: [String: String] = [:]
  var body = ""

  /// curl, since a request must go out exactly as it is written.
  init(_ url: String, method: String = "GET", sent: [String] = [], _ more: [String] = []) async throws {
    let asked = method == "HEAD" ? ["--head"] : ["--request", method]
    let outcome = try await Tool.run(
      "curl",
      ["--silent", "--include", "--globoff", "--max-time", "10"] + asked + sent.flatMap { ["--header", $0] } + more + [
        url
      ])
    let text = outcome.out.replacing("\r\n", with: "\n")
    let end = text.firstRange(of: "\n\n") ?? text.endIndex..<text.endIndex
    let lines = text[..<end.lowerBound].split(separator: "\n")
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      // Twice the same header is what a browser refuses for CORS: it has to be seen.
      let name = line[..<colon].lowercased()
      headers[name] = (headers[name].map { $0 + ", " } ?? "") + value
    }
    status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) } ?? 0
    body = String(text[end.upperBound...])
  }
}
