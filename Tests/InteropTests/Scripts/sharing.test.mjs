// node --test sharing.test.mjs: what can be said of the sharing without a browser.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
// BOBINE_MODULES: another folder, with the modules as they are published.
const assets = new URL(process.env.BOBINE_MODULES ?? "../../../templates/assets/", import.meta.url);
const { decode, encode, kinds, chunk } = await import(new URL("wire.js", assets));
const { plan: planned, rank } = await import(new URL("schedule.js", assets));
const { createPeer } = await import(new URL("peer.js", assets));
const { createFeed } = await import(new URL("feed.js", assets));

const messages = [
  encode(kinds.hello, [1, 0xfffffffe]), encode(kinds.map, [], new Uint8Array([0xa0, 1, 2])), encode(kinds.have, [0xffffffff]),
  encode(kinds.lost, [3]), encode(kinds.ask, [65535, 19]), encode(kinds.data, [1, 2], new Uint8Array(chunk).fill(7)),
  encode(kinds.no, [9, 2]), encode(kinds.stop, [9]),
];
let seed = 7;
const random = (below) => (seed = Math.imul(seed, 1103515245) + 12345 & 0x7fffffff) % below;

test("messages are read as they were written, and are 16 KiB at most", () => {
  assert.deepEqual(decode(messages[0].buffer).numbers, [1, 0xfffffffe]);
  assert.deepEqual([...decode(messages[1].buffer).tail], [0xa0, 1, 2]);
  assert.deepEqual(decode(messages[2].buffer).numbers, [0xffffffff]);
  assert.deepEqual(decode(messages[4].buffer).numbers, [65535, 19]);
  assert.equal(decode(messages[5].buffer).tail.length, chunk);
  assert.ok(messages.every((bytes) => bytes.length <= 16384));
  for (const data of ["text", null, new ArrayBuffer(0), new ArrayBuffer(16385), new Uint8Array([8]).buffer]) {
    assert.equal(decode(data), undefined);
  }
});

test("a message that is cut at any byte, or longer than its form, is none, or bytes of the same kind", () => {
  for (const bytes of messages) {
    const open = [kinds.map, kinds.data].includes(bytes[0]);
    for (let length = 0; length < Math.min(bytes.length, 60); length++) {
      const cut = decode(bytes.slice(0, length).buffer);
      assert.ok(cut === undefined || open && cut.kind === bytes[0]);
    }
    if (!open) assert.equal(decode(new Uint8Array([...bytes, 0]).buffer), undefined);
  }
});

/** A peer at the end of a channel that keeps what is sent. */
function peer() {
  const sent = [], channel = {
    readyState: "open", bufferedAmount: 0, send: (bytes) => sent.push(decode(bytes.slice().buffer)),
    close() { this.readyState = "closed"; },
  };
  const host = {
    rendition: { segments: { length: 20 } }, paused: false, peers: [], later(work) { work(); }, gone() {}, spend: () => 0, soon() {},
    feed: {
      bytes: { toPeers: 0 }, now: () => 0, step() {}, take: (_, index) => index === 3 ? new Uint8Array(40000).fill(3) : undefined,
    },
  };
  const one = createPeer("p", host, { close() {} }, channel);
  channel.onopen();
  const hear = (kind, numbers, tail) => channel.onmessage({ data: encode(kind, numbers, tail).buffer });
  const greet = () => {
    hear(kinds.hello, [1, 20]);
    hear(kinds.map, [], new Uint8Array([0b10000001, 0, 0]));
  };
  return { one, channel, host, sent, hear, greet };
}

/** A segment that is asked for. */
const wanted = (size) => ({ index: 0, size, got: 0, add(part) { this.got += part.length; }, lost() {} });

test("a peer greets, tells what it has, gives what it holds and refuses the rest", () => {
  const { one, host, sent, hear, greet } = peer();
  assert.deepEqual(sent.map(({ kind }) => kind), [kinds.hello]);
  greet();
  assert.deepEqual(sent.map(({ kind }) => kind), [kinds.hello, kinds.map]);
  assert.deepEqual([...sent[1].tail], [0b00010000, 0, 0]);
  assert.ok(host.peers.includes(one) && one.has(0) && one.has(7) && !one.has(1));
  hear(kinds.have, [1]);
  hear(kinds.lost, [0]);
  assert.ok(one.has(1) && !one.has(0));
  one.tell(5, true);
  one.tell(3, false);
  assert.deepEqual(sent.slice(2).map(({ kind, numbers }) => [kind, ...numbers]), [[kinds.have, 5], [kinds.lost, 3]]);
  sent.length = 0;
  hear(kinds.ask, [5, 3]);
  assert.equal(sent.filter(({ kind }) => kind === kinds.data).reduce((sum, { tail }) => sum + tail.length, 0), 40000);
  assert.equal(sent.at(-1).tail.length, 0);
  hear(kinds.ask, [6, 4]);
  assert.deepEqual(sent.at(-1).numbers, [6, 1]);
  host.paused = true;
  hear(kinds.ask, [7, 3]);
  assert.deepEqual(sent.at(-1).numbers, [7, 3]);
});

