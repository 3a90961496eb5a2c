// @ts-check
// Plays a manifest over Media Source Extensions: what is loaded next, and what is done where that fails.

import { automatic, lateness } from "./quality.js";
import { load, openSource, playable } from "./source.js";
import { Track, afterGap, mimeOf, picturesAlone } from "./track.js";

/** @typedef {import("./manifest.js").Rendition} Rendition */

/** Seconds ahead of the play head and behind it, bytes in all; and the seconds of what plays now that another quality leaves as they
 *  are, since they may be under way to the decoder. */
const ahead = 30, behind = 20, most = 48 << 20, keep = 1.5;

export class Playback extends EventTarget {
  /** What is seen. */
  current = /** @type {Rendition|undefined} */ (undefined);
  /** Pictures, with their sound or without it, and then a sound that lies beside. */
  #tracks = /** @type {Track[]} */ ([]);
  #source = /** @type {MediaSource|undefined} */ (undefined);
  #url = "";
  /** What was chosen, and the time that it is for. */
  #target = /** @type {{one:Rendition, at:number}|undefined} */ (undefined);
  /** What was last asked of the server. */
  #tried = /** @type {Rendition|undefined} */ (undefined);
  #quality = "auto";
  #sound = 0;
  #goal = ahead;
  #slow = Infinity;
  #begun = false;
  #urgent = true;
  #busy = false;
  #errors = 0;
  #stuck = 0;
  #control = new AbortController();

