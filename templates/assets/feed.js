// @ts-check
// Brings the segments of a video, from the server and from other viewers, as the schedule says; checks them, keeps them a while.
import { plan, times } from "./schedule.js";
import { Server, most } from "./server.js";

/** @typedef {import("./manifest.js").Rendition} Rendition
 *  `fatal`: it is asked again all the same, but rarely.
 *  @typedef {{kind:"http"|"network"|"hash", status?:number, rendition:Rendition, index:number, tries:number, fatal:boolean}} Problem
 *  `parts` are what came; `doubted`: the peer that some are of; `cache`: how the server is asked.
 *  @typedef {import("./schedule.js").Load & {rendition:Rendition, peer:any, parts:Uint8Array[], tries:number, cache?:RequestCache,
 *    doubted?:any, control?:AbortController}} Load */

/** Bytes of segments that are kept: with sharing, for the others too. */
const budgets = { alone: 32 << 20, shared: 96 << 20 };
/** After so many peers that sent wrong bytes nothing is shared any more: they may be one, with a new name each time. */
const liars = 8;
/** Milliseconds.
 *  @param {number} tries */
const pause = (tries) => Math.min(8e3, 250 * 2 ** tries);

export class Feed {
  onready = () => {};
  onproblem = (/** @type {Problem} */ _) => {};
  /** @type {{tracker:string, stun:string[], allowed:()=>boolean}|null} */
  sharing = null;
  /** Is loaded once there is something to share; null: cannot be.
   *  @type {any} */
  Swarm;
  /** @type {SubtleCrypto|undefined} */
  subtle = globalThis.crypto?.subtle;
  fetch = (/** @type {string} */ url, /** @type {RequestInit} */ options) => fetch(url, options);
  now = () => performance.now();
  #fromPeers = 0;
  #toPeers = 0;
  #lies = 0;
  /** @type {Map<string, {rendition:Rendition, index:number, bytes:Uint8Array}>} */
  #kept = new Map();
  #size = 0;
  /** @type {Map<number, Load>} */
  #loads = new Map();
  /** @type {Map<string, Promise<Uint8Array>>} */
  #inits = new Map();
  /** @type {import("./schedule.js").Wish|undefined} */
  #wish;
  /** @type {any} */
  #swarm;
  #on = true;
  #closed = false;

  /** @param {Partial<Feed>} [options] any of the above */
  constructor(options) {
    Object.assign(this, options);
    this.server = new Server(this.fetch, this.now);
  }

  /** Bytes a second of the server. */
  get throughput() { return this.server.speed; }

