/// One request, as another server, a player or a browser sends it.
public struct WebRequest: Sendable, Hashable {
  public var url: String
  public var method: String
  /// `Name: value`, in the order in which they are sent.
  public var headers: [String]
  /// The body is read up to here, and what follows is not waited for.
  public var limit: Int

  /// The largest document that PeerTube reads (contracts/activitypub.md 1.4).
  public static let documentLimit = 3_000_000

  public init(_ url: String, method: String = "GET", headers: [String] = [], limit: Int = documentLimit) {
    (self.url, self.method, self.headers, self.limit) = (url, method, headers, limit)
  }
}

/// What came back.
public struct WebAnswer: Sendable, Hashable {
  /// 0: there was no answer.
  public var status: Int
  /// By name in lower case; lines of one name are joined by `, `, as RFC 9110, 5.2 has it.
  public var headers: [String: String]
  public var body: [UInt8]
  /// Was there more than the limit?
  public var isCut: Bool
  /// Why there was no answer.
  public var problem: String?

  public init(
    status: Int, headers: [String: String] = [:], body: [UInt8] = [], isCut: Bool = false, problem: String? = nil
  ) {
    (self.status, self.headers, self.body) = (status, headers, body)
    (self.isCut, self.problem) = (isCut, problem)
  }

  /// Of `Content-Type`, in lower case, without its parameters.
  var mediaType: String? {
    headers["content-type"].map { value in
      let type = value.prefix { $0 != ";" }.lowercased()
      return String(type.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// As a sentence tells it.
  var seen: String { problem ?? "it answers \(status)" }
}

/// Asks web servers: the one effect of a check of a deployed site, passed in so that the rules can be tested without a network.
public protocol WebClient: Sendable {
  /// Redirects are not followed: whether there is one is what is asked.
  func answer(_ request: WebRequest) async -> WebAnswer
}
