// @ts-check
// Another viewer at the end of a data channel: what it has, what we ask of it, what it asks of us.
import { chunk, decode, decodeList, encode, encodeList, kinds } from "./wire.js";

/** What of a data channel is used.
 *  @typedef {{readyState:string, binaryType:string, bufferedAmount:number, bufferedAmountLowThreshold:number,
 *    send:(bytes:Uint8Array)=>void, close:()=>void, onopen:any, onmessage:any, onclose:any, onbufferedamountlow:any}} Channel
 *  @typedef {{hello:number[], count:number, paused:boolean, uploads:Set<Peer>, sent:number, now:()=>number,
 *    hold:(index:number)=>Uint8Array|null, spend:(bytes:number)=>number, later:(work:()=>void, ms:number)=>void,
 *    met:(peer:Peer)=>void, gone:(peer:Peer)=>void, change:()=>void}} Host */

const uploads = 3;
/** Bytes that wait in a channel at most: they cannot be taken back. */
const high = 1 << 16;
/** Bytes that nobody asked for: some are on their way when a request is taken back. */
const stray = 1 << 20;
const again = [0, 30e3, 700, 60e3]; // after a NAK: absent, busy, off

export class Peer {
  rate = 0;
  after = 0;
  useful = 0;
  #misses = 0;
  #stray = 0;
  #request = 0;
  /** @type {Uint8Array|null} */
  #map = null;
  #greeted = false;
  #silent = false;
  /** @type {{index:number, got:number, limit:number, take:(part:Uint8Array|null, whole:boolean)=>void}|null} */
  #asked = null;
  /** @type {{request:number, bytes:Uint8Array, at:number, time:number}|null} */
  #upload = null;

