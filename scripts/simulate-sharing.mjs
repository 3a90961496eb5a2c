// Tries the page's own sharing (templates/assets: feed, schedule, swarm, peer, wire) on crowds of viewers, on a clock of its own:
//
//   node scripts/simulate-sharing.mjs [--seed N] [--rows FILE.json] [--graph FILE.svg] [small | --only VIEWERS[@KILOBITS] | draw]
//
// small: without the crowds. --only: one crowd. --rows keeps the figures in a file, beside those of other calls, and --graph draws all
// that it has; draw runs nothing, it prints and draws what the file has. Long rows may so run apart, in any order.
//
// Prints a table in Markdown. The same seed gives the same figures on every machine. What is modelled: each viewer's line (bytes a
// second up and down, first come first served, delay), the server without limits, meeting through a tracker in two seconds, pairs that
// cannot reach each other, viewers who come and leave. What is not: loss, the congestion control of TCP and SCTP, processors,
// init sections.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { graph } from "./sharing-graph.mjs";
import { Clock, Line, Pipe, numbers } from "./sharing-net.mjs";
import { createFeed } from "../templates/assets/feed.js";
import { createPeer } from "../templates/assets/peer.js";
import { createSwarm } from "../templates/assets/swarm.js";

/** No bytes are copied: segments of one size are one and the same. */
const contents = new Map();
const blank = (size) => contents.get(size) ?? contents.set(size, new Uint8Array(size)).get(size);

/** What a channel here needs of a connection. */
const unused = { close() {} };

/** A swarm whose tracker and connections are of this world. */
function meeting(world, viewer) {
  return (...all) => {
    let swarm, again = 0;
    const known = new Map(), later = (work, ms) => world.clock.after(ms, work);
    function connect(now) {
      if (!swarm || now < again || swarm.peers.length >= 6) return;
      const others = [...world.swarm].filter((each) => each !== swarm);
      swarm.others = others.length;
      again = now + (swarm.peers.length < 2 && others.length > swarm.peers.length ? 15e3 : 120e3);
      for (let offer = 0; offer < 4 && others.length; offer++) {
        const [other] = others.splice(Math.floor(world.random() * others.length), 1);
        if (known.has(other.self) || other.peers.length >= 10 || world.random() < world.unreachable) continue;
        later(() => {
          if (swarm.closed || other.closed || known.has(other.self)) return;
          const a = new Pipe(world.clock, viewer, other.viewer), b = new Pipe(world.clock, other.viewer, viewer);
          a.other = b;
          b.other = a;
          other.known.set(swarm.self, createPeer(swarm.self, other, unused, b));
          b.onopen();
          known.set(other.self, createPeer(other.self, swarm, unused, a));
          a.onopen();
        }, 1500 + world.random() * 1000);
      }
    }
    swarm = createSwarm(...all, { later, connect });
    const { close, gone } = swarm;
    world.swarm.add(Object.assign(swarm, {
      viewer, known,
      self: Array.from({ length: 20 }, () => String.fromCharCode(97 + world.random() * 26)).join(""),
      close() {
        world.swarm.delete(swarm);
        close();
        for (const peer of swarm.peers) peer.close();
      },
      gone(peer) {
        gone(peer);
        known.delete(peer.id);
      },
    }));
    return swarm;
  };
}

/** A viewer: a line, a feed, and a play head that moves while there is something to play. */
class Viewer {
  served = 0;
  stalls = 0;
  stalled = 0;
  start = null;
  constructor(world, line, shares) {
    Object.assign(this, { world, delay: line.delay, up: new Line(world.clock, line.up / 8), down: new Line(world.clock, line.down / 8) });
    this.began = world.clock.time;
    this.came = new Float64Array(world.rendition.segments.length);
    this.feed = createFeed({
      now: () => world.clock.time, fetch: (url, options) => this.fetch(options),
      sharing: shares ? { tracker: "", stun: [], allowed: () => true } : null, createSwarm: meeting(world, this), join: ({ got }) => blank(got),
      subtle: { digest: async () => { world.clock.promised = true; return new ArrayBuffer(0); } },
    });
    this.position = 0;
    this.next = 0;
    this.tick();
  }

