/// What a peer did that ends its connection. The raw values are the labels that logs and metrics have.
public enum WireViolation: String, Error, Sendable, Hashable, CaseIterable {
  /// The first byte is not 0x13: an encrypted handshake (MSE), which is left out on purpose (docs/seeding.md).
  case encrypted = "encrypted"
  case notBitTorrent = "not_bittorrent"
  case unknownTorrent = "unknown_torrent"
  case ownself = "self"
  case tooLong = "message_too_long"
  /// A message of a fixed length has another one.
  case badLength = "bad_length"
  case badBitfield = "bad_bitfield"
  case badPiece = "bad_piece"
  /// `piece` or `hashes`, which a seed never asks for.
  case unrequested = "unrequested"
  /// A message of BEP 6 or BEP 52 on a connection that did not agree to it.
  case notAgreed = "not_agreed"
  case badExtension = "bad_extension"
  /// More refused requests than a peer that errs would make.
  case tooManyRefused = "too_many_refused"
}
