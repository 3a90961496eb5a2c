// @ts-check
// What viewers say to each other, bobine-p2p/1: a byte that names the kind, numbers of fixed widths (big-endian), sometimes bytes.

export const kinds = { hello: 0, map: 1, have: 2, lost: 3, ask: 4, data: 5, no: 6, stop: 7 };
/** Bytes of DATA in one message of 16 KiB, which every browser takes. */
export const chunk = 16376;
/** Widths of the numbers, 0 for bytes up to the end. */
const forms = [[1, 4, 4, 4, 4, 4, 4, 1], [0], [1, 0], [1, 0], [2, 4, 4], [2, 4, 0], [2, 1], [2]];

/** @param {number} kind @param {number[]} numbers @param {Uint8Array} [tail] */
export function encode(kind, numbers, tail = new Uint8Array(0)) {
  const head = forms[kind].reduce((sum, width) => sum + width, 1);
  const bytes = new Uint8Array(head + tail.length), view = new DataView(bytes.buffer);
  bytes[0] = kind;
  let at = 1;
  numbers.forEach((number, place) => {
    const width = forms[kind][place];
    if (width === 1) view.setUint8(at, number);
    else if (width === 2) view.setUint16(at, number);
    else view.setUint32(at, number);
    at += width;
  });
  bytes.set(tail, head);
  return bytes;
}

/** null for what is no message.
 *  @param {unknown} data @returns {{kind:number, numbers:number[], tail:Uint8Array}|null} */
export function decode(data) {
  if (!(data instanceof ArrayBuffer) || data.byteLength > 1 << 14) return null;
  const view = new DataView(data), form = data.byteLength ? forms[view.getUint8(0)] : null;
  if (!form) return null;
  const numbers = [];
  let at = 1;
  for (const width of form) {
    if (!width) break;
    if (at + width > data.byteLength) return null;
    numbers.push(width === 1 ? view.getUint8(at) : width === 2 ? view.getUint16(at) : view.getUint32(at));
    at += width;
  }
  const tail = new Uint8Array(data, at);
  return tail.length && form.at(-1) ? null : { kind: view.getUint8(0), numbers, tail };
}

/** HAVE and LOST: how many segments, and which.
 *  @param {number} kind @param {number[]} indexes */
export function encodeList(kind, indexes) {
  const tail = new DataView(new ArrayBuffer(indexes.length * 4));
  indexes.forEach((index, at) => tail.setUint32(at * 4, index));
  return encode(kind, [indexes.length], new Uint8Array(tail.buffer));
}

/** null if it is not as long as it says.
 *  @param {number} count @param {Uint8Array} tail */
export function decodeList(count, tail) {
  if (tail.length !== count * 4) return null;
  const view = new DataView(tail.buffer, tail.byteOffset);
  return Array.from({ length: count }, (_, at) => view.getUint32(at * 4));
}
