/// What libavformat may open: a hostile file must not read others (design, "A hostile file must not read others").
///
/// Only plain files, and only containers that hold their media themselves: no playlist (`hls`, `dash`), no list of files
/// (`concat`), no description (`sdp`), no image sequence.
enum DemuxerPolicy {
  static let protocols = "file"
  static let formats =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,live_flv,ogg,mxf,m4v,h264,hevc,obu,ivf,nut,dv,rm,gxf,wtv,"
    + "mp3,aac,flac,wav,w64,aiff,caf,ac3,eac3,amr,wv,ape"

  /// Bare frames of sound have no head to know them by: in random bytes a few words that look like one are soon found.
  ///
  /// - Parameter score: libavformat's, of 100. It gives an MP3 of a few frames that fill the file 5, one frame anywhere 1.
  static func isGuess(_ container: String, score: Int) -> Bool {
    ["mp3", "aac", "ac3", "eac3"].contains(container) && score < 5
  }
}
