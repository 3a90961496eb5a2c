import NIOCore

/// A torrent that peers are connected for. Confined to the loop of peers.
final class ActiveTorrent {
  let seed: Seed
  /// nil until the torrent file was read for the first peer that needs it.
  var loaded: LoadedTorrent?
  /// A number that grows with each torrent that is loaded.
  var loadedAt = 0
  var isLoading = false
  /// Pieces that were verified since the program started.
  var verified: PieceStates
  var peers: [Int: PeerConnection] = [:]
  /// Of the seeder's ``OpenFiles``, by their index in the map: looked for here first, since every block asks.
  var files: [Int: DataFile] = [:]
  /// Connections that go on when the torrent is loaded.
  var waitingForLoad: [Int] = []
  /// By piece: those that go on when it was looked at, or brought to memory.
  var waitingForPiece: [Int: [Int]] = [:]

  init(_ seed: Seed, verified: PieceStates?) {
    self.seed = seed
    self.verified = verified ?? PieceStates(count: seed.pieceCount)
  }
}
