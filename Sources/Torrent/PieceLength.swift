/// How long the pieces of a video file are.
public enum PieceLength {
  /// In bytes, a power of two, decided by the size alone, so that the same file gives the same torrent on every machine.
  ///
  /// 1000 to 4000 pieces for films of usual sizes, which keeps the torrent file under 100 KB (contracts/bittorrent.md 1.9).
  /// - Parameter size: of the file, in bytes.
  public static func forFile(size: Int64) -> Int64 {
    switch size {
    case ...(512 << 20): 256 << 10
    case ...(1 << 30): 512 << 10
    case ...(4 << 30): 1 << 20
    case ...(16 << 30): 2 << 20
    default: 4 << 20
    }
  }
}