  /** `another` makes a feed for sounds that lie beside.
   *  @param {HTMLVideoElement} video @param {import("./manifest.js").Manifest} manifest @param {any} feed @param {()=>any} another */
  constructor(video, manifest, feed, another) {
    super();
    this.video = video;
    this.manifest = manifest;
    this.feed = feed;
    this.another = another;
    this.late = lateness(video);
    this.renditions = playable(manifest);
    this.sounds = manifest.sounds;
    this.#listen(feed);
    const { signal } = this.#control, hear = (/** @type {string} */ event, act = () => {}) =>
      video.addEventListener(event, () => { act(); this.#pump(); }, { signal });
    hear("timeupdate");
    hear("play", () => { this.#begun = true; });
    hear("seeking", () => { [this.#urgent, this.#target] = [true, undefined]; });
    // What it got could not be decoded: from here with another one.
    hear("error", () => { if (this.#target) this.#without(this.#target.one); });
    this.timer = setInterval(() => this.#tick(), 250);
  }

  /** @param {any} feed */
  #listen(feed) {
    feed.onready = () => this.#pump();
    feed.onproblem = (/** @type {any} */ { kind, status = 0, tries, fatal, rendition }) => {
      // With others to go on with, nobody waits long for one that is not there.
      const another = status >= 400 && tries >= (status < 500 ? 2 : 4) && this.renditions.length > 1;
      if (kind !== "network" && (fatal || another)) this.#without(rendition);
      // A line comes back, or it does not: the feed goes on asking.
      else if (fatal) this.#tell("player-network");
    };
  }

  /** Seconds that play without another byte. */
  get ahead() {
    const at = this.video.currentTime;
    return Math.min(...this.#tracks.map((track) => track.end(at) - at), 2 * ahead);
  }

  /** `auto`, or the id of a rendition. */
  get quality() { return this.#quality; }
  set quality(id) {
    [this.#quality, this.#target] = [id, undefined];
    const [track] = this.#tracks, { currentTime, playbackRate } = this.video, from = currentTime + keep * Math.max(playbackRate, 1);
    // The new one goes over the old one, so that nothing is missing until it comes.
    if (id !== "auto" && track) track.parts = track.parts.filter(({ start, rendition }) => start < from || rendition.id === id);
    this.#tell();
    this.#pump();
  }

  /** An index of `sounds`. */
  get sound() { return this.#sound; }
  set sound(index) {
    if (index === this.#sound) return;
    this.#sound = index;
    this.#tell();
    this.start(this.video.currentTime);
  }

  /** The sound that lies beside, if one was chosen. */
  get #beside() { return this.sounds[this.#sound]?.rendition; }
  /** Where there are no pictures a sound comes instead of the other. */
  get #isFilm() { return this.renditions[0].height > 0; }

  /** From a position on, as it was: paused or not.
   *  @param {number} at */
  async start(at) {
    const { video, feed } = this;
    if (this.#isLost()) return;
    this.#begun ||= !video.paused || video.autoplay;
    [this.#urgent, this.#tracks] = [true, []];
    const made = this.renditions[0] && openSource(video, at);
    if (!made) return this.#fall("cannot-decode", at);
    const { source } = made;
    [this.#source, this.#url] = [source, made.url];
    await made.opened;
    if (source !== this.#source) return;
    if (this.#sound && this.#isFilm) {
      const beside = this.another(), pictures = new Track(source, feed, (one) => one.mime.replace(/,[^"]*/, ""), picturesAlone);
      this.#listen(beside);
      this.#tracks = [pictures, new Track(source, beside, mimeOf)];
    } else this.#tracks = [new Track(source, feed, mimeOf)];
    this.#pump();
  }

  /** Did somebody else give the element another film? Then it is theirs. */
  #isLost() {
    if (this.video.src === this.#url) return false;
    this.close();
    return true;
  }

  close() {
    this.#control.abort();
    clearInterval(this.timer);
    this.#source = undefined;
    this.feed.close();
  }

  /** Appends as much as there is. */
  async #pump() {
    const source = this.#source;
    if (this.#busy || !source || !this.#tracks[0] || this.#isLost()) return;
    this.#busy = true;
    try {
      let steps = [""];
      do {
        steps = [];
        for (const track of this.#tracks) steps.push(await this.#step(track, source));
      } while (steps.includes("more") && source === this.#source);
      if (steps.every((step) => step === "whole") && source.readyState === "open") source.endOfStream();
    } catch (error) {
      // `fetch` throws a TypeError where there is no line, and no permission. Who never saw a picture does not wait for long.
      const isLine = error instanceof TypeError;
      if (source !== this.#source || this.video.error || (isLine && (this.current || ++this.#errors < 5))) return;
      if (isLine) this.#fall("player-network");
      else if (this.#tried) this.#without(this.#tried);
    } finally { this.#busy = false; }
  }

  /** @param {Track} track @param {MediaSource} source */
  async #step(track, source) {
    const { video, manifest } = this, [main, other] = this.#tracks, isMain = track === main, begun = this.#begun, beside = this.#beside;
    const at = video.currentTime, end = track.end(at);
    const one = this.#tried = beside && !(isMain && this.#isFilm) ? beside : this.#choose(end);
    await manifest.load(one);
    if (source.readyState === "open" && !(source.duration > 0)) source.duration = one.duration;
    const segment = one.segments.find(({ start, duration }) => start + duration > end + Math.min(0.05, duration / 2));
    // Of what nobody plays yet only the first picture is shown, and its feed is to think that nothing else plays soon.
    const isFull = end - at >= (begun ? Math.min(this.#goal, most * 5 / one.bandwidth) : 0.1);
    if (isFull && !begun) return "";
    track.feed.want({
      rendition: one, next: segment?.index ?? one.segments.length, ahead: end - at, urgent: this.#urgent && isMain,
      rate: begun ? video.paused ? 0 : video.playbackRate : 0.05,
    });
    if (!segment) return "whole";
    track.feed.init(one).catch(() => {});
    const bytes = track.feed.take(one, segment.index);
    // A sound that lies beside follows the pictures, since both buffers open together.
    if (isFull || !bytes || !(isMain || main.parts[0])) return "";
    try {
      await track.trim(at, behind, most);
      if (isMain) await main.open(one);
      if (beside && other) await other.open(await manifest.load(beside));
      await track.append(one, segment, bytes);
    } catch (error) {
      if (/** @type {any} */ (error).name !== "QuotaExceededError") throw error;
      this.#goal = Math.max(this.#goal * 0.7, 5);
      await track.trim(video.currentTime, 2, 0);
      return "";
    }
    if (isMain) this.#urgent = false;
    return "more";
  }

  /** For what begins at this time; stays until that has come.
   *  @param {number} at */
  #choose(at) {
    const { video, renditions } = this, last = this.#target;
    if (last?.at === at && renditions.includes(last.one)) return last.one;
    const one = renditions.find(({ id }) => id === this.#quality) ?? automatic(renditions, last?.one ?? this.current, {
      line: this.feed.throughput, screen: Math.min(video.clientWidth, video.clientHeight) * devicePixelRatio, slow: this.#slow,
      calm: this.ahead > ahead / 2,
    });
    this.#target = { one, at };
    return one;
  }

  #tick() {
    const { video } = this, { currentTime: at } = video;
    const part = this.#tracks[0]?.parts.find(({ start, end }) => start <= at + 0.1 && at < end);
    if (part && part.rendition !== this.current) {
      this.current = part.rendition;
      this.#tell();
    }
    this.#slow = this.late(this.current);
    // A second of standing still with data ahead: over a gap, or to the same place again.
    this.#stuck = video.paused || video.seeking || video.readyState > 2 || this.ahead < 0.5 ? 0 : this.#stuck + 1;
    if (this.#stuck && this.#stuck % 4 === 0) video.currentTime = afterGap(video.buffered, at);
    this.#pump();
  }

  /** Goes on with the others. Whoever chose it is told.
   *  @param {Rendition} bad */
  #without(bad) {
    if (this.#isLost()) return;
    if (bad === this.#beside) this.sound = 0;
    if (!this.renditions.includes(bad)) return;
    this.renditions = this.renditions.filter((one) => one !== bad);
    if (!this.renditions[0]) return this.#fall("player-failed");
    this.#target = undefined;
    if (bad.id === this.#quality) {
      this.#quality = "auto";
      this.#tell("player-failed");
    }
    this.#tell();
    if (this.video.error) this.start(this.video.currentTime);
    else this.#pump();
  }

  /** Back to the plain sources, at the same place.
   *  @param {string} text @param {number} [at] */
  #fall(text, at = this.video.currentTime) {
    if (this.#isLost()) return;
    this.close();
    load(this.video, "", at);
    this.#tell(text, true);
  }

  /** A problem by the key of its text; without one, that something is otherwise now. */
  #tell(text = "", fatal = false) {
    this.dispatchEvent(text ? new CustomEvent("problem", { detail: { text, fatal } }) : new Event("change"));
  }
}