  async fetch({ headers, signal }) {
    // An init section, which is next to nothing.
    if (!headers.Range) return { status: 200, body: { getReader: () => ({ read: async () => ({ done: true }) }) } };
    const { clock } = this.world, [, from, last] = /bytes=(\d+)-(\d+)/.exec(headers.Range);
    let left = Number(last) + 1 - Number(from);
    const index = Math.floor(Number(from) / this.world.bytes);
    const later = (work) => { clock.promised = true; work(); };
    await new Promise((resolve) => clock.after(4 * this.delay, () => later(resolve)));
    const ended = new Promise((_, reject) => signal.addEventListener("abort", () => later(() => reject(new Error("aborted")))));
    ended.catch(() => {});
    // Two parts are always on the way, so that what is left of the line may go to viewers, and no more.
    const ahead = [];
    const part = () => {
      const size = Math.min(32768, left);
      left -= size;
      if (size) ahead.push(new Promise((resolve) => this.down.send(size + 800, 0, () => later(() => resolve(size)))));
    };
    part();
    part();
    const read = async () => {
      if (!ahead.length) return { done: true };
      const size = await Promise.race([ahead.shift(), ended]);
      this.served += size;
      this.count(index, size);
      part();
      return { done: false, value: blank(size) };
    };
    return { status: 206, body: { getReader: () => ({ read }) } };
  }

  /** Bytes of a segment that came, from whomever. */
  count(index, bytes) { this.came[index] += bytes; }

  get ahead() { return this.next < this.world.rendition.segments.length ? this.next * this.world.length - this.position : Infinity; }

  tick() {
    const { world, feed } = this, { rendition, clock } = world, count = rendition.segments.length;
    if (this.left) return;
    while (this.next < count && this.ahead < 30 && feed.take(rendition, this.next)) this.next++;
    if (this.start === null && this.next) this.start = clock.time - this.began;
    if (this.start !== null) {
      const step = Math.min(0.1, this.ahead);
      if (step < 0.1) {
        this.stalled += 0.1 - step;
        if (!this.waiting) this.stalls++;
      }
      this.waiting = step < 0.1;
      this.position += step;
    }
    if (this.position >= rendition.duration || this.position >= (this.until ?? Infinity)) return this.leave();
    feed.want({ rendition, next: this.next, ahead: Math.max(0, this.next * world.length - this.position), rate: 1 });
    clock.promised = true;
    clock.after(100, () => this.tick());
  }

  leave() {
    this.left = true;
    this.feed.close();
    this.world.clock.promised = true;
  }
}

/** Lines of homes, in bits a second: the share of viewers who have it; a one-way delay of milliseconds to the middle of the net. */
const homes = [
  [0.15, { down: 8e6, up: 1e6, delay: 15 }], [0.35, { down: 20e6, up: 2e6, delay: 12 }], [0.25, { down: 50e6, up: 10e6, delay: 8 }],
  [0.15, { down: 100e6, up: 40e6, delay: 6 }], [0.1, { down: 10e6, up: 0.5e6, delay: 30 }],
];
const tested = { down: 8e6, up: 2e6, delay: 15 };

