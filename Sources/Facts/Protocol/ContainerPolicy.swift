/// What libavformat may open, in `bobine-media` and in every `ffmpeg` call: a hostile file must not read others
/// (design, "A hostile file must not read others").
///
/// Only plain files, and only containers that hold their media themselves: no playlist (`hls`, `dash`), no list of files
/// (`concat`), no description (`sdp`), no image sequence.
public enum ContainerPolicy {
  /// libavformat's names, as `format_whitelist` wants them.
  public static let demuxers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,live_flv,ogg,mxf,m4v,h264,hevc,obu,ivf,nut,dv,rm,gxf,wtv,"
    + "mp3,aac,flac,wav,w64,aiff,caf,ac3,eac3,amr,wv,ape"

  /// Of a picture: more than any camera or film has. A small file may claim more, and cost gigabytes to decode.
  public static let mostPixels = 120_000_000
}
