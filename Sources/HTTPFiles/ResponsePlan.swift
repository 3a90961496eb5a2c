import Files

/// A request, as much of it as decides the answer. Names of headers are lower case.
struct FileRequest: Hashable {
  var method = "GET"
  var target: String
  var headers: [String: String] = [:]
}

/// What lies at a path below the root. `File` is whatever the caller reads the bytes from.
enum Found<File> {
  case file(FileStatus, File)
  case folder
}

/// The answer to a request as a value: everything but the bytes of the file.
struct ResponsePlan<File> {
  enum Body {
    case none
    case text(String)
    case file(File, Range<Int64>)
    /// A whole file, then a text.
    case page(File, size: Int64, tail: String)
    /// What is told of a site that is worked on, until the connection ends.
    case events
  }

  var status: Int
  /// In the order in which they are sent.
  var headers: [(name: String, value: String)] = []
  /// Of the body, also where `HEAD` leaves it out; nil where the answer must not tell one (304).
  var contentLength: Int64?
  var body: Body = .none

  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

extension ResponsePlan: Sendable where File: Sendable {}
extension ResponsePlan.Body: Sendable where File: Sendable {}
extension Found: Sendable where File: Sendable {}