async function run({ viewers, every, minutes, kilobits, leave = 0, unreachable = 0, home = false, seed }, shares) {
  const random = numbers(seed), clock = new Clock(), length = 4, count = minutes * 60 / length, bytes = kilobits * 125 * length;
  const segments = Array.from({ length: count }, (_, index) => ({
    start: index * length, duration: length, url: "", from: index * bytes, to: (index + 1) * bytes, sha256: " ",
  }));
  const rendition = {
    id: "", average: kilobits * 1e3, bandwidth: kilobits * 1e3, segments, duration: minutes * 60, swarm: "00".repeat(20),
    init: { url: "", from: 0, to: 0 },
  };
  const world = { random: numbers(seed + 1), clock, rendition, length, bytes, unreachable, swarm: new Set() };
  const all = [];
  let at = 0;
  for (let index = 0; index < viewers; index++) {
    let draw = random(), line = tested;
    for (const [share, each] of homes) if (home && draw >= 0) { line = each; draw -= share; }
    const until = random() < leave ? random() * minutes * 60 : Infinity, vanished = random() < 0.5;
    clock.at(at, () => {
      const viewer = new Viewer(world, line, shares);
      Object.assign(viewer, { until, vanished });
      all.push(viewer);
    });
    at += home ? -Math.log(1 - random()) * every * 1e3 : every * 1e3;
  }
  await clock.run(at + (minutes * 60 + 120) * 1e3);
  const sum = (of) => all.reduce((total, each) => total + of(each), 0);
  const starts = all.map((each) => each.start).sort((a, b) => a - b);
  return {
    served: sum((each) => each.served), stalls: sum((each) => each.stalls), stalled: sum((each) => each.stalled),
    start: starts[starts.length >> 1], came: sum((each) => each.came.reduce((total, came) => total + came, 0)),
    twice: sum((each) => each.came.reduce((twice, came) => twice + Math.max(0, came - bytes), 0)),
  };
}

const small = [
  { viewers: 1, every: 30, minutes: 5, kilobits: 800 }, { viewers: 2, every: 30, minutes: 5, kilobits: 800 },
  { viewers: 4, every: 30, minutes: 5, kilobits: 800 }, { viewers: 8, every: 30, minutes: 5, kilobits: 800 },
  { viewers: 8, every: 2, minutes: 5, kilobits: 800 },
];
/** Home lines, viewers who come and leave, pairs that cannot connect; as many come in five minutes. */
const crowds = [10, 30, 100, 300, 1000].flatMap((viewers) => [800, 2500].map((kilobits) => (
  { viewers, every: 300 / viewers, minutes: 10, kilobits, leave: 0.5, unreachable: 0.2, home: true })));

const args = process.argv.slice(2), option = (name) => args.includes(name) ? args[args.indexOf(name) + 1] : null;
const seed = Number(option("--seed") ?? 1), file = option("--rows"), drawing = option("--graph");
const [onlyViewers, onlyRate] = (option("--only") ?? "").split("@");
const chosen = args.includes("draw") ? [] : [...small, ...args.includes("small") ? [] : crowds].filter(({ viewers, kilobits, home }) =>
  !onlyViewers || home && viewers === Number(onlyViewers) && (!onlyRate || kilobits === Number(onlyRate)));

/** Those that were measured before, each with its settings. */
const rows = file && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
const key = (row) => [row.home ?? false, row.viewers, row.every, row.kilobits, row.seed].join();
const percent = (share) => `${(share * 100).toFixed(1)} %`;
function print({ viewers, every, kilobits, share, twice, stalls, stalled, start }) {
  console.log(`| ${[
    viewers, `${every} s`, kilobits, percent(share), percent(twice), stalls.join(", "), stalled.map((each) => each.toFixed(1)).join(", "),
    start.map((each) => `${(each / 1e3).toFixed(2)} s`).join(", "),
  ].join(" | ")} |`);
}
console.log("| viewers | one each | kbit/s | server's share | bytes twice | stalls, alone | stalled s, alone | median start, alone |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
if (!chosen.length) rows.forEach(print);
for (const each of chosen) {
  const alone = await run({ ...each, seed }, false), shared = await run({ ...each, seed }, true), both = [shared, alone];
  const row = {
    ...each, seed, share: shared.served / alone.served, twice: shared.twice / shared.came, stalls: both.map(({ stalls }) => stalls),
    stalled: both.map(({ stalled }) => stalled), start: both.map(({ start }) => start),
  };
  print(row);
  rows.splice(0, Infinity, ...rows.filter((other) => key(other) !== key(row)), row);
  rows.sort((a, b) => (a.home ?? false) - (b.home ?? false) || a.viewers - b.viewers || b.every - a.every || a.kilobits - b.kilobits);
  if (file) writeFileSync(file, `${JSON.stringify(rows, null, 1)}\n`);
}
if (drawing) writeFileSync(drawing, graph(rows.filter(({ home }) => home)));
