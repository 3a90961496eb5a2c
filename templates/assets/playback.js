// @ts-check
// Plays a manifest over Media Source Extensions: what is loaded next, in which quality, and what is done where that fails.

import { picturesAlone, soundCodec } from "./boxes.js";
import { Track } from "./track.js";

/** @typedef {import("./manifest.js").Rendition} Rendition @typedef {import("./manifest.js").Manifest} Manifest */

/** Seconds ahead of the play head and behind it, and bytes in all. */
const [AHEAD, BEHIND, MOST] = [30, 20, 48 << 20];
/** Seconds of what plays now that another quality leaves as it is: it may be under way to the decoder. */
const KEEP = 1.5;

/** @returns {typeof MediaSource | undefined} */
const Source = () => /** @type {any} */ (globalThis).ManagedMediaSource ?? globalThis.MediaSource;

/** Those that this browser decodes.
 *  @param {Manifest} manifest */
export const playable = (manifest) => manifest.renditions.filter((one) => Source()?.isTypeSupported(one.mime));

export class Playback extends EventTarget {
  /** @type {Track[]} */
  #tracks = [];
  /** @type {MediaSource | undefined} */
  #source;
  /** What is asked for, and where it begins.
   *  @type {{one: Rendition, at: number} | undefined} */
  #target;
  /** @type {Rendition | undefined} */
  #shown;
  #quality = "auto";
  #sound = 0;
  #goal = AHEAD;
  /** Short side of pictures that this machine does not show in time. */
  #slow = Infinity;
  #frames = [0, 0];
  #begun = false;
  #urgent = true;
  #busy = false;
  /** What was last asked of the server.
   *  @type {Rendition | undefined} */
  #tried;
  #errors = 0;
  #stuck = 0;
  #abort = new AbortController();

