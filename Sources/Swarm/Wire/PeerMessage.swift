public import NIOCore

/// Bytes of a piece that a peer asks for.
public struct Block: Sendable, Hashable {
  /// The longest that is served (BEP 52: "all current implementations use 2^14").
  public static let maximumLength: UInt32 = 16_384

  public var piece: UInt32
  /// In bytes, from the piece's first.
  public var begin: UInt32
  public var length: UInt32

  public init(piece: UInt32, begin: UInt32, length: UInt32) {
    self.piece = piece
    self.begin = begin
    self.length = length
  }
}

/// A message from a peer (BEP 3, 5, 6, 10, 52), as far as a seed has to know it.
public enum PeerMessage: Sendable, Hashable {
  case keepAlive
  case choke, unchoke, interested, notInterested
  case have(UInt32)
  case bitfield(ByteBuffer)
  case request(Block)
  case cancel(Block)
  /// The UDP port of the peer's DHT node.
  case port(UInt16)
  case haveAll, haveNone
  case suggest(UInt32)
  case reject(Block)
  case allowedFast(UInt32)
  /// With the id that the receiver chose; 0 is the extensions' own handshake.
  case extended(UInt8, ByteBuffer)
  case hashRequest(HashRequest)
  case hashReject(HashRequest)
  /// `piece` or `hashes`: never asked for, so their content is not looked at.
  case unrequested
  /// Ids that are not known, which later protocols may have.
  case unknown(UInt8)

  /// The next whole message.
  ///
  /// - Parameters:
  ///   - buffer: left at the message's end; as it was where nil is returned.
  ///   - limit: of a message's length: more is refused before it is waited for.
  /// - Returns: nil where bytes are missing.
  public static func read(_ buffer: inout ByteBuffer, limit: Int) throws(WireViolation) -> PeerMessage? {
    guard let length: UInt32 = buffer.getInteger(at: buffer.readerIndex) else { return nil }
    guard length <= limit else { throw .tooLong }
    guard buffer.readableBytes >= 4 + Int(length) else { return nil }
    buffer.moveReaderIndex(forwardBy: 4)
    guard length > 0, var body = buffer.readSlice(length: Int(length)), let id: UInt8 = body.readInteger() else {
      return .keepAlive
    }
    return try read(id, &body)
  }

  private static func read(_ id: UInt8, _ body: inout ByteBuffer) throws(WireViolation) -> PeerMessage {
    switch id {
    case 0: return try alone(.choke, body)
    case 1: return try alone(.unchoke, body)
    case 2: return try alone(.interested, body)
    case 3: return try alone(.notInterested, body)
    case 4: return .have(try word(body))
    case 5: return .bitfield(body)
    case 6: return .request(try block(&body))
    case 7, 22: return .unrequested
    case 8: return .cancel(try block(&body))
    case 9:
      guard body.readableBytes == 2, let port: UInt16 = body.readInteger() else { throw .badLength }
      return .port(port)
    case 13: return .suggest(try word(body))
    case 14: return try alone(.haveAll, body)
    case 15: return try alone(.haveNone, body)
    case 16: return .reject(try block(&body))
    case 17: return .allowedFast(try word(body))
    case 20:
      guard let id: UInt8 = body.readInteger() else { throw .badLength }
      return .extended(id, body)
    case 21: return .hashRequest(try HashRequest.read(&body))
    case 23: return .hashReject(try HashRequest.read(&body))
    default: return .unknown(id)
    }
  }

  private static func alone(_ message: PeerMessage, _ body: ByteBuffer) throws(WireViolation) -> PeerMessage {
    guard body.readableBytes == 0 else { throw .badLength }
    return message
  }

  private static func word(_ body: ByteBuffer) throws(WireViolation) -> UInt32 {
    guard body.readableBytes == 4, let word: UInt32 = body.getInteger(at: body.readerIndex) else { throw .badLength }
    return word
  }

  private static func block(_ body: inout ByteBuffer) throws(WireViolation) -> Block {
    guard body.readableBytes == 12,
      let (piece, begin, length) = body.readMultipleIntegers(as: (UInt32, UInt32, UInt32).self)
    else { throw .badLength }
    return Block(piece: piece, begin: begin, length: length)
  }
}