  /** What playback lacks next; to be told at least every 250 ms.
   *  @param {import("./schedule.js").Wish} wish */
  want(wish) {
    if (this.#closed) return;
    if (this.#wish?.rendition.id !== wish.rendition.id) this.#loads.forEach((load) => this.#stop(load));
    this.#wish = wish;
    this.#meet(wish.rendition);
    this.#step();
  }

  /** @param {Rendition} rendition @param {number} index */
  take(rendition, index) { return this.#kept.get(`${rendition.id} ${index}`)?.bytes; }

  /** @param {Rendition} rendition */
  init(rendition) {
    const { id } = rendition, known = this.#inits.get(id) ?? this.#begin(rendition);
    this.#inits.set(id, known);
    known.catch(() => this.#inits.delete(id));
    return known;
  }

  figures() {
    const swarm = this.#swarm;
    return {
      server: this.server.bytes, fromPeers: this.#fromPeers, toPeers: this.#toPeers + (swarm?.sent ?? 0),
      peers: swarm?.peers.length ?? 0, state: swarm?.state ?? "off",
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
    this.#loads.forEach((load) => this.#stop(load));
    this.#leave();
    this.#kept.clear();
  }

  /** Others are met once the first segment is here, and left for those of another rendition.
   *  @param {Rendition} rendition */
  #meet({ swarm: id, segments, average }) {
    const { sharing, now } = this, wanted = sharing && this.#on && this.subtle && this.Swarm !== null && id && sharing.allowed();
    if (!wanted || this.#swarm && this.#swarm.id !== id) this.#leave();
    if (!wanted || this.#swarm || !this.#kept.size || !segments.every(({ sha256 }) => sha256)) return;
    if (!this.Swarm) {
      this.Swarm = null;
      import("./swarm.js").then(({ Swarm }) => { this.Swarm = Swarm.possible() ? Swarm : null; }, () => {});
      return;
    }
    const hold = (/** @type {number} */ index) => this.#kept.get(`${this.#wish?.rendition.id} ${index}`)?.bytes;
    try {
      this.#swarm = new this.Swarm({ ...sharing, id, count: segments.length, rate: average / 8, now, hold, change: () => this.#step() });
    } catch {
      // Such as a tracker's address that is none: the video goes on from the server.
      this.Swarm = null;
    }
  }

  #leave() {
    for (const load of this.#loads.values()) if (load.peer) this.#drop(load);
    this.#toPeers += this.#swarm?.sent ?? 0;
    this.#swarm?.close();
    this.#swarm = undefined;
  }

  #step() {
    const wish = this.#wish, swarm = this.#swarm, now = this.now();
    if (!wish || this.#closed) return;
    const { rendition } = wish;
    for (const { active, peer, heard, control } of this.#loads.values()) {
      if (active && !peer && now - heard > times.silent) control?.abort();
    }
    const actions = plan({
      ...wish, now, self: swarm?.self, speed: this.throughput, room: budgets.alone / 2, joining: swarm?.state === "joining",
      has: (index) => !!this.take(rendition, index), loads: this.#loads, peers: swarm?.peers ?? [],
    });
    for (const { do: what, index, peer = null } of actions) {
      const load = this.#loads.get(index) ?? { index, rendition, peer, active: false, until: 0, since: 0, heard: 0, got: 0, parts: [], tries: 0 };
      this.#loads.set(index, load);
      if (what === "stop") this.#stop(load);
      else if (what === "leave") this.#drop(load)?.missed();
      else {
        Object.assign(load, { active: true, since: now, heard: now, peer });
        if (peer) this.#ask(load);
        else this.#load(load);
      }
    }
  }

  /** Nothing more comes of it for now; what came stays.
   *  @param {Load} load */
  #drop(load) {
    const { peer } = load;
    Object.assign(load, { peer: null, active: false });
    peer?.cancel();
    load.control?.abort();
    return peer;
  }

  /** @param {Load} load */
  #stop(load) {
    this.#loads.delete(load.index);
    this.#drop(load);
  }

  /** A segment of another viewer, from its first byte, so that whoever lies is known. The server goes on where somebody stopped.
   *  @param {Load} load */
  #ask(load) {
    const { peer, rendition, index } = load;
    Object.assign(load, { got: 0, parts: [], doubted: peer });
    peer.ask(index, rendition.segments[index].bytes || most, (/** @type {Uint8Array|null} */ part, /** @type {boolean} */ whole) => {
      if (part) {
        this.#fromPeers += part.length;
        load.parts.push(part);
        load.got += part.length;
        load.heard = this.now();
        if (whole) this.#finish(load);
      } else {
        this.#drop(load);
        this.#step();
      }
    });
  }

  /** @param {Load} load */
  async #load(load) {
    const { rendition, index } = load, { signal } = load.control = new AbortController();
    try {
      await this.server.read(rendition.segments[index], load, signal);
    } catch (error) {
      if (!load.active) return;
      load.active = false;
      load.until = this.now() + (this.#complain(error, rendition, index, ++load.tries) ? pause(9) : pause(load.tries));
      // It is no longer as long as it was.
      if (/** @type {any} */ (error).status === 416) Object.assign(load, { got: 0, parts: [], doubted: null });
      return;
    }
    if (load.active) this.#finish(load);
  }

  /** @param {Rendition} rendition */
  async #begin(rendition) {
    for (let tries = 1; ; tries++) {
      // Beside a segment of the same file: two at a time in its cache make Chromium load both again.
      const load = { got: 0, heard: 0, parts: [], cache: /** @type {const} */ ("no-store") }, control = new AbortController();
      setTimeout(() => control.abort(), 2 * times.silent);
      try {
        await this.server.read(rendition.init, load, control.signal);
        return this.join(load);
      } catch (error) {
        if (this.#complain(error, rendition, -1, tries) || this.#closed) throw error;
      }
      await new Promise((resolve) => { setTimeout(resolve, pause(tries)); });
    }
  }

  /** Whether it is fatal: soon where the server says that it will not, later where it may be the line.
   *  @param {any} error @param {Rendition} rendition @param {number} index @param {number} tries */
  #complain({ status }, rendition, index, tries) {
    const refused = status < 500 && status !== 408 && status !== 429, fatal = status === 200 || tries >= (refused ? 3 : 8);
    this.onproblem({ kind: status ? "http" : "network", status, rendition, index, tries, fatal });
    return fatal;
  }

  /** @param {{parts:Uint8Array[], got:number}} load */
  join({ parts, got }) {
    const bytes = new Uint8Array(got);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** Nothing is given out or offered to others before its hash is right.
   *  @param {Load} load */
  async #finish(load) {
    const { rendition, index, peer, doubted } = load, { sha256 } = rendition.segments[index], bytes = this.join(load);
    load.peer = null;
    if (sha256 && this.subtle) {
      const hash = new Uint8Array(await this.subtle.digest("SHA-256", bytes));
      if (!load.active) return;
      if (hash.some((byte, at) => byte !== parseInt(sha256.slice(2 * at, 2 * at + 2), 16))) {
        this.onproblem({ kind: "hash", rendition, index, tries: ++load.tries, fatal: false });
        if (doubted) {
          this.#swarm?.ban(doubted);
          if (++this.#lies === liars) this.Swarm = null;
        }
        if (doubted || !load.cache) {
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
    this.#swarm?.tell(index, true);
    const wish = this.#wish;
    // Of other renditions first, then the farthest behind, then the farthest ahead.
    const worth = (/** @type {{rendition:Rendition, index:number}} */ one) =>
      one.rendition.id !== wish?.rendition.id ? 1e9 : one.index < wish.next ? 1e6 + wish.next - one.index : one.index - wish.next;
    while (this.#size > (this.#swarm ? budgets.shared : budgets.alone) && this.#kept.size > 1) {
      const [key, last] = [...this.#kept].reduce((a, b) => worth(b[1]) > worth(a[1]) ? b : a);
      this.#kept.delete(key);
      this.#size -= last.bytes.length;
      if (last.rendition.id === wish?.rendition.id) this.#swarm?.tell(last.index, false);
    }
  }
}
