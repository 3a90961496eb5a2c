// Brings the segments of a video as the schedule says, checks them, keeps them a while.
import { plan, times } from "./schedule.js";

/** @typedef {import("./manifest.js").Rendition} Rendition @typedef {import("./peer.js").Peer} Peer */

/** Bytes of segments that are kept. */
const budgets = { alone: 32 << 20, shared: 96 << 20 };
/** Wrong segments of peers that end the sharing: who sends them may have a new name each time. */
const lies = 8;
/** No piece is larger, and no server that knows no ranges is read so far. */
const largest = 64 << 20, skipped = 8 << 20;

/** A piece of a file under way, from the server or from another viewer. */
export class Load {
	got = 0;
	/** @type {Uint8Array[]} */
	parts = [];
	/** @type {Peer=} None: the server. */
	peer;
	/** @type {Peer=} Who sent some of it. */
	doubted;
	/** Else it failed, and may start again at `until`. */
	active = false;
	until = 0;
	since = 0;
	heard = 0;
	tries = 0;
	control = new AbortController();

	/** @param {Feed} feed @param {Rendition} rendition */
	constructor(feed, rendition, index = -1) {
		this.feed = feed;
		this.rendition = rendition;
		this.index = index;
		// Beside a segment of its file: two at a time in its cache make Chromium load both again.
		this.cache = index < 0 ? "no-store" : feed.cache;
		this.piece = rendition.segments[index] ?? rendition.init;
		this.size = this.piece.to - this.piece.from || largest;
	}

	add(part = new Uint8Array()) {
		this.parts.push(part);
		this.got += part.length;
		this.heard = this.feed.now();
		if (this.peer) this.feed.bytes.fromPeers += part.length;
	}

	empty() { Object.assign(this, { got: 0, parts: [], doubted: undefined }); }

	/** What came stays. */
	drop() {
		const { peer } = this;
		this.peer = undefined;
		this.active = false;
		this.control.abort();
		peer?.cancel();
		return peer;
	}

	/** From the first byte, so that whoever lies is known.
	 *  @param {Peer} peer */
	ask(peer) {
		this.empty();
		this.peer = this.doubted = peer;
		peer.ask(this);
	}

	lost() {
		this.drop();
		this.feed.step();
	}

	async read() {
		const { feed, size, cache, piece: { url, from, to } } = this, start = from + this.got;
		const { signal } = this.control = new AbortController();
		const headers = to || start ? { Range: `bytes=${start}-${to ? to - 1 : ""}` } : {};
		const { status, body } = await feed.fetch(url, { signal, cache, headers });
		// Who knows no ranges sends all: what lies before is read over, if it is little.
		let skip = status === 206 ? 0 : start;
		if (!body || status !== 206 && status !== 200 || skip > skipped) {
			this.control.abort();
			throw { status };
		}
		const reader = body.getReader();
		feed.hear(0);
		while (this.got < size) {
			const { value, done } = await reader.read();
			if (done && !to) return;
			if (!value) throw new Error("cut");
			feed.hear(value.length);
			this.tries = 0;
			this.add(value.subarray(skip, skip + size - this.got));
			skip = Math.max(0, skip - value.length);
		}
		// What ends by itself stays in the browser's cache.
		if (status === 200) this.control.abort();
		else await reader.read().catch(() => {});
		if (!to) throw new Error("too large");
	}

	join() {
		const bytes = new Uint8Array(this.got);
		this.parts.reduce((at, part) => { bytes.set(part, at); return at + part.length; }, 0);
		return bytes;
	}
}

export class Feed {
	onready = () => {};
	/** @type {(problem:{status?:number, tries:number, fatal:boolean, rendition:Rendition})=>void} Without a status it is the line. */
	onproblem = () => {};
	/** @type {import("./swarm.js").Sharing=} */
	sharing;
	/** @type {typeof import("./swarm.js").Swarm=} */
	Swarm;
	/** @type {SubtleCrypto=} None without HTTPS. */
	subtle = globalThis.crypto?.subtle;
	fetch = (url = "", options = {}) => fetch(url, options);
	now = () => performance.now();
	cache = "default";
	/** Bytes a second of the server. */
	throughput = 0;
	#recent = { bytes: 0, time: 0, last: 0 };
	bytes = { server: 0, fromPeers: 0, toPeers: 0 };
	/** @type {Map<number, Uint8Array>} */
	#kept = new Map();
	/** @type {Map<number, Load>} */
	#loads = new Map();
	/** @type {Load=} Of the init section. */
	#head;
	/** @type {Uint8Array=} */
	#init;
	/** @type {import("./schedule.js").Wish=} */
	#wish;
	/** @type {import("./swarm.js").Swarm=} */
	#swarm;
	/** Is something kept whose hash was not known yet? */
	#unproved = false;
	#on = true;
	#lies = 0;

	/** @param {Partial<Feed>} [options] */
	constructor(options) { Object.assign(this, options); }