test("who gives nothing has nothing, and one is served at one time, one segment", () => {
  const metered = peer();
  metered.host.paused = true;
  metered.greet();
  assert.deepEqual([...metered.sent[1].tail], [0, 0, 0]);
  const { one, channel, host, sent, hear, greet } = peer();
  greet();
  channel.bufferedAmount = 1e5;
  hear(kinds.ask, [1, 3]);
  assert.ok(one.upload && sent.length === 2);
  hear(kinds.ask, [2, 3]);
  assert.deepEqual(sent.at(-1).numbers, [2, 2]);
  hear(kinds.stop, [1]);
  assert.equal(one.upload, undefined);
  const other = { upload: {} };
  host.peers.push(other);
  hear(kinds.ask, [3, 3]);
  assert.deepEqual(sent.at(-1).numbers, [3, 2]);
  other.upload = undefined;
  hear(kinds.ask, [4, 3]);
  assert.ok(one.upload);
});

test("who breaks a rule is left", () => {
  const rules = {
    "another number of segments": ({ hear }) => hear(kinds.hello, [1, 21]),
    "another version": ({ hear }) => hear(kinds.hello, [2, 20]),
    "no greeting": ({ hear }) => hear(kinds.map, [], new Uint8Array(3)),
    "a second greeting": ({ hear, greet }) => { greet(); hear(kinds.hello, [1, 20]); },
    "a map that is too long": ({ hear }) => { hear(kinds.hello, [1, 20]); hear(kinds.map, [], new Uint8Array(4)); },
    "news before the greeting": ({ hear }) => hear(kinds.have, [1]),
    "a segment that there is not": ({ hear, greet }) => { greet(); hear(kinds.have, [20]); },
    "a megabyte of answers that it does not read": ({ hear, greet, channel }) => {
      greet();
      channel.bufferedAmount = 2 ** 20 + 1;
      hear(kinds.ask, [1, 9]);
    },
    "bytes out of order": ({ one, hear, greet }) => { greet(); one.ask(wanted(100)); hear(kinds.data, [1, 5], new Uint8Array(5)); },
    "crumbs": ({ one, hear, greet }) => {
      greet();
      one.ask(wanted(100));
      for (let at = 0; at < 2; at++) hear(kinds.data, [1, at], new Uint8Array(1));
    },
    "more bytes than there are": ({ one, hear, greet }) => { greet(); one.ask(wanted(4)); hear(kinds.data, [1, 0], new Uint8Array(5)); },
    "a megabyte that nobody asked for": ({ hear, greet }) => {
      greet();
      for (let at = 0; at < 70; at++) hear(kinds.data, [1, 0], new Uint8Array(chunk));
    },
  };
  for (const [name, act] of Object.entries(rules)) {
    const all = peer();
    act(all);
    assert.equal(all.channel.readyState, "closed", name);
  }
});

test("ten thousand damaged messages throw nothing and change no bound", () => {
  for (let round = 0; round < 10000; round++) {
    const { one, channel, greet } = peer();
    greet();
    one.ask(wanted(50000));
    const bytes = messages[random(messages.length)].slice(0, 64);
    for (let count = 1 + random(4); count; count--) bytes[random(bytes.length)] = random(256);
    channel.onmessage({ data: bytes.slice(0, random(2) ? bytes.length : random(bytes.length)).buffer });
  }
});

const rendition = {
  average: 8e5, segments: Array.from({ length: 100 }, (_, index) => ({ start: index * 4, duration: 4, from: 0, to: 4e5 })),
};
const base = {
  rendition, now: 1e6, self: "me", next: 5, ahead: 0, rate: 1, speed: 1e6, room: 1e9, joining: false,
  has: () => false, loads: new Map(), peers: [],
};
const plan = ({ rendition, next, ahead, rate, ...state }) => planned({ wish: { rendition, next, ahead, rate }, ...state });
const holder = (more = {}) => ({ id: "p", rate: 3e5, after: 0, has: () => true, ...more });

