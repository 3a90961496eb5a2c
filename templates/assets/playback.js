// @ts-check
// Plays a manifest over Media Source Extensions: what is loaded next, and what is done where that fails.

import { Feed } from "./feed.js";
import { automatic } from "./quality.js";
import { on } from "./kept.js";
import { load, openSource } from "./source.js";
import { Track, afterGap, slack } from "./track.js";

/** @typedef {import("./manifest.js").Rendition} Rendition */

/** Seconds ahead of the play head and behind it, bytes of both; and seconds that may be under way to the decoder, which another
 *  quality leaves as they are. */
const ahead = 30, behind = 20, most = 48 << 20, keep = 1.5;

export class Playback extends EventTarget {
  /** @type {Rendition|undefined} */
  current;
  /** What is seen, and then a sound that lies beside.
   *  @type {Track[]} */
  #tracks = [];
  #url = "";
  /** What was chosen, and the time that it is for.
   *  @type {{one:Rendition, at:number, fixed?:boolean}|undefined} */
  #target;
  #quality = "auto";
  #sound = 0;
  #goal = ahead;
  #begun = false;
  /** Those that something is done for.
   *  @type {Track[]|undefined} */
  #busy;
  #errors = 0;
  #stuck = 0;

  /** @param {HTMLVideoElement} video @param {import("./manifest.js").Manifest} manifest @param {Feed} feed */
  constructor(video, manifest, feed) {
    super();
    this.video = video;
    this.manifest = manifest;
    this.feed = feed;
    this.renditions = manifest.renditions;
    this.sounds = manifest.sounds;
    this.#listen(feed);
    on(video, "timeupdate play seeking error", () => this.#pump());
    this.timer = setInterval(() => this.#tick(), 250);
  }

  /** @param {Feed} feed */
  #listen(feed) {
    feed.onready = () => this.#pump();
    feed.onproblem = ({ status, tries, fatal, rendition }) => {
      // Where there are others, one that is not there is not waited for, a busy server as long as there is time.
      const isEnough = fatal || this.renditions.length > 1 && tries >= (Number(status) < 429 ? 2 : this.ahead < 5 ? 4 : 8);
      // Another site's may refuse without a status.
      if (status ? isEnough : tries > 5 && this.current && this.current !== rendition) this.#without(rendition);
      // A line comes back, or it does not: the feed goes on asking.
      else if (fatal) this.current ? this.#tell("player-network") : this.#fall("player-network");
    };
  }

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

  get sound() { return this.#sound; }
  set sound(index) {
    this.#sound = index;
    this.#tell();
    this.start(this.video.currentTime);
  }

  get #beside() { return this.sounds[this.#sound]?.rendition; }

  async start(at = 0) {
    if (this.#isLost()) return;
    const { feed } = this, { source, url, opened } = openSource(this.video, at);
    this.#tracks[1]?.feed.close();
    [this.#url, this.#tracks] = [url, []];
    await opened;
    if (url !== this.#url) return;
    const beside = this.#beside;
    // Where there are no pictures a sound comes instead of the other.
    if (beside && this.renditions[0].height) {
      const other = new Feed();
      this.#listen(other);
      this.#tracks = [new Track(source, feed, undefined, true), new Track(source, other, beside)];
    } else this.#tracks = [new Track(source, feed, beside)];
    this.#pump();
  }

  /** Did somebody else give the element another film? Then it is theirs. */
  #isLost() {
    if (this.video.src === this.#url) return false;
    this.close();
    return true;
  }

  close() {
    clearInterval(this.timer);
    this.#tracks[1]?.feed.close();
    this.#tracks = [];
    this.feed.close();
  }

  async #pump() {
    if (this.#isLost()) return;
    // What it got cannot be decoded: from here with another, first of the sounds.
    const bad = this.#beside ?? this.#target?.one ?? this.current;
    if (this.video.error && bad) this.#without(bad);
    const tracks = this.#tracks;
    if (this.#busy === tracks || !tracks[0]) return;
    this.#busy = tracks;
    try {
      let steps;
      do {
        steps = [];
        for (const track of tracks) steps.push(tracks === this.#tracks ? await this.#step(track, tracks) : "");
      } while (steps.includes("more"));
      const [{ source }] = tracks;
      if (steps.every((step) => step === "whole") && source.readyState === "open") source.endOfStream();
    } finally { if (this.#busy === tracks) this.#busy = undefined; }
  }

  /** `more`, or `whole` where nothing else comes.
   *  @param {Track} track @param {Track[]} tracks */
  async #step(track, tracks) {
    const { video, manifest } = this, { source, feed } = track, one = track.only ?? this.#choose(track.end(video.currentTime));
    const begun = this.#begun ||= !video.paused;
    try {
      await manifest.load(one);
      if (tracks !== this.#tracks) return "";
      // Of the very end, too, there is a picture.
      const at = Math.min(video.currentTime, Math.max(0, one.duration - 0.1)), end = track.end(at);
      source.duration ||= one.duration;
      const next = one.segments.filter(({ start, duration }) => start + duration <= end + slack).length;
      // Of what nobody plays yet only the first picture is shown, and its feed is to think that nothing else plays soon.
      const room = most * 8 / one.bandwidth, isFull = end - at >= (begun ? Math.min(this.#goal, 0.6 * room) : 0.1);
      if (isFull && !begun && (one.segments[next] || video.currentTime > at + 0.05)) return "";
      feed.want({ rendition: one, next, ahead: end - at, rate: begun ? video.playbackRate || 1 : 0.05 });
      if (next === one.segments.length) return "whole";
      const init = feed.init(one), bytes = feed.take(one, next);
      // All buffers open before the first bytes.
      if (isFull || !init || !bytes || tracks.some((each) => !each.open(each.only ?? one))) return "";
      await track.trim(at, Math.min(behind, 0.4 * room), ahead);
      await track.append(one, init, one.segments[next], bytes);
      // Another quality was chosen meanwhile.
      if (!track.only && !this.#target) this.quality = this.#quality;
      return "more";
    } catch (error) {
      // An append that failed: the element tells it, too.
      const { name = "TypeError" } = /** @type {Error} */ (error);
      if (tracks !== this.#tracks || video.error) return "";
      if (name === "QuotaExceededError" && (this.#goal > 5 || this.ahead > 1)) {
        this.#goal = Math.max(this.#goal * 0.7, 5);
        await track.trim(video.currentTime, 2, this.#goal);
      // So `fetch` says: no line; or a server is busy, for which there is time. What plays goes on meanwhile.
      } else if (name === "TypeError" && ++this.#errors < 5 || name === "RangeError" && this.ahead > 5) {
        await new Promise((go) => setTimeout(go, 1e3));
        if (this.#target && this.current) Object.assign(this.#target, { one: this.current, fixed: true });
      } else if (this.current || !/T(ype|imeout)Error/.test(name)) this.#without(name === "NotSupportedError" && this.#beside || one);
      // Who never saw a picture does not wait for long.
      else this.#fall("player-network");
      return "";
    }
  }

  /** For what begins at this time; stays until that has come. */
  #choose(at = 0) {
    const { video, renditions } = this, last = this.#target, stays = last?.at === at && renditions.includes(last.one);
    if (stays && (last.fixed || this.ahead > 2)) return last.one;
    const one = renditions.find(({ id }) => id === this.#quality) ?? automatic(renditions, last?.one ?? this.current, {
      line: this.feed.throughput, screen: Math.min(video.clientWidth, video.clientHeight) * devicePixelRatio,
      calm: this.ahead > ahead / 2,
    });
    // Who stands, or nearly, leaves what has begun for less alone.
    if (stays && one.bandwidth >= last.one.bandwidth) return last.one;
    this.#target = { one, at };
    return one;
  }

  #tick() {
    if (this.#isLost()) return;
    const { video } = this, { currentTime: at } = video;
    const part = this.#tracks[0]?.parts.find(({ start, end }) => start <= at + 0.1 && at < end);
    if (part && part.rendition !== this.current) {
      this.current = part.rendition;
      this.#tell();
    }
    // Still for a second with data ahead: over a gap, or here again; for two, with the first sound; for ten, another way.
    this.#stuck = !part || video.paused || video.readyState > 2 || this.ahead < 0.5 ? 0 : this.#stuck + 1;
    if (this.#stuck > 40) return this.#fall("player-failed");
    if (this.#stuck === 8 && this.#tracks[1]?.end(at) === Infinity) this.sound = 0;
    else if (!video.seeking && this.#stuck && this.#stuck % 4 === 0) video.currentTime = afterGap(video.buffered, at);
    this.#pump();
  }

  /** Goes on with the others. Whoever chose it is told.
   *  @param {Rendition} bad */
  #without(bad) {
    if (bad === this.#beside) this.sound = 0;
    if (!this.renditions.includes(bad)) return;
    this.renditions = this.renditions.filter((one) => one !== bad);
    if (!this.renditions[0]) return this.#fall("player-failed");
    const isChosen = bad.id === this.#quality;
    if (isChosen) this.#quality = "auto";
    this.#tell(isChosen ? "player-failed" : "");
    if (this.video.error) this.start(this.video.currentTime);
    else this.#pump();
  }

  /** Back to the plain sources. */
  #fall(text = "") {
    if (this.#isLost()) return;
    this.close();
    load(this.video, "", this.video.currentTime);
    this.#tell(text, true);
  }

  /** A problem by the key of its text, or a change. */
  #tell(text = "", fatal = false) {
    this.dispatchEvent(text ? new CustomEvent("problem", { detail: { text, fatal } }) : new Event("change"));
  }
}
