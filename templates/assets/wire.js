// What viewers say to each other (docs/sharing.md).

export const kinds = { hello: 0, map: 1, have: 2, lost: 3, ask: 4, data: 5, no: 6, stop: 7 };
/** Bytes of DATA in a message of 16 KiB. */
export const chunk = 16376;
/** Widths of the numbers of each kind; 0: bytes up to the end. */
const forms = [[1, 4], [0], [4], [4], [2, 4], [2, 4, 0], [2, 1], [2]];

export function encode(kind = 0, numbers = [0], tail = new Uint8Array()) {
	const head = [kind];
	numbers.forEach((number, at) => { for (let width = forms[kind][at]; width--;) head.push(number >>> 8 * width & 255); });
	const bytes = new Uint8Array(head.length + tail.length);
	bytes.set(head);
	bytes.set(tail, head.length);
	return bytes;
}

/** Nothing for what is no message.
 *  @param {any} data */
export function decode(data) {
	if (!(data instanceof ArrayBuffer) || data.byteLength > 1 << 14) return;
	const bytes = new Uint8Array(data), [kind] = bytes, form = forms[kind] ?? [Infinity];
	let at = 1;
	const numbers = form.map((width) => bytes.subarray(at, at += width).reduce((number, byte) => number * 256 + byte, 0));
	const tail = bytes.subarray(at);
	if (at <= bytes.length && (!tail.length || !form.at(-1))) return { kind, numbers, tail };
}