test("what plays soon comes from the server, what plays later from a peer", () => {
  assert.deepEqual(plan({ ...base, peers: [] }), [{ do: "http", index: 5 }]);
  const early = plan({ ...base, ahead: 4, peers: [holder()] });
  assert.deepEqual(early.filter((each) => each.do === "http"), [{ do: "http", index: 5 }]);
  assert.ok(early.every((each) => each.do === "http" || each.index * 4 - 20 + 4 >= 10));
  const later = plan({ ...base, ahead: 20, peers: [holder()] });
  assert.deepEqual(later.map(({ do: what, index }) => [what, index]), [["peer", 5]]);
  assert.deepEqual(plan({ ...base, ahead: 31 }), []);
});

test("a slow or silent peer is left for the server, which goes on in time", () => {
  const peers = [holder({ asked: {} })];
  const load = { index: 5, peer: peers[0], active: true, until: 0, since: base.now - 1500, heard: base.now - 100, got: 1e5 };
  const at = (ahead, more) => plan({ ...base, ahead, peers, loads: new Map([[5, { ...load, ...more }]]) });
  assert.notEqual(at(15, {})[0]?.index, 5);
  const left = { do: "leave", index: 5 }, go = { do: "http", index: 5 };
  assert.deepEqual(at(9, { heard: base.now - 2100 }).slice(0, 2), [left, go]);
  assert.deepEqual(at(8, { since: base.now - 8000 }).slice(0, 2), [left, go]);
  const [first, ...others] = at(40, { heard: base.now - 2100 });
  assert.deepEqual(first, left);
  assert.ok(others.every(({ index }) => index !== 5));
});

test("one of those who lack a segment fetches it early", () => {
  const ids = ["a", "b", "c", "d"];
  for (let index = 8; index < 40; index++) {
    const early = ids.filter((self) => plan({
      ...base, next: index, ahead: 25, self, peers: ids.filter((id) => id !== self).map((id) => holder({ id, has: () => false })),
    }).some((each) => each.do === "http" && each.index === index));
    assert.equal(early.length, 1);
    assert.equal(early[0], ids.reduce((a, b) => rank(b, index) > rank(a, index) ? b : a));
  }
});

test("where the server fails, a peer has the time that it takes", () => {
  const peers = [holder({ rate: 1e6, asked: {} })];
  const load = { index: 5, peer: peers[0], active: true, until: base.now + 4000, since: base.now - 250, heard: base.now, got: 2e5, tries: 2 };
  assert.deepEqual(plan({ ...base, ahead: 0, peers, loads: new Map([[5, load]]) }).filter(({ index }) => index === 5), []);
  // Also once the server may be asked again.
  assert.deepEqual(plan({ ...base, ahead: 0, peers, loads: new Map([[5, { ...load, until: base.now }]]) }).filter(({ index }) => index === 5), []);
  assert.deepEqual(plan({ ...base, ahead: 0, peers, loads: new Map([[5, { ...load, heard: base.now - 2100 }]]) })[0], { do: "leave", index: 5 });
});

test("where the server is slower than the video, others bring what plays later", () => {
  const peers = [holder({ rate: 1e6 }), holder({ id: "other", rate: 1e6 })], need = base.rendition.average / 8;
  for (const ahead of [0, 2, 4, 12]) {
    const actions = plan({ ...base, ahead, peers, speed: 0.9 * need });
    assert.deepEqual(actions.filter(({ do: what }) => what === "http").map(({ index }) => index), [5], String(ahead));
    assert.equal(actions.filter(({ do: what, index }) => what === "peer" && index > 5).length, ahead < 5 ? 1 : 2, String(ahead));
  }
});

test("nobody is asked for what he would bring too late, nor left without a word about how much he brings", () => {
  // 1.2 MB each, at the 150 kB a second that a new peer is thought to give: eight seconds.
  const segments = base.rendition.segments.map((one) => ({ ...one, to: 12e5 })), slow = { ...base, rendition: { average: 24e5, segments }, ahead: 8 };
  const asked = plan({ ...slow, peers: [holder({ rate: 0 })] }).filter(({ do: what }) => what === "peer").map(({ index }) => index);
  assert.ok(asked.length && asked.every((index) => 8 + (index - 5) * 4 > 14), String(asked));
  // Where nobody knows how long a segment is, one who sends a byte now and then is left all the same.
  const endless = base.rendition.segments.map((one) => ({ ...one, to: 0 }));
  const load = { index: 5, peer: holder(), active: true, until: 0, since: base.now - 9000, heard: base.now - 500, got: 3e6 };
  assert.deepEqual(plan({ ...base, rendition: { average: 8e5, segments: endless }, ahead: 1, loads: new Map([[5, load]]) }).slice(0, 2), [
    { do: "leave", index: 5 }, { do: "http", index: 5 },
  ]);
});

