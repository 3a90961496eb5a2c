// @ts-check
// Another viewer at the end of a data channel: what it has, what we ask of it, what it asks of us.
import { chunk, decode, encode, kinds } from "./wire.js";

const uploads = 3;
/** Bytes of segments that wait in a channel: they cannot be taken back. */
const high = 1 << 16;
/** Bytes that nobody asked for, since some are on their way when a request is taken back; and that the other does not read. */
const excess = 1 << 20;
/** Why a request is refused. */
const absent = 1, busy = 2, off = 3;

export class Peer {
  /** Bytes a second; not to be asked before `after`. */
  rate = 0;
  after = 0;
  #misses = 0;
  #stray = 0;
  #request = 0;
  #waits = false;
  /** What it has, once it has greeted.
   *  @type {Set<number>|undefined} */
  #held;
  /** @type {import("./load.js").Load|undefined} */
  #asked;
  /** @type {{request:number, bytes:Uint8Array, at:number, time:number}|undefined} */
  #upload;

  /** @param {string} id @param {RTCDataChannel} channel @param {import("./swarm.js").Swarm} host */
  constructor(id, channel, host) {
    this.id = id;
    this.channel = channel;
    this.host = host;
    this.useful = host.now();
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = high / 4;
    channel.onmessage = ({ data }) => { if (!this.#hear(data)) this.close(); };
    channel.onclose = () => this.close();
    channel.onbufferedamountlow = () => this.#pump();
    const open = channel.onopen = () => this.#send(kinds.hello, [1, host.count]);
    if (channel.readyState === "open") open();
  }

  get busy() { return !!this.#asked; }

  /** Whether it takes nothing of what it asked for. */
  get stuck() { return !!this.#upload && this.host.now() - this.#upload.time > 10e3; }

  has(index = 0) { return !!this.#held?.has(index); }

  tell(index = 0, has = true) { this.#send(has ? kinds.have : kinds.lost, [index]); }

  /** @param {import("./load.js").Load} load */
  ask(load) {
    this.#asked = load;
    this.#request = this.#request + 1 & 0xffff;
    this.#send(kinds.ask, [this.#request, load.index]);
  }

  cancel() {
    if (this.#asked) this.#send(kinds.stop, [this.#request]);
    this.#asked = undefined;
  }

  /** What it sent was right. */
  proved(bytes = 0, time = 0) {
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

  close() {
    const asked = this.#asked;
    this.#asked = undefined;
    this.#end();
    this.host.gone(this);
    this.channel.close();
    asked?.lost();
  }

  /** @param {number} kind @param {number[]} numbers @param {Uint8Array} [tail] */
  #send(kind, numbers, tail) {
    const { channel } = this;
    if (channel.bufferedAmount > excess) this.host.later(() => this.close());
    else if (channel.readyState === "open") channel.send(encode(kind, numbers, tail));
  }

  /** Whether it keeps to the rules.
   *  @param {unknown} data */
  #hear(data) {
    const message = decode(data), { host } = this, { count } = host, asked = this.#asked, held = this.#held ?? new Set();
    if (!message || (message.kind === kinds.hello) === !!this.#held) return false;
    const { kind, numbers: [first, second], tail } = message;
    switch (kind) {
      case kinds.hello: {
        if (first !== 1 || second !== count) return false;
        this.#held = held;
        // From here on it is told what comes. Who gives nothing has nothing.
        const map = new Uint8Array(Math.ceil(count / 8));
        for (let index = 0; index < count; index++) if (!host.paused && host.hold(index)) map[index >> 3] |= 128 >> (index & 7);
        this.#send(kinds.map, [], map);
        host.met(this);
        return true;
      }
      case kinds.map:
        if (tail.length !== Math.ceil(count / 8)) return false;
        for (let index = 0; index < count; index++) if (tail[index >> 3] & 128 >> (index & 7)) held.add(index);
        break;
      case kinds.have:
        if (first >= count) return false;
        held.add(first);
        break;
      case kinds.lost: held.delete(first); break;
      case kinds.ask: this.#serve(first, second); return true;
      case kinds.data: return this.#receive(first, second, tail);
      case kinds.no:
        if (!asked || first !== this.#request) return true;
        this.#asked = undefined;
        if (second === busy) this.after = host.now() + 700;
        else if (second === absent) held.delete(asked.index);
        else held.clear();
        asked.lost();
        return true;
      case kinds.stop: if (first === this.#upload?.request) this.#end();
    }
    host.change();
    return true;
  }

  /** @param {number} request @param {number} offset @param {Uint8Array} bytes */
  #receive(request, offset, bytes) {
    const asked = this.#asked;
    if (!asked || request !== this.#request) return (this.#stray += bytes.length) < excess;
    if (offset !== asked.got || offset + bytes.length > asked.size) return false;
    this.useful = this.host.now();
    asked.add(bytes);
    // An empty one ends a segment whose length was not known.
    if (!bytes.length || asked.got === asked.size) {
      this.#asked = undefined;
      asked.whole();
    }
    return true;
  }

  #serve(request = 0, index = 0) {
    const { host } = this, bytes = host.hold(index);
    const isBusy = this.#upload || host.uploads.size >= uploads;
    if (host.paused || !bytes || isBusy) return this.#send(kinds.no, [request, host.paused ? off : !bytes ? absent : busy]);
    host.uploads.add(this);
    this.#upload = { request, bytes, at: 0, time: host.now() };
    this.#pump();
  }

  /** @returns {void} */
  #pump() {
    const upload = this.#upload, { channel, host } = this;
    while (upload && upload === this.#upload && !this.#waits && channel.readyState === "open" && channel.bufferedAmount < high) {
      const part = upload.bytes.subarray(upload.at, upload.at + chunk), wait = host.spend(part.length);
      if (wait) {
        this.#waits = true;
        return host.later(() => { this.#waits = false; this.#pump(); }, wait);
      }
      this.#send(kinds.data, [upload.request, upload.at], part);
      upload.at += part.length;
      upload.time = this.useful = host.now();
      host.sent += part.length;
      if (!part.length) this.#end();
    }
  }

  #end() {
    this.#upload = undefined;
    this.host.uploads.delete(this);
  }
}
