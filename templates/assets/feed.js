// @ts-check
// Brings the segments of a video, from the server and from other viewers, as the schedule says; checks them, keeps them a while.
import { plan, times } from "./schedule.js";

/** @typedef {{index:number, start:number, duration:number, url:string, from:number, to:number|null, bytes:number, sha256?:string}} Segment
 *  @typedef {{id:string, label:string, codecs:string, mime:string, bandwidth:number, average:number, width:number, height:number,
 *    frameRate:number, init:{url:string, from:number, to:number|null}, segments:Segment[], duration:number, swarm?:string}} Rendition
 *  @typedef {{rendition:Rendition, next:number, ahead:number, urgent:boolean, rate:number}} Wish
 *  @typedef {{kind:"http"|"network"|"hash", status?:number, rendition:Rendition, index:number, tries:number, fatal:boolean}} Problem
 *  @typedef {{tracker:string, stun:string[], allowed:()=>boolean}} Sharing
 *  `parts` are what came, of `got` bytes together; `speedy`: of the server's bytes.
 *  @typedef {import("./schedule.js").Load & {rendition:Rendition, peer:any, parts:Uint8Array[], tries:number, cache?:RequestCache,
 *    doubted?:any, control?:AbortController}} Load */

const mebibyte = 1 << 20;
/** What may be kept of segments: with sharing, for the others too. */
const budgets = { alone: 32 * mebibyte, shared: 96 * mebibyte };
/** No segment is larger, and no server that knows no ranges is read so far. */
const most = 64 * mebibyte, skipped = 8 * mebibyte;
/** Back-off of the server in milliseconds, and after how many tries it is told as fatal.
 *  @param {number} tries */
const pause = (tries) => Math.min(8e3, 250 * 2 ** tries);
const patience = { refused: 3, other: 8 };

/** What is wrong with an answer of the server: 200 where a range was asked of a large file is one too. */
class Refused extends Error {
  /** @param {number} status */
  constructor(status) { super(); this.status = status; }
}

export class Feed {
  onready = () => {};
  /** @param {Problem} _ */
  onproblem = (_) => {};
  throughput = 0;
  #server = 0;
  #peers = 0;
  #up = 0;
  #mark = { time: 0, bytes: 0 };
  /** @type {Map<string, {rendition:Rendition, index:number, bytes:Uint8Array}>} */
  #kept = new Map();
  #size = 0;
  /** @type {Map<number, Load>} */
  #loads = new Map();
  /** @type {Map<string, Promise<Uint8Array>>} */
  #inits = new Map();
  /** @type {Wish|null} */
  #wish = null;
  /** @type {any} */
  #swarm = null;
  #on = true;
  #closed = false;

  /** @param {{fetch?:typeof fetch, now?:()=>number, sharing?:Sharing|null, subtle?:any, Swarm?:any, join?:typeof joined}} options */
  constructor({ fetch, now, sharing = null, subtle = globalThis.crypto?.subtle, Swarm, join = joined } = {}) {
    this.fetch = fetch ?? ((/** @type {string} */ url, /** @type {any} */ options) => globalThis.fetch(url, options));
    this.now = now ?? (() => performance.now());
    this.sharing = sharing;
    this.subtle = subtle;
    /** Loaded once there is something to share; null where that is not possible. */
    this.Swarm = Swarm;
    this.join = join;
  }