test("after a jump what plays at once has the line, and a jump beyond the end breaks nothing", () => {
  const load = { index: 9, active: true, until: 0, since: base.now - 500, heard: base.now, got: 1e5 }, loads = new Map([[9, load]]);
  assert.deepEqual(plan({ ...base, loads }), [{ do: "leave", index: 9 }, { do: "http", index: 5 }]);
  // What is whole is on its way to be checked; what failed waits for its time.
  assert.deepEqual(plan({ ...base, loads: new Map([[9, { ...load, got: 4e5 }]]) }), [{ do: "http", index: 5 }]);
  const failed = { index: 5, active: false, until: base.now + 500, got: 0 };
  assert.deepEqual(plan({ ...base, loads: new Map([[9, load], [5, failed]]) }), []);
  assert.deepEqual(plan({ ...base, next: 100, loads }), [{ do: "stop", index: 9 }]);
});

test("what is sought away from is stopped", () => {
  const load = { index: 50, peer: null, active: true, until: 0, since: 0, heard: base.now, got: 0 };
  assert.deepEqual(plan({ ...base, loads: new Map([[50, load]]) })[0], { do: "stop", index: 50 });
});

/** A feed on a server that answers as it is told. With `head` the video plays, so that what is far from it may come from others. */
function feed(answers, { count = 4, head = false, inits = [], ...more } = {}) {
  const bytes = new Uint8Array(250 * count).map((_, at) => at * 7 >> 3), clock = { time: 0 }, asked = [], problems = [];
  const segments = Array.from({ length: count }, (_, index) => ({
    start: index * 4, duration: 4, url: "v", from: index * 250, to: index * 250 + 250,
    sha256: createHash("sha256").update(bytes.subarray(index * 250, index * 250 + 250)).digest("hex"),
  }));
  const rendition = { id: "r", swarm: "s", average: 500, duration: count * 4, segments, init: { url: "v", from: 0, to: 10 } };
  // One round long, however busy the machine is: the clock here does not wait for other threads.
  const subtle = { digest: async (_, part) => {
    await new Promise((resolve) => { setTimeout(resolve, 2); });
    return new Uint8Array(createHash("sha256").update(part).digest()).buffer;
  } };
  const one = createFeed({ now: () => clock.time, subtle, fetch: async (url, { headers, cache }) => {
    const [, from, to] = /(\d+)-(\d+)/.exec(headers.Range).map(Number);
    if (cache === "no-store") return new Response(bytes.slice(0, 10), { status: inits.shift() ?? 206 });
    asked.push([from, to + 1, cache]);
    const answer = answers[0]?.at === undefined || answers[0].at === from ? answers.shift() ?? {} : {};
    if (answer.cut === 0) throw new TypeError();
    const body = bytes.slice(answer.status === 200 ? 0 : from, answer.status === 200 ? bytes.length : to + 1);
    if (answer.wrong) body[0] ^= 1;
    const sent = body.slice(0, answer.cut ?? body.length), parts = new ReadableStream({ start(out) {
      for (let at = 0; at < sent.length; at += 100) out.enqueue(sent.slice(at, at + 100));
      out.close();
    } });
    return new Response(answer.status >= 400 ? null : parts, { status: answer.status ?? 206 });
  }, ...more });
  one.onproblem = ({ status, fatal }) => problems.push([status, fatal]);
  const play = async (rounds = 400) => {
    let position = 0;
    for (let round = 0; round < rounds; round++) {
      clock.time += 250;
      const next = segments.findIndex((_, index) => !one.take(rendition, index));
      if (next < 0) break;
      position = Math.min(position + 0.25, next * 4);
      one.want({ rendition, next, ahead: head ? next * 4 - position : 0, rate: 1 });
      await new Promise((resolve) => { setTimeout(resolve, 2); });
    }
    return segments.every(({ from, to }, index) => Buffer.from(one.take(rendition, index) ?? []).equals(bytes.subarray(from, to)));
  };
  return { one, play, asked, problems, bytes, rendition, clock };
}

