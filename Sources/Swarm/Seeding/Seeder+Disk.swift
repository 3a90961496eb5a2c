import Files
import NIOCore
import NIOPosix
import Torrent

/// What the disk has to give before a peer goes on. The work runs on the pool; each of these comes back to the loop.
extension Seeder {
  /// How much is brought to memory at once, in bytes.
  private static let stretch = 1 << 20

  /// A file that the pool opened.
  private struct Opened: Sendable {
    var index: Int
    var file: OpenFile
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

  /// Adds blocks that follow one another to what goes out.
  ///
  /// - Returns: how many. Where it is none the disk has work to do first: to verify the piece, which is done before it is
  ///   first sent, to open its files, or to bring it to memory, since waiting for the disk stops the loop. The peer waits.
  func add(
    _ count: Int, from first: Block, of torrent: ActiveTorrent, _ loaded: LoadedTorrent, for peer: PeerConnection,
    to batch: inout SendBatch
  ) -> Int {
    let waits = peer.primed == first
    do throws(SeedProblem) {
      let added = torrent.verified[Int(first.piece)] ? try read(count, first, torrent, loaded, waits, &batch) : 0
      if added > 0 { peer.primed = nil } else { prepare(first, torrent, loaded, for: peer) }
      return added
    } catch {
      withdraw(torrent.seed, error)
      return 0
    }
  }

  private func read(
    _ count: Int, _ first: Block, _ torrent: ActiveTorrent, _ loaded: LoadedTorrent, _ waits: Bool,
    _ batch: inout SendBatch
  ) throws(SeedProblem) -> Int {
    let start = Int64(first.piece) * torrent.seed.pieceLength + Int64(first.begin)
    if let slice = loaded.map.slice(from: start, count: count * Int(first.length)), let index = slice.file {
      guard let data = torrent.files[index], let file = data.file else { return 0 }
      files.touch(data)
      let added: Int
      do throws(FileError) {
        added = try batch.add(count, from: first, in: file, at: slice.offset, waits: waits)
      } catch {
        throw .unreadable(error)
      }
      // Shorter than it was when it was opened.
      if waits && added == 0 { throw .changed(loaded.path(ofFile: index)) }
      return added
    }
    // One that lies in several files, or in zeros between them.
    guard count == 1 else { return try read(1, first, torrent, loaded, waits, &batch) }
    var parts: [SendBatch.Part] = []
    for slice in loaded.map.slices(from: start, count: Int(first.length)) {
      let file = slice.file.flatMap { torrent.files[$0]?.file }
      guard slice.file == nil || file != nil else { return 0 }
      parts.append(SendBatch.Part(file: file, offset: slice.offset, length: slice.length))
    }
    let isWhole: Bool
    do throws(FileError) { isWhole = try batch.add(first, parts, waits: waits) } catch { throw .unreadable(error) }
    if waits && !isWhole { throw .changed(torrent.seed.data.path) }
    return isWhole ? 1 : 0
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
        guard active[torrent.seed.torrent.path] === torrent else { return }
        for file in opened {
          let key = OpenFiles.Key(torrent: torrent.seed.torrent.path, index: file.index)
          let data = DataFile(file.file)
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
      opened.append(Opened(index: index, file: file))
      return file
    }
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
  }

  private static func open(_ index: Int, of torrent: LoadedTorrent) throws(SeedProblem) -> OpenFile {
    let path = torrent.path(ofFile: index)
    let file: OpenFile
    do throws(FileError) { file = try Files.open(path) } catch { throw .unreadable(error) }
    guard file.status.size == torrent.map.files[index].length,
      !torrent.contents.isSingleFile || Stamp(file.status) == torrent.seed.data.stamp
    else { throw .changed(path) }
    return file
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
        let file = try Self.open(index, of: torrent)
        files[index] = file
        return file
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
