// @ts-check
// Brings the segments of a video, from the server and from other viewers, as the schedule says; checks them, keeps them a while.
import { Load } from "./load.js";
import { plan, times } from "./schedule.js";

/** @typedef {import("./manifest.js").Rendition} Rendition */

/** Bytes of segments that are kept: with sharing, for the others too. */
const budgets = { alone: 32 << 20, shared: 96 << 20 };
/** So many wrong segments of peers end the sharing: who sends them may have a new name each time. */
const lies = 8;

export class Feed {
  onready = () => {};
  onproblem = (/** @type {object} */ _) => {};
  /** @type {{tracker:string, stun:string[], allowed:()=>boolean}|null} */
  sharing = null;
  /** Loaded once there is something to share; null: cannot be.
   *  @type {typeof import("./swarm.js").Swarm|null|undefined} */
  Swarm;
  /** @type {SubtleCrypto|undefined} */
  subtle = globalThis.crypto?.subtle;
  fetch = (url = "", options = {}) => fetch(url, options);
  now = () => performance.now();
  /** Bytes a second of the server, all requests together. */
  throughput = 0;
  #recent = { bytes: 0, time: 0, last: 0 };
  bytes = { server: 0, fromPeers: 0, toPeers: 0 };
  /** Of the rendition that plays, by index.
   *  @type {Map<number, Uint8Array>} */
  #kept = new Map();
  #size = 0;
  /** @type {Map<number, Load>} */
  #loads = new Map();
  /** @type {Map<Rendition, Promise<Uint8Array>>} */
  #inits = new Map();
  /** @type {import("./schedule.js").Wish|undefined} */
  #wish;
  /** @type {import("./swarm.js").Swarm|undefined} */
  #swarm;
  #on = true;
  #closed = false;
  #lies = 0;

  /** @param {Partial<Feed>} [options] any of the above */
  constructor(options) { Object.assign(this, options); }