test("a cut answer goes on where it stopped, and a failing server is asked again, later and later", async () => {
  const { play, asked, problems } = feed([{}, { cut: 100 }, { status: 500 }, { cut: 0 }]);
  assert.ok(await play());
  assert.deepEqual(asked.slice(1, 5).map(([from, to]) => [from, to]), [[250, 500], [350, 500], [350, 500], [350, 500]]);
  assert.deepEqual(problems, [[undefined, false], [500, false], [undefined, false]]);
});

test("a server that takes long to begin is waited for longer each time", async () => {
  const waited = [], fetch = (_, { signal, cache }) => new Promise((_, reject) => {
    const began = slow.clock.time;
    signal.addEventListener("abort", () => {
      if (cache !== "no-store") waited.push(slow.clock.time - began);
      reject(new DOMException("", "AbortError"));
    });
  });
  const slow = feed([], { fetch });
  await slow.play(200);
  assert.deepEqual(waited.slice(0, 3), [6250, 12250, 18250]);
});

test("a segment that goes from the server to a peer is not taken for a failure of the server", async () => {
  const clock = { time: 0 }, asked = [], { createSwarm, sharing } = neighbours((load) => asked.push(load));
  let isThere = false;
  const far = (feed) => {
    const swarm = createSwarm(feed);
    swarm.peers[0].has = (index) => isThere && index === 5;
    return swarm;
  };
  const size = 2e5, bytes = new Uint8Array(size * 8).fill(7), sha256 = createHash("sha256").update(bytes.subarray(0, size)).digest("hex");
  const segments = Array.from({ length: 8 }, (_, index) => ({
    start: index * 4, duration: 4, url: "v", from: index * size, to: (index + 1) * size, sha256,
  }));
  const rendition = { id: "r", swarm: "s", average: size * 2, duration: 32, segments, init: { url: "v", from: 0, to: 10 } };
  // Slower than the video: 10 kB in each quarter of a second.
  const fetch = async (_, { headers, cache, signal }) => {
    const [, from, to] = /(\d+)-(\d+)/.exec(headers.Range).map(Number);
    if (cache === "no-store") return new Response(bytes.slice(0, 10), { status: 206 });
    let at = from, timer;
    return new Response(new ReadableStream({ start(out) {
      signal.addEventListener("abort", () => { clearInterval(timer); try { out.error(new DOMException("", "AbortError")); } catch { /* ended */ } });
      timer = setInterval(() => {
        if (at > to) { clearInterval(timer); return out.close(); }
        out.enqueue(bytes.slice(at, Math.min(at + 10_000, to + 1)));
        at += 10_000;
      }, 4);
    } }), { status: 206 });
  };
  const subtle = { digest: async (_, part) => new Uint8Array(createHash("sha256").update(part).digest()).buffer };
  const one = createFeed({ now: () => clock.time, subtle, fetch, createSwarm: far, sharing }), problems = [];
  one.onproblem = (problem) => problems.push(problem);
  const tell = async (next, ahead, times) => {
    for (; times--;) {
      clock.time += 250;
      one.want({ rendition, next, ahead, rate: 1 });
      await new Promise((go) => { setTimeout(go, 4); });
    }
  };
  await tell(0, 0, 24);
  await tell(5, 8, 3);
  // Back, to what is to play at once: the server is taken from the fifth, which a peer has by now.
  isThere = true;
  await tell(2, 0, 1);
  const load = asked.find(({ index }) => index === 5);
  assert.ok(load?.active && load.peer);
  load.add(bytes.slice(load.piece.from, load.piece.to));
  await load.feed.finish(load);
  assert.ok(one.take(rendition, 5));
  assert.deepEqual(problems, []);
  one.close();
});

test("an init section that fails is asked for again beside the segments, and belongs to its rendition alone", async () => {
  const inits = [503, 503, ...Array(9).fill(206)], { one, play, problems, rendition, bytes } = feed([], { inits, count: 30 });
  assert.ok(await play());
  assert.equal(inits.length, 8);
  assert.deepEqual(problems, [[503, false], [503, false]]);
  assert.deepEqual(one.init(rendition), bytes.slice(0, 10));
  const other = { ...rendition };
  assert.equal(one.init(other), undefined);
  one.want({ rendition: other, next: 0, ahead: 0, rate: 1 });
  assert.deepEqual([one.init(other), one.init(rendition), one.take(other, 0)], [undefined, undefined, undefined]);
  one.close();
  const missing = Array(9).fill(404), gone = feed([], { inits: missing, count: 30 });
  await gone.play(20);
  assert.deepEqual([gone.problems, missing.length], [[[404, false], [404, false], [404, true]], 6]);
});

