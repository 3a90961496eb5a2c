// Brings the segments of a video as the schedule says, checks them, keeps them a while.
import { Load } from "./load.js";
import { plan, times } from "./schedule.js";

/** @typedef {import("./manifest.js").Rendition} Rendition */

/** Bytes of segments that are kept. */
const budgets = { alone: 32 << 20, shared: 96 << 20 };
/** Wrong segments of peers that end the sharing: who sends them may have a new name each time. */
const lies = 8;

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
	take(rendition, index = 0) { return rendition === this.#wish?.rendition ? this.#kept.get(index) : undefined; }

	/** @param {Rendition} rendition */
	init(rendition) { return rendition === this.#wish?.rendition ? this.#init : undefined; }

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
			wish, now, loads, self: swarm?.self ?? "", speed: this.throughput, room: budgets.alone / 2,
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

	/** @param {Load} load @param {import("./peer.js").Peer} [peer] */
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
			// The line may come back; who refuses says so.
			const { status } = error, tries = ++load.tries, refused = status < 500 && status !== 408 && status !== 429, fatal = status === 200 || tries >= (refused ? 3 : 8);
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