	/** To be told at least every 250 ms.
	 *  @param {import("./schedule.js").Wish} wish */
	want(wish) {
		if (this.#wish?.rendition !== wish.rendition) this.close();
		this.#head ??= new Load(this, wish.rendition);
		this.#wish = wish;
		this.#meet(wish.rendition);
		this.step();
	}

	/** @param {Rendition} rendition */
	take(rendition, index = 0) { if (rendition === this.#wish?.rendition) return this.#kept.get(index); }

	/** @param {Rendition} rendition */
	init(rendition) { if (rendition === this.#wish?.rendition) return this.#init; }

	figures() { return { ...this.bytes, peers: this.#swarm?.peers.length ?? 0 }; }

	share(on = true) {
		this.#on = on;
		if (!on) this.leave();
	}

	close() {
		this.#wish = undefined;
		this.leave();
		for (const load of [...this.#loads.values(), this.#head]) load?.drop();
		this.#head = this.#init = undefined;
		this.#loads.clear();
		this.#kept.clear();
		this.#unproved = false;
	}

	leave() {
		for (const load of this.#loads.values()) if (load.peer) load.drop();
		this.#swarm?.close();
		this.#swarm = undefined;
	}

	#end() {
		this.sharing = undefined;
		this.leave();
	}

	/** @param {Rendition} rendition */
	async #meet(rendition) {
		const { sharing } = this;
		if (!sharing || !this.#on || !this.subtle || !rendition.swarm || !sharing.allowed()) return this.leave();
		if (this.#swarm || !this.#kept.size || !rendition.segments.every(({ sha256 }) => sha256)) return;
		if (this.#unproved) this.#kept.clear();
		this.#unproved = false;
		try {
			if (this.Swarm) this.#swarm = new this.Swarm(this, rendition, sharing);
			else this.Swarm = (await import("./swarm.js")).Swarm;
		} catch {
			// A tracker's address that is none.
			this.#end();
		}
	}

	step() {
		const wish = this.#wish, head = this.#head, swarm = this.#swarm, loads = this.#loads, now = this.now();
		if (!wish || !head) return;
		for (const { active, peer, heard, control, tries } of [head, ...loads.values()]) {
			// Longer each time: some begin late.
			if (active && !peer && now - heard > times.silent * (tries + 1)) control.abort();
		}
		if (!this.#init && !head.active && head.until <= now) this.#ask(head);
		const actions = plan({
			wish, now, loads, self: swarm?.self, speed: this.throughput, room: budgets.alone / 2,
			joining: swarm?.joining, has: (index) => this.#kept.has(index), peers: swarm?.peers ?? [],
		});
		for (const { do: what, index, peer } of actions) {
			const load = loads.get(index) ?? new Load(this, wish.rendition, index);
			if (what === "leave") load.drop()?.missed();
			else if (what === "stop") {
				loads.delete(index);
				load.drop();
			} else {
				loads.set(index, load);
				this.#ask(load, peer);
			}
		}
	}

	/** @param {Load} load @param {Peer} [peer] */
	async #ask(load, peer) {
		load.active = true;
		load.since = load.heard = this.now();
		if (peer) return load.ask(peer);
		try {
			await load.read();
			if (load.active) this.finish(load);
		} catch (/** @type {any} */ error) {
			// Somebody else was asked meanwhile.
			if (!load.active || load.peer) return;
			const { status } = error, tries = ++load.tries;
			// The line may come back; who refuses says so.
			const refused = status < 500 && ![408, 429].includes(status), fatal = status === 200 || tries >= (refused ? 3 : 8);
			// It is no longer as long as it was.
			if (status === 416) load.empty();
			load.active = false;
			load.until = this.now() + Math.min(8e3, 250 * 2 ** (fatal ? 9 : tries));
			this.onproblem({ status, tries, fatal, rendition: load.rendition });
		}
	}

	/** What was long ago counts less. */
	hear(bytes = 0) {
		const recent = this.#recent, now = this.now(), passed = bytes ? now - recent.last : 0, weight = 0.5 ** (passed / 2e3);
		this.bytes.server += bytes;
		recent.last = now;
		recent.bytes = recent.bytes * weight + bytes;
		recent.time = recent.time * weight + passed;
		if (recent.time > 5 && recent.bytes > 16384) this.throughput = recent.bytes * 1e3 / recent.time;
	}

	/** Nothing is given to others before its hash is right.
	 *  @param {Load} load */
	async finish(load) {
		const { index, peer, doubted, got, since, piece: { sha256 = "" } } = load, bytes = load.join();
		load.peer = undefined;
		const hash = sha256 && this.subtle && new Uint8Array(await this.subtle.digest("SHA-256", bytes));
		const isWrong = hash && hash.some((byte, at) => byte !== parseInt(sha256.slice(2 * at, 2 * at + 2), 16));
		if (!load.active) return;
		load.active = false;
		if (isWrong && (doubted || load.cache === "default")) {
			load.empty();
			if (!doubted) load.cache = "reload";
			else {
				this.#swarm?.ban(doubted);
				if (++this.#lies >= lies) this.#end();
			}
			return this.step();
		}
		// Wrong ones of the server, fetched past all caches, play, and nothing is shared any more.
		if (isWrong) {
			this.cache = "reload";
			this.#end();
		}
		if (load === this.#head) {
			this.#init = bytes;
			return this.onready();
		}
		this.#loads.delete(index);
		this.#kept.set(index, bytes);
		this.#unproved ||= !hash;
		this.#swarm?.tell(index);
		peer?.proved(got, this.now() - since);
		// The farthest behind goes first, then the farthest ahead.
		const { next = 0 } = this.#wish ?? {}, worth = (at = 0) => at < next ? 1e6 - at : at;
		let room = this.#swarm ? budgets.shared : budgets.alone;
		for (const [at, { length }] of [...this.#kept].sort(([a], [b]) => worth(a) - worth(b))) {
			room -= length;
			// One that plays at once stays, however large.
			if (room >= 0 || at === next) continue;
			this.#kept.delete(at);
			this.#swarm?.tell(at, false);
		}
		this.onready();
		this.step();
	}
}