test("a feed that is closed forgets what it has and asks for nothing more", async () => {
  const { one, play, asked, rendition } = feed([], { count: 30 });
  await play(10);
  assert.ok(one.take(rendition, 0) && one.init(rendition));
  one.close();
  const before = asked.length;
  one.step();
  await new Promise((resolve) => { setTimeout(resolve, 30); });
  assert.deepEqual([asked.length, one.take(rendition, 0), one.init(rendition)], [before, undefined, undefined]);
  assert.ok(before < 31);
});

test("a server without ranges is read over, a refusal is told as fatal, and 416 starts anew", async () => {
  const whole = feed(Array.from({ length: 4 }, () => ({ status: 200 })));
  assert.ok(await whole.play());
  assert.deepEqual([whole.asked.length, whole.problems], [4, []]);
  const refused = feed(Array.from({ length: 9 }, () => ({ status: 404 })));
  assert.ok(!await refused.play(20));
  assert.deepEqual(refused.problems.slice(0, 3), [[404, false], [404, false], [404, true]]);
  const moved = feed([{ cut: 100 }, { status: 416 }]);
  assert.ok(await moved.play());
  assert.deepEqual(moved.asked.slice(0, 3).map(([from]) => from), [0, 100, 0]);
});

test("wrong bytes of the server are fetched past the cache once, then played", async () => {
  const once = feed([{ wrong: true, at: 0 }]);
  assert.ok(await once.play());
  assert.deepEqual(once.asked.filter(([from]) => !from).map(([, , cache]) => cache), ["default", "reload"]);
  const twice = feed([{ wrong: true, at: 0 }, { wrong: true, at: 0 }]);
  assert.ok(!await twice.play());
  assert.deepEqual(twice.asked.filter(([from]) => !from).map(([, , cache]) => cache), ["default", "reload"]);
  assert.equal(twice.asked.length, 5);
});

/** Peers of a swarm that a test makes up: they have all segments, and do what `answer` says when they are asked. */
function neighbours(answer, count = 1) {
  const told = { banned: [], asked: [], closed: 0, stopped: 0 };
  const createSwarm = (feed) => ({
    self: "me", joining: false,
    peers: Array.from({ length: count }, (_, at) => ({
      id: `p${at}`, rate: 1e6, after: 0, has: () => true, proved() {},
      missed() { this.after = feed.now() + 2e3; },
      ask(load) { this.asked = load; told.asked.push([this.id, load.index]); answer(load, () => { this.asked = undefined; }, this); },
      cancel() { told.stopped++; this.asked = undefined; },
    })),
    tell() {},
    ban(peer) {
      told.banned.push(peer.id);
      this.peers = this.peers.filter((each) => each !== peer);
    },
    close() { told.closed = told.asked.length; },
  });
  return { told, createSwarm, sharing: { tracker: "", stun: [], allowed: () => true } };
}

test("a peer that vanishes in the middle of a segment is left after two seconds, and the server goes on behind its last byte", async () => {
  const vanishing = neighbours((load) => load.add(bytes.slice(load.piece.from, load.piece.from + 100)));
  const { one, play, asked, bytes } = feed([], { ...vanishing, count: 12, head: true });
  assert.ok(await play());
  // What a peer began is not asked for from its first byte again.
  const begun = new Set(vanishing.told.asked.map(([, index]) => index * 250));
  assert.ok(begun.size > 3 && vanishing.told.stopped >= begun.size);
  for (const from of begun) assert.deepEqual(asked.filter(([at]) => at >= from && at < from + 250).map(([at]) => at - from), [100]);
  assert.ok(one.figures().fromPeers >= begun.size * 100);
});

test("whoever sends wrong bytes is banned, and after eight lies nothing is shared any more", async () => {
  const lying = neighbours((load, free) => {
    load.add(new Uint8Array(load.size));
    free();
    load.feed.finish(load);
  }, 20);
  const { one, play } = feed([], { ...lying, count: 60, head: true });
  await play(300);
  assert.equal(lying.told.banned.length, 8);
  assert.equal(lying.told.closed, lying.told.asked.length);
  assert.equal(one.sharing, undefined);
});

