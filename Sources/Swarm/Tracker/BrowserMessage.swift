import JSON

/// What a browser says to a WebTorrent tracker: one JSON object a message, in which 20 bytes are a text of 20 code points up to
/// U+00FF each.
enum BrowserMessage: Hashable {
  case announce(Announcement)
  case answer(Answer)
  case scrape([SwarmKey])

  struct Announcement: Hashable {
    var key: SwarmKey
    var peer: SwarmKey
    var isSeed: Bool
    var isStopped: Bool
    var isCompleted: Bool
    var offers: [Offer]
  }

  struct Offer: Hashable {
    var id: String.UTF8Bytes
    var description: String
  }

  struct Answer: Hashable {
    var key: SwarmKey
    var peer: SwarmKey
    var to: SwarmKey
    var offer: String.UTF8Bytes
    var description: String
  }

  /// What is wrong with a message; the text goes to the browser.
  enum Damage: String, Error {
    case json = "this is no JSON object of a tracker's message"
    case action = "action must be announce or scrape"
    case infohash = "info_hash must be 20 characters up to U+00FF"
    case peerID = "peer_id must be 20 characters up to U+00FF"
    case toPeerID = "to_peer_id must be 20 characters up to U+00FF"
    case offerID = "offer_id must be a text of 1 to 64 bytes"
    case offers = "offers must be a list of {offer, offer_id}"
    case description = "an offer or answer must have its type and an sdp that is not too long"
    case event = "event must be started, stopped, completed or update"
    case tooMany = "too many infohashes"
  }

  /// No message needs more than a list of offers, which are objects with an object within.
  private static let depth = 6

  init(_ bytes: [UInt8], limits: TrackerLimits) throws(Damage) {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(bytes, limit: limits.message, depth: Self.depth)
    } catch {
      throw .json
    }
    guard json.object != nil else { throw .json }
    switch json["action"]?.text {
    case "announce" where json["answer"] != nil: self = .answer(try Self.answer(json, limits))
    case "announce": self = .announce(try Self.announcement(json, limits))
    case "scrape": self = .scrape(try Self.scraped(json, limits))
    default: throw .action
    }
  }

  private static func announcement(_ json: JSON, _ limits: TrackerLimits) throws(Damage) -> Announcement {
    guard let key = json["info_hash"]?.key else { throw .infohash }
    guard let peer = json["peer_id"]?.key else { throw .peerID }
    let event = json["event"]
    guard event == nil || event == .null || ["started", "stopped", "completed", "update", ""].contains(event?.text)
    else { throw .event }
    var offers: [Offer] = []
    switch json["offers"] {
    case nil, .null: break
    // Those beyond the limit are not looked at: clients send up to ten.
    case .array(let list):
      for item in list.prefix(limits.offers) {
        guard item.object != nil else { throw .offers }
        offers.append(
          Offer(
            id: try offerID(item["offer_id"]), description: try description(item["offer"], "offer", limits)))
      }
    default: throw .offers
    }
    return Announcement(
      // Viewers that do not know what is left say null, nothing or what JavaScript writes for not-a-number.
      key: key, peer: peer, isSeed: json["left"]?.double == 0, isStopped: event?.text == "stopped",
      isCompleted: event?.text == "completed", offers: offers)
  }

  private static func answer(_ json: JSON, _ limits: TrackerLimits) throws(Damage) -> Answer {
    guard let key = json["info_hash"]?.key else { throw .infohash }
    guard let peer = json["peer_id"]?.key else { throw .peerID }
    guard let to = json["to_peer_id"]?.key else { throw .toPeerID }
    return Answer(
      key: key, peer: peer, to: to, offer: try offerID(json["offer_id"]),
      description: try description(json["answer"], "answer", limits))
  }

  private static func scraped(_ json: JSON, _ limits: TrackerLimits) throws(Damage) -> [SwarmKey] {
    guard let field = json["info_hash"] else { throw .infohash }
    let list = field.array ?? [field]
    guard list.count <= limits.scraped else { throw .tooMany }
    var keys: [SwarmKey] = []
    for item in list {
      guard let key = item.key else { throw .infohash }
      keys.append(key)
    }
    return keys
  }

  private static func offerID(_ json: JSON?) throws(Damage) -> String.UTF8Bytes {
    guard let text = json?.text, (1...64).contains(text.utf8.count) else { throw .offerID }
    return String.UTF8Bytes(text)
  }

  private static func description(_ json: JSON?, _ type: String, _ limits: TrackerLimits) throws(Damage) -> String {
    guard let json, json["type"]?.text == type, let text = json["sdp"]?.text, text.utf8.count <= limits.description
    else { throw .description }
    return text
  }
}

/// What the tracker says to a browser.
enum BrowserReply: Hashable {
  case announced(SwarmKey, SwarmFigures, interval: Int)
  case offer(SwarmKey, from: SwarmKey, BrowserMessage.Offer)
  case answer(BrowserMessage.Answer)
  case scraped([SwarmKey: SwarmFigures])
  case failure(String, SwarmKey?)

  var json: JSON {
    switch self {
    case .announced(let key, let figures, let interval):
      [
        "action": "announce", "info_hash": .string(key.latin), "complete": .integer(Int64(figures.complete)),
        "incomplete": .integer(Int64(figures.incomplete)), "interval": .integer(Int64(interval)),
      ]
    case .offer(let key, let peer, let offer):
      [
        "action": "announce", "info_hash": .string(key.latin), "peer_id": .string(peer.latin),
        "offer_id": .string(offer.id.text), "offer": ["type": "offer", "sdp": .string(offer.description)],
      ]
    case .answer(let answer):
      [
        "action": "announce", "info_hash": .string(answer.key.latin), "peer_id": .string(answer.peer.latin),
        "offer_id": .string(answer.offer.text), "answer": ["type": "answer", "sdp": .string(answer.description)],
      ]
    case .scraped(let files):
      [
        "action": "scrape",
        "files": .object(
          Dictionary(
            uniqueKeysWithValues: files.map { key, figures in
              (
                key.latin,
                [
                  "complete": .integer(Int64(figures.complete)), "incomplete": .integer(Int64(figures.incomplete)),
                  "downloaded": .integer(Int64(figures.downloaded)),
                ] as JSON
              )
            })),
      ]
    case .failure(let reason, let key):
      .object(present: [
        "action": "announce", "failure reason": .string(reason), "info_hash": key.map { .string($0.latin) },
      ])
    }
  }
}

extension String {
  /// A text that equals another where its bytes do: Swift's own comparison takes different code points for one character.
  struct UTF8Bytes: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
  }
}

extension SwarmKey {
  /// Each byte as the code point of its number.
  var latin: String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(UnicodeScalar(byte)) }
    return String(text)
  }

  /// nil unless the text is 20 code points up to U+00FF.
  init?(latin text: String) {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard scalar.value <= 0xFF, bytes.count < Self.byteCount else { return nil }
      bytes.append(UInt8(scalar.value))
    }
    self.init(bytes)
  }
}

extension JSON {
  fileprivate var key: SwarmKey? { text.flatMap(SwarmKey.init(latin:)) }
}
