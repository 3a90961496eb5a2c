// @ts-check
// One SourceBuffer, and what was put into it.

/** @typedef {import("./manifest.js").Rendition} Rendition @typedef {import("./manifest.js").Segment} Segment */

/** Seconds: times in playlists are rounded. */
const SLACK = 0.05;

export class Track {
  /** By time. A browser may have dropped some.
   *  @type {{start: number, end: number, bytes: number, rendition: Rendition}[]} */
  parts = [];
  /** @type {SourceBuffer | undefined} */
  #buffer;
  /** Whose init section it got last.
   *  @type {Rendition | undefined} */
  #last;
  #mime = "";
  /** @type {Map<Rendition, Promise<Uint8Array>>} */
  #inits = new Map();

  /**
   * @param {MediaSource} source
   * @param {any} feed
   * @param {(one: Rendition, init: Uint8Array) => string} mime
   * @param {(bytes: Uint8Array) => Uint8Array} change of all that goes in
   */
  constructor(source, feed, mime, change = (bytes) => bytes) {
    this.source = source;
    this.feed = feed;
    this.mime = mime;
    this.change = change;
  }

  /** Where it first lacks something, from a time on.
   *  @param {number} at */
  end(at) {
    for (const part of this.parts) {
      if (part.start <= at + SLACK && part.end > at + SLACK && this.#holds((part.start + part.end) / 2)) at = part.end;
    }
    return at;
  }

  /** @param {Rendition} one @param {number} end @returns {Segment | undefined} */
  next(one, end) { return one.segments.find(({ start, duration }) => start + duration > end + Math.min(SLACK, duration / 2)); }

  /** Begins to load it.
   *  @param {Rendition} one */
  init(one) {
    const begun = this.#inits.get(one) ?? this.feed.init(one);
    this.#inits.set(one, begun);
    begun.catch(() => this.#inits.delete(one));
    return begun;
  }

  /** @param {Rendition} one */
  async open(one) {
    if (!this.#buffer) this.#buffer = this.source.addSourceBuffer((this.#mime = this.mime(one, await this.init(one))));
  }

  /** @param {Rendition} one @param {Segment} segment @param {Uint8Array} bytes */
  async append(one, segment, bytes) {
    if (this.#last !== one) {
      const init = await this.init(one);
      const mime = this.mime(one, init);
      if (this.#mime !== mime) this.#buffer?.changeType((this.#mime = mime));
      await this.#run((buffer) => buffer.appendBuffer(/** @type {BufferSource} */ (this.change(init))));
      this.#last = one;
    }
    await this.#run((buffer) => buffer.appendBuffer(/** @type {BufferSource} */ (this.change(bytes))));
    const [start, end] = [segment.start, segment.start + segment.duration];
    this.parts = this.parts.filter((part) => part.end <= start + SLACK || part.start >= end - SLACK);
    this.parts.push({ start, end, bytes: bytes.length, rendition: one });
    this.parts.sort((a, b) => a.start - b.start);
  }

  /** @param {number} from @param {number} to */
  async remove(from, to) {
    await this.#run((buffer) => buffer.remove(from, to));
    this.parts = this.parts.filter((part) => part.end <= from + SLACK || part.start >= to - SLACK);
  }

  /** Forgets what lies far from the play head, most of all behind it.
   *  @param {number} at @param {number} behind seconds @param {number} most bytes */
  async trim(at, behind, most) {
    const old = this.parts.filter((part) => part.end < at - behind).at(-1);
    if (old) return this.remove(0, old.end);
    if (this.parts.reduce((sum, part) => sum + part.bytes, 0) < most) return;
    const end = this.end(at);
    const far = this.parts.filter((part) => part.start >= end || part.end < at - 1);
    const part = far.sort((a, b) => Math.abs(b.start - at) - Math.abs(a.start - at))[0];
    if (part) await this.remove(part.start, part.end);
  }

  /** @param {number} time */
  #holds(time) {
    const ranges = this.#buffer?.buffered;
    for (let i = 0; ranges && i < ranges.length; i++) if (ranges.start(i) < time + 0.1 && time < ranges.end(i) + 0.1) return true;
    return false;
  }

  /** @param {(buffer: SourceBuffer) => void} action @returns {Promise<void>} */
  #run(action) {
    return new Promise((resolve, reject) => {
      const buffer = this.#buffer;
      if (!buffer) return resolve();
      buffer.onupdateend = () => resolve();
      buffer.onerror = () => reject(new Error("decode"));
      action(buffer);
    });
  }
}
