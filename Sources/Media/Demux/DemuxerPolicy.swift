/// What libavformat may open: a hostile file must not read others (design, "A hostile file must not read others").
///
/// Only plain files, and only containers that hold their media themselves: no playlist (`hls`, `dash`), no list of files
/// (`concat`), no description (`sdp`), no image sequence.
enum DemuxerPolicy {
  static let protocols = "file"
  static let formats =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,live_flv,ogg,mxf,m4v,h264,hevc,obu,ivf,nut,dv,rm,gxf,wtv"
}