  /** @param {string} id @param {Channel} channel @param {Host} host */
  constructor(id, channel, host) {
    this.id = id;
    this.channel = channel;
    this.host = host;
    this.useful = host.now();
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = high / 4;
    channel.onmessage = (/** @type {{data:unknown}} */ { data }) => { if (!this.#hear(data)) this.close(); };
    channel.onclose = () => this.close();
    channel.onbufferedamountlow = () => this.#pump();
    const open = channel.onopen = () => {
      this.#send(encode(kinds.hello, [1, ...host.hello, host.count, host.paused ? 1 : 0]));
      const map = new Uint8Array(Math.ceil(host.count / 8));
      for (let index = 0; index < host.count; index++) if (host.hold(index)) map[index >> 3] |= 128 >> (index & 7);
      this.#send(encode(kinds.map, [], map));
    };
    if (channel.readyState === "open") open();
  }

  get busy() { return !!this.#asked; }

  /** @param {number} index */
  has(index) { return !this.#silent && !!this.#map && (this.#map[index >> 3] & 128 >> (index & 7)) > 0; }

  /** @param {number} index @param {number} limit the most bytes it may send
   *  @param {(part:Uint8Array|null, whole:boolean)=>void} take null: there will be none */
  ask(index, limit, take) {
    this.#asked = { index, got: 0, limit, take };
    this.#send(encode(kinds.ask, [this.#request = this.#request + 1 & 0xffff, index, 0]));
  }

  cancel() {
    if (this.#asked) this.#send(encode(kinds.stop, [this.#request]));
    this.#asked = null;
  }

  /** What it sent was right.
   *  @param {number} bytes @param {number} time */
  proved(bytes, time) {
    const rate = bytes * 1e3 / Math.max(time, 1);
    this.rate = this.rate ? (this.rate + rate) / 2 : rate;
    this.#misses = this.#stray = 0;
  }

  /** It was too slow: others are asked before it. */
  missed() {
    this.rate /= 2;
    this.after = this.host.now() + 2e3 * ++this.#misses;
    if (this.#misses > 2) this.close();
  }

  /** @param {number[]} have @param {number[]} lost */
  tell(have, lost) {
    if (have.length) this.#send(encodeList(kinds.have, have));
    if (lost.length) this.#send(encodeList(kinds.lost, lost));
    // Whoever takes nothing of what it asked for goes.
    if (this.#upload && this.host.now() - this.#upload.time > 10e3) this.close();
  }

  close() {
    const take = this.#asked?.take;
    this.#asked = null;
    this.#end();
    this.host.gone(this);
    this.channel.close();
    take?.(null, false);
  }

  /** @param {Uint8Array} bytes */
  #send(bytes) {
    if (this.channel.readyState === "open") this.channel.send(bytes);
  }

  /** Whether it keeps to the rules.
   *  @param {unknown} data */
  #hear(data) {
    const message = decode(data), { host } = this;
    if (!message || !this.#greeted && message.kind !== kinds.hello) return false;
    const { kind, numbers, tail } = message, [first, second, third] = numbers;
    switch (kind) {
      case kinds.hello:
        if (this.#greeted || [1, ...host.hello, host.count].some((number, at) => number !== numbers[at])) return false;
        this.#greeted = true;
        this.#silent = numbers[7] === 1;
        return true;
      case kinds.map:
        if (this.#map || tail.length !== Math.ceil(host.count / 8)) return false;
        this.#map = tail.slice();
        host.met(this);
        break;
      case kinds.have: case kinds.lost: {
        const list = decodeList(first, tail), map = this.#map;
        if (!list || !map || list.some((index) => index >= host.count)) return false;
        for (const index of list) {
          const bit = 128 >> (index & 7);
          if (kind === kinds.have) map[index >> 3] |= bit;
          else map[index >> 3] &= ~bit;
        }
        break;
      }
      case kinds.ask: this.#serve(first, second, third); return true;
      case kinds.data: return this.#receive(first, second, tail);
      case kinds.no: {
        const asked = this.#asked;
        if (!asked || first !== this.#request) return true;
        this.#asked = null;
        if (second === 1 && this.#map) this.#map[asked.index >> 3] &= ~(128 >> (asked.index & 7));
        else this.after = host.now() + (again[second] ?? 60e3);
        asked.take(null, false);
        return true;
      }
      case kinds.stop: if (first === this.#upload?.request) this.#end();
    }
    host.change();
    return true;
  }

  /** @param {number} request @param {number} offset @param {Uint8Array} bytes */
  #receive(request, offset, bytes) {
    const asked = this.#asked;
    if (!asked || request !== this.#request) return (this.#stray += bytes.length) < stray;
    if (offset !== asked.got || (asked.got += bytes.length) > asked.limit) return false;
    this.useful = this.host.now();
    // An empty one ends a segment whose length was not known.
    const whole = !bytes.length || asked.got === asked.limit;
    if (whole) this.#asked = null;
    asked.take(bytes, whole);
    return true;
  }

  /** @param {number} request @param {number} index @param {number} from */
  #serve(request, index, from) {
    const { host } = this, bytes = host.hold(index);
    const refusal = host.paused ? 3 : !bytes || from > bytes.length ? 1
      : this.#upload || host.uploads.size >= uploads ? 2 : 0;
    if (refusal || !bytes) return this.#send(encode(kinds.no, [request, refusal]));
    host.uploads.add(this);
    this.#upload = { request, bytes, at: from, time: host.now() };
    this.#pump();
  }

  /** @returns {void} */
  #pump() {
    const upload = this.#upload, { channel, host } = this;
    while (upload && upload === this.#upload && channel.readyState === "open" && channel.bufferedAmount < high) {
      const part = upload.bytes.subarray(upload.at, upload.at + chunk), wait = host.spend(part.length);
      if (wait) return host.later(() => this.#pump(), wait);
      this.#send(encode(kinds.data, [upload.request, upload.at], part));
      upload.at += part.length;
      upload.time = this.useful = host.now();
      host.sent += part.length;
      if (!part.length) this.#end();
    }
  }

  #end() {
    this.#upload = null;
    this.host.uploads.delete(this);
  }
}