test("what came before its hash was known is played, and not given to others", async () => {
  const { told, ...shared } = neighbours(() => {}), { one, play, rendition } = feed([], { ...shared, count: 30, head: true });
  const hashes = rendition.segments.map(({ sha256 }) => sha256);
  rendition.segments.forEach((segment) => { segment.sha256 = undefined; });
  await play(10);
  assert.ok(one.take(rendition, 0));
  rendition.segments.forEach((segment, at) => { segment.sha256 = hashes[at]; });
  one.want({ rendition, next: 9, ahead: 9, rate: 1 });
  assert.equal(one.take(rendition, 0), undefined);
});

/** A tracker and connections that a test makes up, and a clock that it moves. */
async function world(work) {
  const { createSwarm } = await import(new URL("swarm.js", assets)), sockets = [], clock = { time: 0, waiting: [] }, connections = [];
  class Socket {
    readyState = 0;
    said = [];
    constructor() { sockets.push(this); }
    open() { this.readyState = 1; this.onopen(); }
    send(text) { this.said.push(JSON.parse(text)); }
    close() { this.readyState = 3; this.onclose?.(); }
    hear(message) { this.onmessage({ data: JSON.stringify({ info_hash: "\x01".repeat(20), ...message }) }); }
  }
  class Connection {
    iceGatheringState = "new";
    signalingState = "stable";
    closed = false;
    constructor() { connections.push(this); }
    createDataChannel() {
      return this.channel = { readyState: "connecting", bufferedAmount: 0, send() {}, close() { this.readyState = "closed"; } };
    }
    async setLocalDescription() {
      this.localDescription = { type: "offer", sdp: "" };
      this.signalingState = this.signalingState === "stable" ? "have-local-offer" : "stable";
      setImmediate(() => { this.iceGatheringState = "complete"; this.onicegatheringstatechange(); });
    }
    async setRemoteDescription(description) {
      this.remoteDescription = description;
      this.signalingState = this.signalingState === "stable" ? "have-remote-offer" : "stable";
    }
    close() { this.closed = true; }
  }
  Object.assign(globalThis, { WebSocket: Socket, RTCPeerConnection: Connection });
  const rendition = { swarm: "01".repeat(20), average: 8e5, segments: { length: 20 } };
  const swarm = createSwarm({ now: () => clock.time, take() {}, step() {} }, rendition, { tracker: "wss://tracker.example/", stun: [] }, {
    later(run, ms) { clock.waiting.push({ run, at: clock.time + ms }); },
  });
  const pass = async (seconds) => {
    for (const end = clock.time + seconds * 1e3; clock.time < end; clock.time += 500) {
      for (const { run } of clock.waiting.filter(({ at }) => at <= clock.time)) run();
      clock.waiting = clock.waiting.filter(({ at }) => at > clock.time);
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    }
  };
  /** Somebody makes an offer, and greets. */
  const meet = async (id) => {
    const socket = sockets.at(-1), before = connections.length;
    const offer = { type: "offer", sdp: "v=0\r\n" };
    socket.hear({ peer_id: id, offer_id: `offer of ${id}`, offer });
    await pass(1);
    const channel = connections[before]?.channel;
    if (!channel) return null;
    channel.readyState = "open";
    channel.onopen();
    channel.onmessage({ data: encode(kinds.hello, [1, 20]).buffer });
    return swarm.peers.find((each) => each.id === id);
  };
  await work({ swarm, sockets, connections, clock, pass, meet });
  swarm.close();
}

test("a tracker that dies leaves the peers there are, and is dialled again, later and later", () => world(async ({
  swarm, sockets, pass, meet,
}) => {
  sockets[0].open();
  await pass(2);
  assert.equal(sockets[0].said[0].offers.length, 4);
  sockets[0].hear({ interval: 120, complete: 0, incomplete: 2 });
  const peer = await meet("a");
  assert.ok(peer);
  sockets[0].close();
  await pass(1);
  assert.deepEqual([swarm.peers, swarm.joining], [[peer], false]);
  const dialled = [];
  for (let second = 0; second < 240; second++) {
    await pass(1);
    if (sockets.at(-1).readyState === 0) { dialled.push(second); sockets.at(-1).close(); }
  }
  const pauses = dialled.map((each, at) => each - (dialled[at - 1] ?? 0));
  assert.ok(dialled.length >= 4 && dialled.length <= 6 && pauses.every((each, at) => !at || each > pauses[at - 1]), String(pauses));
  assert.deepEqual(swarm.peers, [peer]);
  for (let second = 0; sockets.at(-1).readyState; second++) await pass(1);
  sockets.at(-1).open();
  await pass(2);
  assert.equal(sockets.at(-1).said[0].event, "started");
}));