  /** What playback lacks next; to be told at least every 250 ms.
   *  @param {Wish} wish */
  want(wish) {
    if (this.#closed) return;
    if (this.#wish?.rendition.id !== wish.rendition.id) {
      for (const load of [...this.#loads.values()]) this.#stop(load);
    }
    this.#wish = wish;
    this.#meet(wish.rendition);
    this.#step();
  }

  /** @param {Rendition} rendition @param {number} index @returns {Uint8Array|null} */
  take(rendition, index) { return this.#kept.get(`${rendition.id} ${index}`)?.bytes ?? null; }

  /** @param {Rendition} rendition @returns {Promise<Uint8Array>} */
  init(rendition) {
    const known = this.#inits.get(rendition.id) ?? this.#begin(rendition);
    this.#inits.set(rendition.id, known);
    known.catch(() => this.#inits.delete(rendition.id));
    return known;
  }

  figures() {
    const swarm = this.#swarm;
    return {
      server: this.#server, fromPeers: this.#peers, toPeers: this.#up + (swarm?.sent ?? 0), peers: swarm?.peers.length ?? 0,
      state: /** @type {"off"|"joining"|"on"|"paused"} */ (!swarm ? "off" : swarm.state),
    };
  }

  /** Whether to share, where the site allows it.
   *  @param {boolean} on */
  share(on) {
    this.#on = on;
    if (!on) this.#leave();
  }

  close() {
    this.#closed = true;
    for (const load of [...this.#loads.values()]) this.#stop(load);
    this.#leave();
    this.#kept.clear();
  }

  /** Others are met once the first segment is here, and left for those of another rendition.
   *  @param {Rendition} rendition */
  #meet(rendition) {
    const { sharing } = this;
    const wanted = sharing && this.#on && this.subtle && rendition.swarm && rendition.segments[0]?.sha256 && sharing.allowed();
    if (this.#swarm && !(wanted && this.#swarm.id === rendition.swarm)) this.#leave();
    if (!wanted || this.#swarm || !this.#kept.size) return;
    if (this.Swarm === undefined) {
      this.Swarm = null;
      import("./swarm.js").then(({ Swarm }) => { this.Swarm = Swarm.possible() ? Swarm : null; }, () => {});
    }
    if (!this.Swarm) return;
    try {
      this.#swarm = new this.Swarm({
        id: rendition.swarm, tracker: sharing.tracker, stun: sharing.stun, count: rendition.segments.length, now: this.now,
        rate: rendition.average / 8, hold: (/** @type {number} */ index) => this.take(rendition, index), change: () => this.#step(),
      });
    } catch {
      // Such as a tracker's address that is none: the video goes on from the server.
      this.Swarm = null;
    }
    for (const { rendition: { id }, index } of this.#kept.values()) if (id === rendition.id) this.#swarm?.have(index);
  }

  #leave() {
    for (const load of [...this.#loads.values()]) if (load.peer) this.#stop(load);
    this.#up += this.#swarm?.sent ?? 0;
    this.#swarm?.close();
    this.#swarm = null;
  }

  #step() {
    const wish = this.#wish, swarm = this.#swarm, now = this.now();
    if (!wish || this.#closed) return;
    const { rendition, next } = wish, { segments } = rendition;
    for (const load of this.#loads.values()) {
      if (load.active && !load.peer && now - load.heard > times.silent) load.control?.abort();
    }
    const need = rendition.average / 8;
    const actions = plan({
      ...wish, now, need, self: swarm?.self ?? "", speed: this.throughput, peers: swarm?.peers ?? [],
      joining: swarm?.state === "joining" && this.throughput > 2 * need, room: budgets.alone / 2, count: segments.length,
      loads: this.#loads, start: (index) => segments[index]?.start ?? rendition.duration,
      size: (index) => segments[index].bytes || segments[index].duration * need, has: (index) => !!this.take(rendition, index),
    });
    for (const { do: what, index, peer, missed } of actions) {
      let load = this.#loads.get(index);
      load?.peer?.cancel();
      /** @type {any} */ (missed)?.missed();
      if (what === "stop") {
        if (load) this.#stop(load);
        continue;
      }
      if (!load) {
        load = { index, rendition, peer: null, active: false, until: 0, since: now, heard: now, got: 0, parts: [], tries: 0 };
        this.#loads.set(index, load);
      }
      Object.assign(load, { active: true, since: now, heard: now, peer: peer ?? null });
      if (peer) this.#ask(load, peer);
      else this.#load(load);
    }
  }

  /** @param {Load} load */
  #stop(load) {
    if (this.#loads.get(load.index) === load) this.#loads.delete(load.index);
    load.peer?.cancel();
    load.active = false;
    load.control?.abort();
  }

  /** A segment of another viewer, from its first byte: only the server may go on where somebody stopped.
   *  @param {Load} load @param {any} peer */
  #ask(load, peer) {
    Object.assign(load, { got: 0, parts: [], doubted: peer });
    const { bytes } = load.rendition.segments[load.index];
    peer.ask(load.index, bytes || most, (/** @type {Uint8Array|null} */ part, /** @type {boolean} */ whole) => {
      if (load.peer !== peer || !load.active) return;
      if (!part) this.#stop(load);
      else {
        this.#peers += part.length;
        this.#add(load, part);
        if (whole) this.#finish(load);
        return;
      }
      this.#step();
    });
  }

  /** @param {{got:number, heard:number, parts:Uint8Array[]}} load @param {Uint8Array} part */
  #add(load, part) {
    load.parts.push(part);
    load.got += part.length;
    load.heard = this.now();
  }

  /** @param {Load} load */
  async #load(load) {
    const { rendition, index } = load, control = load.control = new AbortController();
    try {
      await this.#read(rendition.segments[index], load, control);
    } catch (error) {
      if (load.control !== control || this.#loads.get(index) !== load || load.peer) return;
      if (error instanceof Refused && error.status === 416) Object.assign(load, { got: 0, parts: [], doubted: null });
      const { fatal } = this.#complain(error, rendition, index, ++load.tries);
      Object.assign(load, { active: false, until: this.now() + pause(fatal ? 9 : load.tries) });
      return;
    }
    if (load.control === control && load.active && !load.peer) await this.#finish(load);
  }

  /** The bytes of a piece of a file, those that came before left out.
   *  @param {{url:string, from:number, to:number|null, bytes?:number}} piece
   *  @param {{got:number, heard:number, parts:Uint8Array[], cache?:RequestCache}} load @param {AbortController} control */
  async #read(piece, load, control) {
    const from = piece.from + load.got, size = piece.to === null ? piece.bytes || 0 : piece.to - piece.from;
    if (size && load.got === size) return;
    const ranged = piece.to !== null || load.got > 0;
    const response = await this.fetch(piece.url, {
      signal: control.signal, cache: load.cache,
      headers: ranged ? { Range: `bytes=${from}-${piece.to === null ? "" : piece.to - 1}` } : {},
    });
    // Whoever knows no ranges sends the whole file: what lies before is read over, if it is little.
    let skip = response.status === 200 ? from : 0;
    if (!(response.status === 206 ? ranged : response.status === 200) || !response.body || skip > skipped) {
      control.abort();
      throw new Refused(response.status);
    }
    this.#mark = { time: this.now(), bytes: 0 };
    load.heard = this.now();
    for (const reader = response.body.getReader(); ;) {
      const { value, done } = await reader.read();
      if (control.signal.aborted) throw new Error();
      if (done) break;
      this.#server += value.length;
      this.#measure(value.length);
      let part = value.subarray(Math.min(skip, value.length));
      skip -= value.length - part.length;
      if (size) part = part.subarray(0, size - load.got);
      if (part.length) this.#add(load, part);
      if (load.got > most) throw new Refused(413);
      if (size && load.got === size) {
        // Of a whole file there is more to come.
        if (response.status === 200) control.abort();
        else await reader.read();
        break;
      }
    }
    this.#measure(0, true);
    if (load.got < size) throw new Error();
  }

  /** Bytes a second of the server, all requests together; what was long ago counts less.
   *  @param {number} bytes @param {boolean} [now] */
  #measure(bytes, now) {
    const mark = this.#mark, passed = this.now() - mark.time;
    mark.bytes += bytes;
    if (passed < (now ? 5 : 500) || mark.bytes < 16384) return;
    const weight = this.throughput ? 0.5 ** (passed / 2e3) : 0;
    this.throughput = this.throughput * weight + mark.bytes * 1e3 / passed * (1 - weight);
    this.#mark = { time: this.now(), bytes: 0 };
  }

  /** @param {unknown} error @param {Rendition} rendition @param {number} index @param {number} tries */
  #complain(error, rendition, index, tries) {
    const status = error instanceof Refused ? error.status : undefined;
    const refused = status && (status < 500 && status !== 408 && status !== 429);
    /** @type {Problem} */
    const problem = {
      kind: status ? "http" : "network", status, rendition, index, tries,
      fatal: status === 200 || tries >= (refused ? patience.refused : patience.other),
    };
    this.onproblem(problem);
    return problem;
  }

  /** @param {Rendition} rendition @returns {Promise<Uint8Array>} */
  async #begin(rendition) {
    for (let tries = 1; ; tries++) {
      // Beside a segment of the same file: two at a time in its cache make Chromium load both again.
      const load = { got: 0, heard: 0, parts: [], cache: /** @type {RequestCache} */ ("no-store") }, control = new AbortController();
      const clock = setTimeout(() => control.abort(), times.silent * 2);
      try {
        await this.#read(rendition.init, load, control);
        return joined(load);
      } catch (error) {
        if (this.#complain(error, rendition, -1, tries).fatal || this.#closed) throw error;
      } finally {
        clearTimeout(clock);
      }
      await new Promise((resolve) => { setTimeout(resolve, pause(tries)); });
    }
  }

  /** Nothing is given out or offered to others before its hash is right.
   *  @param {Load} load */
  async #finish(load) {
    const { rendition, index, peer, doubted } = load, { sha256 } = rendition.segments[index];
    const bytes = this.join(load);
    load.peer = null;
    if (sha256 && this.subtle) {
      const hash = new Uint8Array(await this.subtle.digest("SHA-256", bytes));
      if (this.#loads.get(index) !== load) return;
      if ([...hash].some((byte, at) => byte !== parseInt(sha256.slice(2 * at, 2 * at + 2), 16))) {
        if (doubted) this.#swarm?.ban(doubted);
        const again = !doubted && load.cache;
        this.onproblem({ kind: "hash", rendition, index, tries: ++load.tries, fatal: false });
        if (!again) {
          // The server's bytes are fetched past all caches once more. If they stay wrong, they play, and nothing is shared.
          Object.assign(load, { got: 0, parts: [], active: false, cache: doubted ? undefined : "reload", doubted: null });
          return this.#step();
        }
        this.subtle = undefined;
        this.#leave();
      }
    }
    this.#loads.delete(index);
    this.#keep(rendition, index, bytes);
    peer?.proved(bytes.length, this.now() - load.since);
    this.onready();
    this.#step();
  }

  /** @param {Rendition} rendition @param {number} index @param {Uint8Array} bytes */
  #keep(rendition, index, bytes) {
    this.#kept.set(`${rendition.id} ${index}`, { rendition, index, bytes });
    this.#size += bytes.length;
    this.#swarm?.have(index);
    const wish = this.#wish;
    // Of other renditions first, then the farthest behind, then the farthest ahead.
    const worth = (/** @type {{rendition:Rendition, index:number}} */ one) =>
      one.rendition.id !== wish?.rendition.id ? 1e9 : one.index < wish.next ? 1e6 + wish.next - one.index : one.index - wish.next;
    while (this.#size > (this.#swarm ? budgets.shared : budgets.alone) && this.#kept.size > 1) {
      const [key, last] = [...this.#kept].reduce((a, b) => worth(b[1]) > worth(a[1]) ? b : a);
      this.#kept.delete(key);
      this.#size -= last.bytes.length;
      if (last.rendition.id === wish?.rendition.id) this.#swarm?.lost(last.index);
    }
  }
}

/** @param {{parts:Uint8Array[], got:number}} load */
function joined({ parts, got }) {
  if (parts.length === 1) return parts[0];
  const bytes = new Uint8Array(got);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
