// One SourceBuffer, and what was put into it.
import { spans } from "./kept.js";

/** Seconds: what begins so soon counts as there. */
export const slack = 0.01;

/** @param {MediaSource} source @param {Feed} feed @param {Rendition} [only] */
export function createTrack(source, feed, only, isSilent = false) {
	/** @type {SourceBuffer} */
	let buffer;
	/** @type {Rendition=} Whose init section came last. */
	let last;
	let mime = "";

	/** @type {Track} */
	const track = {
		source, feed, only, parts: [],

		end(at) {
			for (const { start, end, odd } of track.parts) if (start <= at + slack && end > at && (odd || holds(start, end))) at = end;
			return at > (only?.duration || Infinity) - 0.1 ? Infinity : at;
		},

		open(one) {
			const init = feed.init(one);
			if (init) buffer ??= source.addSourceBuffer(mime = mimeOf(one, init));
			return buffer;
		},

		async append(one, init, { start, duration }, bytes) {
			if (last !== one) {
				const its = mimeOf(one, init);
				if (mime !== its) buffer.changeType(mime = its);
				await put(init);
				last = one;
			}
			await put(bytes);
			const end = start + duration;
			forget(start, end);
			track.parts.push({ start, end, rendition: one, odd: !holds(start, end) });
			track.parts.sort((a, b) => a.start - b.start);
		},

		async trim(at, behind, ahead) {
			const old = track.parts.filter(({ end }) => end < at - behind).at(-1), far = track.parts.find(({ start }) => start > at + ahead);
			const from = old ? 0 : far?.start ?? Infinity, to = old?.end ?? Infinity;
			if (from === Infinity) return;
			await run(() => buffer.remove(from, to));
			forget(from, to);
		},
	};

	const holds = (start = 0, end = 0) => !!buffer && spans(buffer.buffered).some(([from, to]) => from < start + 0.5 && end < to + 0.5);

	function forget(from = 0, to = 0) { track.parts = track.parts.filter(({ start, end }) => end <= from + 0.05 || start >= to - 0.05); }

	/** @param {Rendition} one @param {Uint8Array} init */
	function mimeOf({ mime }, init) {
		if (mime) return isSilent ? mime.replace(/,[^"]*/, "") : mime;
		return `audio/mp4; codecs="${text(init).match(/Opus|fLaC/)?.[0].toLowerCase() ?? "mp4a.40.2"}"`;
	}

	const put = (bytes = new Uint8Array()) => run(() => buffer.appendBuffer(isSilent ? picturesAlone(bytes) : bytes));

	const run = (action = () => {}) => new Promise((resolve, reject) => {
		buffer.onupdateend = resolve;
		buffer.onerror = reject;
		action();
	});
	return track;
}

/** Boxes of other tracks become `free`: no byte moves, so that offsets stay right (ISO/IEC 14496-12, 8.1.2). Pictures are track 1. */
function picturesAlone(original = new Uint8Array()) {
	const bytes = original.slice(), view = new DataView(bytes.buffer);
	const walk = (from = 0, to = bytes.length) => {
		while (from + 8 <= to) {
			const size = view.getUint32(from), type = text(bytes.subarray(from + 4, from + 8));
			if (/moov|mvex|moof/.test(type)) walk(from + 8, Math.min(from + size, to));
			// Of its number: in tkhd, tfhd, trex.
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
