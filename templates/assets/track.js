// One SourceBuffer, and what was put into it.
import { spans } from "./kept.js";

/** @typedef {import("./manifest.js").Rendition} Rendition */

/** Seconds: what begins so soon counts as there. Chromium seeks to what lies two frames ahead, no farther. */
export const slack = 0.01;

export class Track {
	/** By time. Held is what has its pictures and its sound; those that end or begin with less are `odd`.
	 *  @type {{start:number, end:number, rendition:Rendition, odd:boolean}[]} */
	parts = [];
	/** @type {SourceBuffer=} */
	#buffer;
	/** @type {Rendition=} Whose init section came last. */
	#last;
	#mime = "";

	/** @param {MediaSource} source @param {import("./feed.js").Feed} feed @param {Rendition} [only] */
	constructor(source, feed, only, isSilent = false) {
		this.source = source;
		this.feed = feed;
		this.only = only;
		this.isSilent = isSilent;
	}

	/** Where something is lacking first; nowhere, once a sound beside is over. */
	end(at = 0) {
		for (const { start, end, odd } of this.parts) if (start <= at + slack && end > at && (odd || this.#holds(start, end))) at = end;
		return at > (this.only?.duration || Infinity) - 0.1 ? Infinity : at;
	}

	#holds(start = 0, end = 0) {
		return !!this.#buffer && spans(this.#buffer.buffered).some(([from, to]) => from < start + 0.5 && end < to + 0.5);
	}

	/** To be done for all before the first bytes.
	 *  @param {Rendition} one */
	open(one) {
		const init = this.feed.init(one);
		if (init) this.#buffer ??= this.source.addSourceBuffer(this.#mime = this.#mimeOf(one, init));
		return this.#buffer;
	}

	/** @param {Rendition} one @param {Uint8Array} init @param {import("./manifest.js").Piece} piece @param {Uint8Array} bytes */
	async append(one, init, { start, duration }, bytes) {
		if (this.#last !== one) {
			const mime = this.#mimeOf(one, init);
			if (this.#mime !== mime) this.#buffer?.changeType(this.#mime = mime);
			await this.#put(init);
			this.#last = one;
		}
		await this.#put(bytes);
		const end = start + duration;
		this.#forget(start, end);
		this.parts.push({ start, end, rendition: one, odd: !this.#holds(start, end) });
		this.parts.sort((a, b) => a.start - b.start);
	}

	/** Keeps so many seconds behind the play head, and ahead of it. */
	async trim(at = 0, behind = 0, ahead = 0) {
		const old = this.parts.filter(({ end }) => end < at - behind).at(-1), far = this.parts.find(({ start }) => start > at + ahead);
		const from = old ? 0 : far?.start ?? Infinity, to = old?.end ?? Infinity;
		if (from === Infinity) return;
		await this.#run((buffer) => buffer.remove(from, to));
		this.#forget(from, to);
	}

	/** Times of two playlists differ a little. */
	#forget(from = 0, to = 0) { this.parts = this.parts.filter(({ start, end }) => end <= from + 0.05 || start >= to - 0.05); }

	/** The playlist tells it, or the init section of a sound does.
	 *  @param {Rendition} one @param {Uint8Array} init */
	#mimeOf({ mime }, init) {
		if (mime) return this.isSilent ? mime.replace(/,[^"]*/, "") : mime;
		return `audio/mp4; codecs="${text(init).match(/Opus|fLaC/)?.[0].toLowerCase() ?? "mp4a.40.2"}"`;
	}

	#put(bytes = new Uint8Array()) { return this.#run((buffer) => buffer.appendBuffer(this.isSilent ? picturesAlone(bytes) : bytes)); }

	/** @param {(buffer:SourceBuffer)=>void} action */
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
 *  moves, so that offsets stay right (ISO/IEC 14496-12, 8.1.2). Pictures are track 1 of our files. */
function picturesAlone(original = new Uint8Array()) {
	const bytes = original.slice(), view = new DataView(bytes.buffer);
	const walk = (from = 0, to = bytes.length) => {
		while (from + 8 <= to) {
			const size = view.getUint32(from), type = text(bytes.subarray(from + 4, from + 8));
			if (/moov|mvex|moof/.test(type)) walk(from + 8, Math.min(from + size, to));
			// Where its number lies: in `tkhd` and `tfhd`, which come first, and in `trex` itself.
			const at = { trak: bytes[from + 16] ? 36 : 28, traf: 20, trex: 12 }[type];
			if (at && view.getUint32(from + at) !== 1) bytes.set([0x66, 0x72, 0x65, 0x65], from + 4);
			from += size < 8 ? to : size;
		}
	};
	walk();
	return bytes;
}

/** @param {TimeRanges} ranges */
export function afterGap(ranges, at = 0) {
	const next = spans(ranges).find(([from]) => from > at && from < at + 1);
	return next ? next[0] + 0.001 : at + 0.01;
}

const text = (bytes = new Uint8Array()) => String.fromCharCode(...bytes);