  /** What playback lacks next; to be told at least every 250 ms.
   *  @param {import("./schedule.js").Wish} wish */
  want(wish) {
    if (this.#closed) return;
    if (this.#wish?.rendition !== wish.rendition) this.#clear();
    this.#wish = wish;
    this.#meet(wish.rendition);
    this.step();
  }

  /** @param {Rendition} rendition */
  take(rendition, index = 0) { return rendition === this.#wish?.rendition ? this.#kept.get(index) : undefined; }

  /** @param {Rendition} rendition */
  init(rendition) {
    const known = this.#inits.get(rendition) ?? this.#begin(new Load(this, rendition, -1));
    this.#inits.set(rendition, known);
    known.catch(() => this.#inits.delete(rendition));
    return known;
  }

  figures() {
    const swarm = this.#swarm, { server, fromPeers, toPeers } = this.bytes;
    return { server, fromPeers, toPeers: toPeers + (swarm?.sent ?? 0), peers: swarm?.peers.length ?? 0, state: swarm?.state ?? "off" };
  }

  /** Whether to share, where the site allows it. */
  share(on = true) {
    this.#on = on;
    if (!on) this.#leave();
  }

  close() {
    this.#closed = true;
    this.#clear();
  }

  #clear() {
    for (const load of this.#loads.values()) load.drop();
    this.#loads.clear();
    this.#leave();
    this.#kept.clear();
    this.#size = 0;
  }

  #leave() {
    for (const load of this.#loads.values()) if (load.peer) load.drop();
    this.bytes.toPeers += this.#swarm?.sent ?? 0;
    this.#swarm?.close();
    this.#swarm = undefined;
  }

  /** Others are met once the first segment is here.
   *  @param {Rendition} rendition */
  #meet({ swarm: id, segments, average }) {
    const { sharing, now } = this, count = segments.length;
    if (!sharing || !this.#on || !this.subtle || this.Swarm === null || !id || !sharing.allowed()) return this.#leave();
    if (this.#swarm || !this.#size || !segments.every(({ sha256 }) => sha256)) return;
    if (!this.Swarm) {
      this.Swarm = null;
      if (globalThis.RTCPeerConnection) import("./swarm.js").then((module) => { this.Swarm = module.Swarm; }, () => {});
      return;
    }
    const hold = (index = 0) => this.#kept.get(index), change = () => this.step();
    try {
      this.#swarm = new this.Swarm({ ...sharing, id, count, rate: average / 8, now, hold, change });
    } catch {
      // Such as for a tracker's address that is none.
      this.Swarm = null;
    }
  }

  step() {
    const wish = this.#wish, swarm = this.#swarm, loads = this.#loads, now = this.now();
    if (!wish || this.#closed) return;
    for (const { active, peer, heard, control } of loads.values()) {
      if (active && !peer && now - heard > times.silent) control?.abort();
    }
    const actions = plan({
      wish, now, loads, self: swarm?.self ?? "", speed: this.throughput, room: budgets.alone / 2,
      joining: swarm?.state === "joining", has: (index) => this.#kept.has(index), peers: swarm?.peers ?? [],
    });
    for (const { do: what, index, peer } of actions) {
      const load = loads.get(index) ?? new Load(this, wish.rendition, index);
      if (what === "leave") load.drop()?.missed();
      else if (what === "stop") {
        loads.delete(index);
        load.drop();
      } else {
        loads.set(index, load);
        load.active = true;
        load.since = load.heard = now;
        if (peer) load.ask(peer);
        else this.#read(load).then((isWhole) => { if (isWhole && load.active) this.finish(load); });
      }
    }
  }

  /** @param {Load} load @returns {Promise<Uint8Array>} */
  async #begin(load) {
    const clock = setTimeout(() => load.control?.abort(), 2 * times.silent);
    load.active = true;
    const isWhole = await this.#read(load);
    clearTimeout(clock);
    if (isWhole) return load.join();
    if (load.error) throw load.error;
    await new Promise((go) => { setTimeout(go, load.until - this.now()); });
    return this.#begin(load);
  }

  /** Whether all came. If not, it may be asked again later.
   *  @param {Load} load */
  async #read(load) {
    try {
      await load.read();
      return true;
    } catch (/** @type {any} */ error) {
      if (!load.active) return false;
      const { rendition, index } = load, { status } = error, tries = ++load.tries;
      // The line may come back; who refuses says so.
      const refused = status < 500 && status !== 408 && status !== 429, fatal = status === 200 || tries >= (refused ? 3 : 8);
      // It is no longer as long as it was.
      if (status === 416) load.empty();
      load.error = fatal && error;
      load.active = false;
      load.until = this.now() + Math.min(8e3, 250 * 2 ** (fatal ? 9 : tries));
      this.onproblem({ kind: status ? "http" : "network", status, rendition, index, tries, fatal });
      return false;
    }
  }

  /** Bytes of the server; what was long ago counts less. */
  hear(bytes = 0) {
    const recent = this.#recent, now = this.now(), passed = bytes ? now - recent.last : 0, weight = 0.5 ** (passed / 2e3);
    this.bytes.server += bytes;
    recent.last = now;
    recent.bytes = recent.bytes * weight + bytes;
    recent.time = recent.time * weight + passed;
    if (recent.time > 5 && recent.bytes > 16384) this.throughput = recent.bytes * 1e3 / recent.time;
  }

  /** Nothing is given out or offered to others before its hash is right.
   *  @param {Load} load */
  async finish(load) {
    const { rendition, index, peer, doubted, got, since } = load, { sha256 } = rendition.segments[index], bytes = load.join();
    load.peer = null;
    if (sha256 && this.subtle) {
      const hash = new Uint8Array(await this.subtle.digest("SHA-256", bytes));
      if (!load.active) return;
      if (hash.some((byte, at) => byte !== parseInt(sha256.slice(2 * at, 2 * at + 2), 16))) {
        this.onproblem({ kind: "hash", rendition, index, tries: ++load.tries, fatal: false });
        if (doubted || load.cache === "default") {
          // The server's are fetched past all caches once more. If they stay wrong, they play, and nothing is shared.
          load.active = false;
          load.empty();
          if (doubted) this.#swarm?.ban(doubted);
          else load.cache = "reload";
          if (doubted && ++this.#lies >= lies) {
            this.Swarm = null;
            this.#leave();
          }
          return this.step();
        }
        this.subtle = undefined;
        this.#leave();
      }
    }
    this.#loads.delete(index);
    this.#kept.set(index, bytes);
    this.#size += got;
    this.#swarm?.tell(index, true);
    peer?.proved(got, this.now() - since);
    // The farthest behind goes first, then the farthest ahead.
    const { next = 0 } = this.#wish ?? {}, worth = (at = 0) => at < next ? 1e6 - at : at;
    while (this.#size > (this.#swarm ? budgets.shared : budgets.alone) && this.#kept.size > 1) {
      const last = [...this.#kept.keys()].reduce((a, b) => worth(b) > worth(a) ? b : a);
      this.#size -= this.#kept.get(last)?.length ?? 0;
      this.#kept.delete(last);
      this.#swarm?.tell(last, false);
    }
    this.onready();
    this.step();
  }
}