test("a tracker that takes every call and says nothing is dialled later and later, too", () => world(async ({ sockets, pass }) => {
  const dialled = [];
  for (let second = 0; second < 120; second++) {
    await pass(1);
    if (sockets.at(-1).readyState) continue;
    dialled.push(second);
    sockets.at(-1).open();
    sockets.at(-1).close();
  }
  assert.ok(dialled.length >= 3 && dialled.length <= 6, String(dialled));
}));

test("what is given goes at three times the rate of the video, to one at a time, and what others say is heard together", () => world(async ({
  swarm, sockets, clock, meet,
}) => {
  let steps = 0;
  sockets[0].open();
  Object.assign(swarm.feed, { take: () => new Uint8Array(2e6), bytes: { toPeers: 0 }, step: () => { steps++; } });
  const peers = [await meet("a"), await meet("b")], got = [0, 0], begun = clock.time;
  steps = 0;
  peers.forEach(({ channel }, at) => {
    channel.send = ({ length }) => { got[at] += length; };
    channel.onmessage({ data: encode(kinds.ask, [1, 3]).buffer });
    for (let count = 0; count < 50; count++) channel.onmessage({ data: encode(kinds.have, [5]).buffer });
  });
  assert.equal(steps, 0);
  // Timers come a little late, as in a browser.
  while (clock.time < begun + 5e3) {
    clock.time += 1 + random(3);
    for (const due of clock.waiting.filter(({ at }) => at <= clock.time)) {
      clock.waiting.splice(clock.waiting.indexOf(due), 1);
      due.run();
    }
  }
  assert.ok(got[0] > 1.35e6 && got[0] < 1.65e6 && got[1] < 100, String(got));
  assert.ok(steps && steps < 20 && peers.every((peer) => peer.has(5)), String(steps));
}));

test("who is banned is not met again", () => world(async ({ swarm, sockets, pass, meet }) => {
  sockets[0].open();
  await pass(1);
  swarm.ban(await meet("liar"));
  assert.equal(swarm.peers.length, 0);
  assert.equal(await meet("liar"), null);
  assert.ok(await meet("honest"));
}));

test("who answers an offer is met, once, and where both made one, that of the lower identity stays", () => world(async ({
  swarm, sockets, connections, pass, meet,
}) => {
  const socket = sockets[0];
  socket.open();
  await pass(2);
  const offers = socket.said[0].offers.map(({ offer_id }) => offer_id), mine = [...connections];
  const answer = (id, offer_id) => socket.hear({ peer_id: id, offer_id, answer: { type: "answer", sdp: "" } });
  const greet = ({ channel }) => {
    channel.readyState = "open";
    channel.onopen();
    channel.onmessage({ data: encode(kinds.hello, [1, 20]).buffer });
  };
  answer("b", offers[0]);
  await pass(1);
  greet(mine[0]);
  assert.deepEqual(swarm.peers.map(({ id }) => id), ["b"]);
  // Neither that offer again, nor the connection of somebody else, nor an offer that there was not.
  for (const id of [offers[0], "b", "none"]) answer("thief", id);
  await pass(1);
  assert.deepEqual([swarm.peers.map(({ id }) => id), mine[0].closed], [["b"], false]);
  const lower = "\x00", higher = "\xff".repeat(20);
  for (const [at, id] of [[1, lower], [2, higher]]) {
    const theirs = await meet(id), made = connections.at(-1);
    answer(id, offers[at]);
    await pass(1);
    assert.deepEqual([mine[at].closed, made.closed], id === lower ? [true, false] : [false, true]);
    assert.equal(swarm.peers.includes(theirs), id === lower);
  }
  // What nobody answered is not held for long.
  assert.equal(mine[3].closed, false);
  await pass(25);
  assert.equal(mine[3].closed, true);
  assert.equal(mine[0].closed, false);
}));

test("who offers and never greets holds no place for long, and no more are answered than there are places", () => world(async ({
  swarm, sockets, connections, pass,
}) => {
  sockets[0].open();
  await pass(1);
  for (let count = 0; count < 50; count++) {
    sockets[0].hear({ peer_id: `quiet ${count}`, offer_id: "o", offer: { type: "offer", sdp: "" } });
  }
  await pass(1);
  const held = () => connections.filter(({ closed }) => !closed);
  assert.equal(held().length, 14);
  for (const { channel } of held()) channel.readyState = "open";
  await pass(22);
  assert.ok(held().length <= 4 && swarm.peers.length === 0);
}));
