import Files
import NIOCore
import NIOPosix
import Torrent

/// What the disk has to give before a peer goes on. The work runs on the pool; each of these comes back to the loop.
extension Seeder {
  /// How much is brought to memory at once, in bytes.
  private static let stretch = 1 << 20

  /// A file that the pool opened, with a second descriptor for `sendfile`.
  private struct Opened: Sendable {
    var index: Int
    var file: OpenFile
    var handle: NIOFileHandle
  }

  func load(_ torrent: ActiveTorrent, for peer: PeerConnection) {
    peer.isWaiting = true
    torrent.waitingForLoad.append(peer.id)
    guard !torrent.isLoading else { return }
    torrent.isLoading = true
    let seed = torrent.seed
    run { () throws(SeedProblem) in
      try LoadedTorrent(seed)
    } then: { [self] result in
      torrent.isLoading = false
      let waiting = torrent.waitingForLoad
      torrent.waitingForLoad = []
      switch result {
      case .success(let loaded):
        keep(loaded, for: torrent)
        resume(waiting)
      case .failure(let problem): withdraw(seed, problem)
      }
    }
  }

  /// Where a block's bytes lie, in files that are open.
  ///
  /// - Returns: nil where the disk has work to do first: to verify the block's piece, which is done before it is first sent,
  ///   to open its files, or to bring it to memory, since `sendfile` on a page that is not there stops the loop. The
  ///   peer waits for it.
  func source(
    of block: Block, _ torrent: ActiveTorrent, _ loaded: LoadedTorrent, for peer: PeerConnection
  ) -> BlockSource? {
    let start = Int64(block.piece) * torrent.seed.pieceLength + Int64(block.begin)
    if torrent.verified[Int(block.piece)], let source = source(from: start, block, torrent, loaded, for: peer) {
      peer.primed = nil
      return source
    }
    prepare(block, torrent, loaded, for: peer)
    return nil
  }

  private func source(
    from start: Int64, _ block: Block, _ torrent: ActiveTorrent, _ loaded: LoadedTorrent, for peer: PeerConnection
  ) -> BlockSource? {
    if let slice = loaded.map.slice(from: start, count: Int(block.length)) {
      return part(slice, block, torrent, for: peer).map { .one($0) }
    }
    var parts: [BlockSource.Part] = []
    for slice in loaded.map.slices(from: start, count: Int(block.length)) {
      guard let part = part(slice, block, torrent, for: peer) else { return nil }
      parts.append(part)
    }
    return .several(parts)
  }

  private func part(
    _ slice: PieceMap.Slice, _ block: Block, _ torrent: ActiveTorrent, for peer: PeerConnection
  ) -> BlockSource.Part? {
    guard let index = slice.file else { return BlockSource.Part(file: nil, offset: 0, length: slice.length) }
    guard let file = torrent.files[index], !file.isEvicted,
      peer.primed == block || peer.expects(file, slice)
        || file.file.isResident(at: slice.offset + Int64(slice.length) - 1)
    else { return nil }
    peer.noteResidence(file, slice)
    return BlockSource.Part(file: file, offset: slice.offset, length: slice.length)
  }

  private func prepare(_ block: Block, _ torrent: ActiveTorrent, _ loaded: LoadedTorrent, for peer: PeerConnection) {
    peer.isWaiting = true
    // However fast the disk forgets it again, the next time it is sent.
    peer.primed = block
    let piece = Int(block.piece)
    let isFirst = torrent.waitingForPiece[piece] == nil
    torrent.waitingForPiece[piece, default: []].append(peer.id)
    guard isFirst else { return }
    let isVerified = torrent.verified[piece]
    let known = openFiles(of: piece, torrent, loaded)
    run { () throws(SeedProblem) in
      try Self.prepare(block, of: loaded, isVerified: isVerified, known: known)
    } then: { [self] result in
      let waiting = torrent.waitingForPiece.removeValue(forKey: piece) ?? []
      switch result {
      case .success(let opened):
        guard active[torrent.seed.torrent.path] === torrent else {
          for file in opened { try? file.handle.close() }
          return
        }
        for file in opened {
          let key = OpenFiles.Key(torrent: torrent.seed.torrent.path, index: file.index)
          let data = DataFile(file.file, file.handle)
          files.insert(data, for: key)
          torrent.files[file.index] = data
        }
        if !isVerified { metrics.add(.verified) }
        torrent.verified[piece] = true
        resume(waiting)
      case .failure(let problem): withdraw(torrent.seed, problem)
      }
    }
  }

