import Facts

/// From the source's pixels to those that every browser shows alike: 8 bit, limited range, BT.709 unless the source says another.
struct ColourChange: Hashable {
  /// The source is in high dynamic range (PQ or HLG), and its picture is mapped to the standard one.
  var toneMap = false
  /// The source's pixels are RGB: their matrix has to be chosen, and said.
  var isRGB = false

  init(_ source: StreamReport) {
    toneMap = ["smpte2084", "arib-std-b67"].contains(source.transfer)
    isRGB = ["rgb", "bgr", "gbr", "0rgb", "0bgr", "argb", "abgr", "pal8"].contains { source.pixelFormat.hasPrefix($0) }
  }

  var recipe: String { (toneMap ? " hdr" : "") + (isRGB ? " rgb" : "") }

  func filters(_ size: PictureSize) -> [String] {
    let flags = "flags=bicubic+accurate_rnd+full_chroma_int+bitexact"
    if toneMap {
      // Scaled first: the mapping is the costly part. 100 cd/m2 is the white that it maps to (ITU-R BT.2408).
      return [
        "scale=\(size.width):\(size.height):\(flags)", "zscale=t=linear:npl=100", "format=gbrpf32le", "zscale=p=bt709",
        "tonemap=tonemap=hable:desat=0", "zscale=t=bt709:m=bt709:r=tv", "format=yuv420p", "setsar=1",
      ]
    }
    let matrix = isRGB ? ":out_color_matrix=bt709" : ""
    var filters = ["scale=\(size.width):\(size.height):\(flags):out_range=tv\(matrix)", "setsar=1", "format=yuv420p"]
    if isRGB { filters.append("setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709") }
    return filters
  }
}
