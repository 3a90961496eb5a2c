import Files
import Testing

/// A source as cameras, recorders and archives leave them, drawn so that a program can tell what it sees.
///
/// Corners of four colours tell which way is up. Nine blocks, black and white, are the binary number of the picture. A block flashes
/// white while a tone sounds, once a second. A bar runs along the top: fields that are woven into one picture show a comb.
/// `Scripts/shown.py` and `Scripts/watched.py` read all of it back.
struct Awkward: Sendable, CustomTestStringConvertible {
  enum Sound: Sendable, Hashable { case none, mono, stereo, surround }

  /// The name of the file.
  var file: String
  /// As it is to be seen, with square pixels.
  var size = (width: 192, height: 108)
  /// Numbers a second, as a fraction.
  var rate = (25, 1)
  /// Of what is drawn.
  var seconds = 3.0
  /// Two fields a number: bottom or top first, woven at the end.
  var fields: String?
  /// Clockwise degrees that the container asks for; the stored picture is turned the other way.
  var rotation = 0
  /// What is done to the pictures before they are encoded.
  var filter = "null"
  /// ffmpeg's options of the picture, the sound and the container.
  var video: [String]
  var sound = Sound.stereo
  var audio = ["-c:a", "aac"]
  var more: [String] = []
  /// Options of a call that copies the whole into `file`, before its input and after it.
  var copy: (before: [String], after: [String])?
  /// The name of what is encoded where a copy follows.
  var through = "whole.mp4"

  // What is to be published.

  /// Seconds of the drawing that are not in the file.
  var skipped = 0.0
  /// Of the file, in seconds, where it is not what is left of the drawing.
  var length: Double?
  /// Where the picture begins, and the sound, where it is not at the start.
  var pictureFrom = 0.0
  var soundFrom = 0.0
  /// Is this picture in the file?
  var isKept: @Sendable (Int) -> Bool = { _ in true }

  var testDescription: String { file }

  var slug: String { String(file.prefix { $0 != "." }) }
  var numbersPerSecond: Double { Double(rate.0) / Double(rate.1) }
  var duration: Double { length ?? seconds - skipped }
  var channels: Int { sound == .none ? 0 : sound == .mono ? 1 : 2 }
  /// Pictures between two flashes: a second, rounded to pictures.
  var period: Int { Int(numbersPerSecond.rounded()) }

  /// The numbers that the file holds, in order.
  var numbers: [Int] {
    let first = Int(((skipped + pictureFrom) * numbersPerSecond - 0.01).rounded(.up))
    let end = Int((seconds * numbersPerSecond - 0.01).rounded(.up))
    return (first..<end).filter(isKept)
  }

  /// Are all pictures of the drawing there?
  var isEven: Bool { (0..<Int(seconds * numbersPerSecond)).allSatisfy(isKept) }

  /// When the flashes begin, in seconds of the file.
  var flashes: [Double] {
    numbers.filter { $0 % period == 10 }.map { Double($0) / numbersPerSecond - skipped }
  }
}

extension Awkward {
  private static let corners = [
    ("0", "0", "white"), ("iw*0.8", "0", "red"), ("0", "ih*0.8", "blue"), ("iw*0.8", "ih*0.8", "green"),
  ]

  /// The graph that draws the pictures, upright.
  private var drawing: String {
    let perNumber = fields == nil ? 1 : 2
    let pictures = "\(rate.0 * perNumber)/\(rate.1)"
    let number = "floor(n/\(perNumber)+0.001)"
    let size = "\(size.width)x\(size.height)"
    var boxes = Self.corners.map { "drawbox=\($0.0):\($0.1):iw*0.2:ih*0.2:\($0.2):fill" }
    boxes.append("drawbox=iw*0.05:ih*0.3:iw*0.9:ih*0.45:black:fill")
    boxes += (0..<9).map { bit in
      "drawbox=iw*(0.05+0.1*\(bit)):ih*0.3:iw*0.1:ih*0.25:white:fill:enable='mod(floor(\(number)/\(1 << bit)),2)'"
    }
    boxes.append("drawbox=iw*0.3:ih*0.58:iw*0.4:ih*0.17:white:fill:enable='lt(mod(\(number)+\(period - 10),\(period)),3)'")
    let bar = "color=c=white:s=\(self.size.width / 10)x\(self.size.height / 5):r=\(pictures)[bar]"
    return "color=c=0x404040:s=\(size):r=\(pictures),format=yuv444p," + boxes.joined(separator: ",") + "[card];\(bar);"
      + "[card][bar]overlay=x='W*(0.22+0.46*mod(t*1.5,1))':y=0:format=yuv444:shortest=1"
  }

  private var woven: String { fields.map { ",interlace=lowpass=off:scan=\($0)" } ?? "" }

  private var turned: String {
    switch rotation {
    case 90: ",transpose=cclock"
    case 180: ",hflip,vflip"
    case 270: ",transpose=clock"
    default: ""
    }
  }

  /// A tone in every channel that is not silent: of 5.1 in the centre alone, which has to be heard when it is mixed down.
  private var tone: String {
    let cycle = Double(period) / numbersPerSecond
    let since = "mod(t+\(cycle - 10 / numbersPerSecond),\(cycle))"
    let wave = "0.6*sin(2*PI*1000*t)*lt(\(since),0.12)"
    let (channels, layout) =
      switch sound {
      case .surround: (["0", "0", wave, "0", "0", "0"], "5.1")
      case .mono: ([wave], "mono")
      case .stereo, .none: ([wave, wave], "stereo")
      }
    return "aevalsrc='\(channels.joined(separator: "|"))':s=48000:c=\(layout)"
  }

  /// Draws and encodes it into a folder.
  func make(in folder: Folder, workshop: Folder) async throws {
    let needsCopy = copy != nil
    let first = needsCopy ? workshop("\(slug)-\(through)") : folder("content/\(file)")
    var words = ["-v", "error", "-y", "-f", "lavfi", "-i", drawing + woven + turned]
    if sound != .none { words += ["-f", "lavfi", "-i", tone] }
    words += ["-t", "\(seconds)", "-vf", filter, "-map", "0:v"] + video
    words += sound == .none ? [] : ["-map", "1:a"] + audio
    try await Tool.check("ffmpeg", words + more + ["-bitexact", first])
    if let copy {
      let call = ["-v", "error", "-y"] + copy.before + ["-i", first] + copy.after
      try await Tool.check("ffmpeg", call + ["-bitexact", folder("content/\(file)")])
    }
    if rotation != 0 { try DisplayMatrix.write(rotation, into: folder("content/\(file)")) }
  }
}