  private func openFiles(of piece: Int, _ torrent: ActiveTorrent, _ loaded: LoadedTorrent) -> [Int: OpenFile] {
    let start = Int64(piece) * torrent.seed.pieceLength
    var known: [Int: OpenFile] = [:]
    for slice in loaded.map.slices(from: start, count: Int(torrent.seed.length(ofPiece: piece))) {
      guard let index = slice.file else { continue }
      // Open since an earlier peer, or not at all.
      let file = files[OpenFiles.Key(torrent: torrent.seed.torrent.path, index: index)]
      torrent.files[index] = file
      known[index] = file?.file
    }
    return known
  }

  /// Blocks.
  private static func prepare(
    _ block: Block, of torrent: LoadedTorrent, isVerified: Bool, known: [Int: OpenFile]
  ) throws(SeedProblem) -> [Opened] {
    var opened: [Opened] = []
    func open(_ index: Int) throws(SeedProblem) -> OpenFile {
      if let file = known[index] ?? opened.first(where: { $0.index == index })?.file { return file }
      let file = try Self.open(index, of: torrent)
      opened.append(file)
      return file.file
    }
    do throws(SeedProblem) {
      let piece = Int(block.piece)
      let start = Int64(piece) * torrent.seed.pieceLength
      if isVerified {
        let length = min(torrent.seed.length(ofPiece: piece) - Int64(block.begin), Int64(stretch))
        for slice in torrent.map.slices(from: start + Int64(block.begin), count: Int(length)) {
          guard let index = slice.file else { continue }
          // What is read is thrown away: it lies in the page cache now.
          _ = try? open(index).read(at: slice.offset, count: slice.length)
        }
      } else if try !PieceCheck.isGood(piece, of: torrent, open: open) {
        throw .badPiece(piece, path: torrent.seed.data.path)
      }
      return opened
    } catch {
      for file in opened { try? file.handle.close() }
      throw error
    }
  }

  private static func open(_ index: Int, of torrent: LoadedTorrent) throws(SeedProblem) -> Opened {
    let path = torrent.path(ofFile: index)
    let opened: Opened
    do throws(FileError) {
      let file = try Files.open(path)
      opened = Opened(
        index: index, file: file, handle: NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: try file.duplicate()))
    } catch {
      throw .unreadable(error)
    }
    let status = opened.file.status
    guard status.size == torrent.map.files[index].length,
      !torrent.contents.isSingleFile || Stamp(status) == torrent.seed.data.stamp
    else {
      try? opened.handle.close()
      throw .changed(path)
    }
    return opened
  }

  func hashes(
    _ request: HashRequest, of torrent: LoadedTorrent, for peer: PeerConnection,
    then answer: @escaping (PeerConnection, [UInt8]?) -> Void
  ) {
    let seed = torrent.seed
    run { () throws(SeedProblem) in
      var files: [Int: OpenFile] = [:]
      return try HashAnswer.nodes(request, of: torrent) { index throws(SeedProblem) in
        if let file = files[index] { return file }
        let opened = try Self.open(index, of: torrent)
        try? opened.handle.close()
        files[index] = opened.file
        return opened.file
      }
    } then: { [self] result in
      peer.isWaiting = false
      switch result {
      case .success(let nodes): if peer.phase == .open { answer(peer, nodes) }
      case .failure(let problem): withdraw(seed, problem)
      }
    }
  }

  private func resume(_ waiting: [Int]) {
    for id in waiting {
      guard let peer = connections[id] else { continue }
      peer.isWaiting = false
      peer.pump()
    }
  }

  private func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws(SeedProblem) -> Value,
    then use: @escaping (Result<Value, SeedProblem>) -> Void
  ) {
    let result = pool.runIfActive(eventLoop: loop) { () -> Result<Value, SeedProblem> in
      do throws(SeedProblem) { return .success(try work()) } catch { return .failure(error) }
    }
    // A pool that is shut down gives nothing any more: then the connections are closed as well.
    result.assumeIsolated().whenSuccess(use)
  }
}
