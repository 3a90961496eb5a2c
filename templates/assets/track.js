// @ts-check
// One SourceBuffer, what was put into it, and how sound is left out of what goes in.

/** @typedef {import("./manifest.js").Rendition} Rendition @typedef {import("./manifest.js").Segment} Segment */

/** Seconds: times in playlists are rounded. */
const slack = 0.05;

export class Track {
  /** By time; a browser may have dropped some.
   *  @type {{start:number, end:number, bytes:number, rendition:Rendition}[]} */
  parts = [];
  /** @type {SourceBuffer|undefined} */
  #buffer;
  /** Whose init section came last.
   *  @type {Rendition|undefined} */
  #last;
  #mime = "";

  /** @param {MediaSource} source @param {any} feed @param {(one:Rendition, init:Uint8Array)=>string} mime
   *  @param {(bytes:Uint8Array)=>any} change of all that goes in */
  constructor(source, feed, mime, change = (bytes) => bytes) {
    this.source = source;
    this.feed = feed;
    this.mime = mime;
    this.change = change;
  }

  /** Where it first lacks something, from a time on.
   *  @param {number} at */
  end(at) {
    const ranges = this.#buffer?.buffered;
    for (const { start, end } of this.parts) {
      const middle = (start + end) / 2;
      for (let i = ranges?.length ?? 0; ranges && start <= at + slack && end > at + slack && i--;) {
        if (ranges.start(i) < middle + 0.1 && middle < ranges.end(i) + 0.1) at = end;
      }
    }
    return at;
  }

  /** All buffers have to be open before the first bytes.
   *  @param {Rendition} one */
  async open(one) {
    if (!this.#buffer) this.#buffer = this.source.addSourceBuffer(this.#mime = this.mime(one, await this.feed.init(one)));
  }

  /** @param {Rendition} one @param {Segment} segment @param {Uint8Array} bytes */
  async append(one, { start, duration }, bytes) {
    if (this.#last !== one) {
      const init = await this.feed.init(one), mime = this.mime(one, init);
      if (this.#mime !== mime) this.#buffer?.changeType(this.#mime = mime);
      await this.#run((buffer) => buffer.appendBuffer(this.change(init)));
      this.#last = one;
    }
    await this.#run((buffer) => buffer.appendBuffer(this.change(bytes)));
    this.#forget(start, start + duration);
    this.parts.push({ start, end: start + duration, bytes: bytes.length, rendition: one });
    this.parts.sort((a, b) => a.start - b.start);
  }

  /** Drops one thing that lies far from the play head, behind it first.
   *  @param {number} at @param {number} behind seconds @param {number} most bytes */
  async trim(at, behind, most) {
    const end = this.end(at), old = this.parts.filter((part) => part.end < at - behind).at(-1);
    const far = this.parts.filter((part) => part.start >= end || part.end < at - 1);
    far.sort((a, b) => Math.abs(b.start - at) - Math.abs(a.start - at));
    const part = old ? { start: 0, end: old.end } : this.parts.reduce((sum, { bytes }) => sum + bytes, 0) > most && far[0];
    if (!part) return;
    await this.#run((buffer) => buffer.remove(part.start, part.end));
    this.#forget(part.start, part.end);
  }

  /** @param {number} from @param {number} to */
  #forget(from, to) { this.parts = this.parts.filter(({ start, end }) => end <= from + slack || start >= to - slack); }

  /** @param {(buffer:SourceBuffer)=>void} action @returns {Promise<any>} */
  #run(action) {
    return new Promise((resolve, reject) => {
      const buffer = /** @type {SourceBuffer} */ (this.#buffer);
      buffer.onupdateend = resolve;
      buffer.onerror = reject;
      action(buffer);
    });
  }
}

/** An init section or a segment with pictures alone, a copy: the boxes of other tracks become `free`, which readers skip. No byte
 *  moves, so that offsets stay right (ISO/IEC 14496-12, 8.1.2). Pictures are track 1 of our files.
 *  @param {Uint8Array} original */
export function picturesAlone(original) {
  const bytes = original.slice(), view = new DataView(bytes.buffer);
  const walk = (/** @type {number} */ from, /** @type {number} */ to) => {
    while (from + 8 <= to) {
      const size = view.getUint32(from), type = text(bytes, from + 4, 4);
      if (/moov|mvex|moof/.test(type)) walk(from + 8, Math.min(from + size, to));
      // Where its number lies: in `tkhd` and `tfhd`, which come first, and in `trex` itself.
      const at = { trak: bytes[from + 16] ? 36 : 28, traf: 20, trex: 12 }[type];
      if (at && view.getUint32(from + at) !== 1) bytes.set([0x66, 0x72, 0x65, 0x65], from + 4);
      from += size < 8 ? to : size;
    }
  };
  walk(0, bytes.length);
  return bytes;
}

/** Where it goes on after a time: beyond a gap of less than a second, or a moment later.
 *  @param {TimeRanges} ranges @param {number} at */
export function afterGap(ranges, at) {
  let to = at + 0.01;
  for (let i = ranges.length; i--;) if (ranges.start(i) > at && ranges.start(i) < at + 1) to = ranges.start(i) + 0.001;
  return to;
}

/** What goes into a buffer: the playlist tells it, or the init section of a sound does.
 *  @param {Rendition} one @param {Uint8Array} init */
export const mimeOf = (one, init) => one.codecs ? one.mime
  : `audio/mp4; codecs="${{ Opus: "opus", fLaC: "flac" }[text(init, 0, init.length).match(/Opus|fLaC/)?.[0] ?? ""] ?? "mp4a.40.2"}"`;

/** @param {Uint8Array} bytes @param {number} at @param {number} length */
const text = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length));