  /**
   * @param {HTMLVideoElement} video
   * @param {Manifest} manifest
   * @param {any} feed
   * @param {() => any} [another] a feed for sounds that lie beside
   */
  constructor(video, manifest, feed, another) {
    super();
    this.video = video;
    this.manifest = manifest;
    this.feed = feed;
    this.another = another;
    this.renditions = playable(manifest);
    feed.onready = () => this.#pump();
    feed.onproblem = (/** @type {any} */ problem) => this.#fails(problem);
    const on = (/** @type {string} */ name, /** @type {() => void} */ action) =>
      video.addEventListener(name, action, { signal: this.#abort.signal });
    on("play", () => { this.#begun = true; });
    on("seeking", () => { this.#urgent = true; this.#target = undefined; });
    on("error", () => this.#broken());
    for (const name of ["play", "seeking", "timeupdate"]) on(name, () => this.#pump());
    this.timer = setInterval(() => this.#tick(), 250);
  }

  get current() { return this.#shown; }
  get sounds() { return this.manifest.sounds; }
  /** Seconds that play without another byte. */
  get ahead() {
    const at = this.video.currentTime;
    return Math.min(...this.#tracks.map((track) => track.end(at) - at), AHEAD * 2);
  }

  /** `auto`, or the id of a rendition. */
  get quality() { return this.#quality; }
  set quality(id) {
    this.#quality = id;
    this.#target = undefined;
    const now = this.video.currentTime + KEEP;
    // The new one goes over the old one, so that nothing is missing until it comes.
    if (id !== "auto") this.#tracks[0].parts = this.#tracks[0].parts.filter((part) => part.start < now || part.rendition.id === id);
    this.#changed();
    this.#pump();
  }

  /** An index of `sounds`. */
  get sound() { return this.#sound; }
  set sound(index) {
    if (index === this.#sound) return;
    this.#sound = index;
    this.#changed();
    this.start(this.video.currentTime);
  }

  /** From a position on, as it was: paused or not.
   *  @param {number} at */
  async start(at) {
    const { video } = this;
    const { paused, playbackRate, autoplay } = video;
    const first = this.#choose(at);
    const Kind = Source();
    if (!first || !Kind) return this.#fall("cannot-decode");
    this.#begun ||= !paused || autoplay;
    this.#urgent = true;
    this.#tracks = [];
    const source = (this.#source = new Kind());
    // Managed sources want it.
    if (Kind !== globalThis.MediaSource) video.disableRemotePlayback = true;
    const opened = new Promise((resolve) => source.addEventListener("sourceopen", resolve, { once: true }));
    const url = URL.createObjectURL(source);
    video.src = url;
    if (at) video.currentTime = at;
    video.playbackRate = playbackRate;
    if (!paused) video.play().catch(() => {});
    await opened;
    URL.revokeObjectURL(url);
    if (source !== this.#source) return;
    const sound = this.manifest.sounds[this.#sound]?.rendition;
    if (sound && this.another) {
      const beside = this.another();
      beside.onready = () => this.#pump();
      beside.onproblem = this.feed.onproblem;
      const codecs = this.renditions[0].codecs.split(",");
      this.#tracks = [
        new Track(source, this.feed, (one) => one.mime.replace(/,[^"]*/, ""), picturesAlone),
        new Track(source, beside, (_, init) => `audio/mp4; codecs="${soundCodec(init, codecs)}"`),
      ];
    } else this.#tracks = [new Track(source, this.feed, (one) => one.mime)];
    this.#pump();
  }

  close() {
    this.#abort.abort();
    clearInterval(this.timer);
    this.#source = undefined;
    this.feed.close();
  }

  /** Appends as much as there is. */
  async #pump() {
    if (this.#busy || !this.#source || !this.#tracks.length) return;
    this.#busy = true;
    const source = this.#source;
    try {
      let [more, whole] = [true, false];
      while (more && source === this.#source) {
        const steps = [];
        for (const track of this.#tracks) steps.push(await this.#step(track, source));
        more = steps.includes("more");
        whole = steps.every((step) => step === "whole");
      }
      if (whole && source === this.#source && source.readyState === "open") source.endOfStream();
    } catch (error) {
      if (source === this.#source) this.#caught(error);
    } finally { this.#busy = false; }
  }

  /** @param {Track} track @param {MediaSource} source @returns {Promise<string>} */
  async #step(track, source) {
    const { video, manifest } = this;
    const isMain = track === this.#tracks[0];
    const at = video.currentTime;
    const end = track.end(at);
    const beside = manifest.sounds[this.#sound]?.rendition;
    const one = isMain ? this.#choose(end) : beside;
    if (!one) return "";
    this.#tried = one;
    await manifest.load(one);
    if (source.readyState === "open" && !(source.duration > 0)) source.duration = one.duration;
    const segment = track.next(one, end);
    const ahead = end - at;
    // Of what nobody plays yet only the first picture is shown.
    const goal = this.#begun ? Math.min(this.#goal, (MOST * 5) / one.bandwidth || AHEAD) : 0.1;
    if (ahead >= goal && !this.#begun) return "";
    // Until then its feed is to think that nothing else plays soon.
    const rate = !this.#begun ? 0.05 : video.paused ? 0 : video.playbackRate;
    track.feed.want({ rendition: one, next: segment?.index ?? one.segments.length, ahead, urgent: this.#urgent && isMain, rate });
    if (!segment) return "whole";
    track.init(one).catch(() => {});
    if (ahead >= goal) return "";
    const bytes = track.feed.take(one, segment.index);
    // A sound that lies beside comes after the first pictures: all buffers have to be there before the first bytes.
    if (!bytes || (!isMain && !this.#tracks[0].parts.length)) return "";
    try {
      await track.trim(at, BEHIND, MOST);
      if (isMain) await track.open(one);
      if (beside) await this.#tracks[1]?.open(await manifest.load(beside));
      await track.append(one, segment, bytes);
    } catch (error) {
      if (/** @type {any} */ (error)?.name !== "QuotaExceededError") throw error;
      this.#goal = Math.max(this.#goal * 0.7, 5);
      await track.trim(video.currentTime, 2, 0);
      return "";
    }
    if (isMain) {
      this.#urgent = false;
      this.#errors = 0;
    }
    return "more";
  }

  /** For what begins at this time: stays until that has come.
   *  @param {number} at @returns {Rendition | undefined} */
  #choose(at) {
    if (this.#target?.at === at && this.renditions.includes(this.#target.one)) return this.#target.one;
    const one = this.renditions.find(({ id }) => id === this.#quality) ?? this.#automatic();
    if (one) this.#target = { one, at };
    return one;
  }

  /** The best that the line, the size on the screen, and the machine allow. */
  #automatic() {
    const { video } = this;
    const before = this.#target?.one ?? this.#shown;
    const short = Math.min(video.clientWidth, video.clientHeight) * devicePixelRatio;
    const line = (this.feed.throughput || 0) * 8;
    let best = this.renditions[0];
    for (const one of this.renditions) {
      // Up only with some room to spare.
      const room = before && one.bandwidth > before.bandwidth ? 0.7 : 0.9;
      const side = Math.min(one.width, one.height);
      if (one.bandwidth > line * room || side >= this.#slow) break;
      // Of two of one size the first needs less.
      if (side > Math.min(best.width, best.height) && Math.min(best.width, best.height) < short) best = one;
    }
    // What lies ahead bridges a slow time.
    if (before && best.bandwidth < before.bandwidth && this.ahead > AHEAD / 2 && this.renditions.includes(before)) return before;
    return best;
  }

  #tick() {
    const { video } = this;
    const at = video.currentTime;
    const part = this.#tracks[0]?.parts.find(({ start, end }) => start <= at + 0.1 && at < end);
    if (part && part.rendition !== this.#shown) {
      this.#shown = part.rendition;
      this.#changed();
    }
    const seen = video.getVideoPlaybackQuality?.();
    if (seen && seen.totalVideoFrames > this.#frames[1] + 200) {
      const dropped = (seen.droppedVideoFrames - this.#frames[0]) / (seen.totalVideoFrames - this.#frames[1]);
      if (dropped > 0.2 && this.#shown && !document.hidden) this.#slow = Math.min(this.#shown.width, this.#shown.height);
      this.#frames = [seen.droppedVideoFrames, seen.totalVideoFrames];
    }
    // A second of standing still with data ahead: over a gap, or to the same place again.
    this.#stuck = !video.paused && !video.seeking && video.readyState < 3 && this.ahead > 0.5 ? this.#stuck + 1 : 0;
    if (this.#stuck >= 4) {
      this.#stuck = 0;
      const ranges = video.buffered;
      let to = at + 0.01;
      for (let i = ranges.length - 1; i >= 0; i--) if (ranges.start(i) > at && ranges.start(i) < at + 1) to = ranges.start(i) + 0.001;
      video.currentTime = to;
    }
    this.#pump();
  }

  /** @param {{kind: string, status?: number, tries: number, fatal: boolean, rendition: Rendition}} problem */
  #fails({ kind, status = 0, tries, fatal, rendition }) {
    // With others to go on with, nobody waits long for one that is not there.
    const another = status >= 400 && tries >= (status < 500 ? 2 : 4) && this.renditions.length > 1;
    if (!fatal && !another) return;
    // It comes back, or it does not: the feed goes on asking.
    if (kind === "network") this.#tell("problem", { text: "player-network", fatal: false });
    else this.#without(rendition);
  }

  /** @param {unknown} error */
  #caught(error) {
    // `fetch` throws it where there is no line, and no permission. Who never saw a picture does not wait for long.
    const isLine = error instanceof TypeError;
    if (isLine && (this.#shown || ++this.#errors < 5)) return;
    if (isLine) this.#fall("player-network");
    else if (!this.video.error && this.#tried) this.#without(this.#tried);
  }

  /** What it got could not be decoded: from here with another one. */
  #broken() {
    if (this.#source && this.#target) this.#without(this.#target.one, true);
  }

  /** @param {Rendition} bad @param {boolean} [again] */
  #without(bad, again) {
    // A sound that lies beside.
    if (!this.renditions.includes(bad)) {
      if (bad === this.manifest.sounds[this.#sound]?.rendition) this.sound = 0;
      return;
    }
    this.renditions = this.renditions.filter((one) => one !== bad);
    if (!this.renditions.length) return this.#fall("player-failed");
    this.#target = undefined;
    this.#changed();
    if (again) this.start(this.video.currentTime);
    else this.#pump();
  }

  /** Back to the plain sources, at the same place.
   *  @param {string} text */
  #fall(text) {
    const { video } = this;
    const { currentTime, paused, playbackRate } = video;
    this.close();
    video.removeAttribute("src");
    video.load();
    if (currentTime) video.currentTime = currentTime;
    video.playbackRate = playbackRate;
    if (!paused) video.play().catch(() => {});
    this.#tell("problem", { text, fatal: true });
  }

  #changed() { this.#tell("change", {}); }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
