// @ts-check
// The sound of a fragmented MP4 hidden in place: the boxes of its track become `free`, which readers skip. No byte moves, so
// that every offset stays right (ISO/IEC 14496-12, 8.1.2). Pictures are the first track of our files.

/** @param {Uint8Array} original an init section or a segment @returns {Uint8Array} a copy */
export function picturesAlone(original) {
  const bytes = original.slice();
  const view = new DataView(bytes.buffer);
  /** @param {number} from @param {number} to */
  (function walk(from, to) {
    while (from + 8 <= to) {
      const size = view.getUint32(from);
      const type = nameAt(bytes, from + 4);
      if (/moov|mvex|moof/.test(type)) walk(from + 8, Math.min(from + size, to));
      // Where its number lies: in `tkhd` and `tfhd`, which come first, and in `trex` itself.
      const at = { trak: bytes[from + 16] ? 36 : 28, traf: 20, trex: 12 }[type];
      if (at && view.getUint32(from + at) !== 1) bytes.set([0x66, 0x72, 0x65, 0x65], from + 4);
      from += size < 8 ? to : size;
    }
  })(0, bytes.length);
  return bytes;
}

/** Which of these codecs an init section of sound has.
 *  @param {Uint8Array} init @param {string[]} codecs */
export function soundCodec(init, codecs) {
  const text = nameAt(init, 0, init.length);
  return codecs.find((codec) => text.includes(codec.slice(0, 4).replace("o", "O"))) ?? "mp4a.40.2";
}

/** @param {Uint8Array} bytes @param {number} at */
const nameAt = (bytes, at, length = 4) => String.fromCharCode(...bytes.subarray(at, at + length));
