// Brings the segments of a video as the schedule says, checks them, keeps them a while.
import { SILENT, plan } from "./schedule.js";

/** Bytes of segments that are kept. */
const budgets = { alone: 32 << 20, shared: 96 << 20 };
/** Bytes at most of a piece; of what is read over. */
const largest = 64 << 20, skipped = 8 << 20;

/** @param {Feed} feed @param {Rendition} rendition */
function createLoad(feed, rendition, index = -1) {
	const piece = rendition.segments[index] ?? rendition.init, size = piece.to - piece.from || largest;
	/** @type {Load} */
	const load = {
		feed, rendition, index, piece, size, parts: [], got: 0, active: false, until: 0, since: 0, heard: 0, tries: 0, control: new AbortController(),
		// Of two at a time Chromium would load both again.
		cache: index < 0 ? "no-store" : feed.cache,

		add(part) {
			load.parts.push(part);
			load.got += part.length;
			load.heard = feed.now();
			if (load.peer) feed.bytes.fromPeers += part.length;
		},

		empty() { Object.assign(load, { got: 0, parts: [], doubted: undefined }); },

		drop() {
			const { peer } = load;
			load.peer = undefined;
			load.active = false;
			load.control.abort();
			peer?.cancel();
			return peer;
		},

		lost() {
			load.drop();
			feed.step();
		},

		async read() {
			const { url, from, to } = piece, start = from + load.got, { signal } = load.control = new AbortController();
			const headers = to || start ? { Range: `bytes=${start}-${to ? to - 1 : ""}` } : {};
			const { status, body } = await feed.fetch(url, { signal, cache: load.cache, headers });
			let skip = status === 206 ? 0 : start;
			if (!body || status !== 206 && status !== 200 || skip > skipped) {
				load.control.abort();
				throw { status };
			}
			const reader = body.getReader();
			feed.hear(0);
			while (load.got < size) {
				const { value, done } = await reader.read();
				if (done && !to) return;
				if (!value) throw new Error("cut");
				feed.hear(value.length);
				load.tries = 0;
				load.add(value.subarray(skip, skip + size - load.got));
				skip = Math.max(0, skip - value.length);
			}
			if (status === 200) load.control.abort();
			else await reader.read().catch(() => {});
			if (!to) throw new Error("too large");
		},
	};
	return load;
}

/** @param {Partial<Feed>} [options] */
export function createFeed(options) {
	/** @type {Map<number, Uint8Array>} */
	const kept = new Map();
	/** @type {Map<number, Load>} */
	const loads = new Map();
	/** @type {Load=} Of the init section. */
	let head;
	/** @type {Uint8Array=} */
	let init;
	/** @type {Wish=} */
	let wish;
	/** @type {Swarm=} */
	let swarm;
	let isOn = true, isUnproved = false, lied = 0, came = 0, took = 0, last = 0;

	/** @type {Feed} */
	const feed = {
		onready() {},
		onproblem() {},
		subtle: globalThis.crypto?.subtle,
		fetch: (url, options) => fetch(url, options),
		now: () => performance.now(),
		cache: "default", throughput: 0, bytes: { server: 0, fromPeers: 0, toPeers: 0 }, close, leave, step, finish,

		want(now) {
			if (wish?.rendition !== now.rendition) close();
			head ??= createLoad(feed, now.rendition);
			wish = now;
			meet(now.rendition);
			step();
		},

		take: (rendition, index) => rendition === wish?.rendition ? kept.get(index) : undefined,
		init: (rendition) => rendition === wish?.rendition ? init : undefined,
		figures: () => ({ ...feed.bytes, peers: swarm?.peers.length ?? 0 }),

		share(on) {
			isOn = on;
			if (!on) leave();
		},

		hear(bytes) {
			const now = feed.now(), passed = bytes ? now - last : 0, weight = 0.5 ** (passed / 2e3);
			feed.bytes.server += bytes;
			last = now;
			came = came * weight + bytes;
			took = took * weight + passed;
			if (took > 5 && came > 16384) feed.throughput = came * 1e3 / took;
		},

		join({ parts, got }) {
			const bytes = new Uint8Array(got);
			parts.reduce((at, part) => { bytes.set(part, at); return at + part.length; }, 0);
			return bytes;
		},
		...options,
	};

	function close() {
		wish = undefined;
		leave();
		for (const load of [...loads.values(), head]) load?.drop();
		head = init = undefined;
		loads.clear();
		kept.clear();
		isUnproved = false;
	}

	function leave() {
		for (const load of loads.values()) if (load.peer) load.drop();
		swarm?.close();
		swarm = undefined;
	}

	function end() {
		feed.sharing = undefined;
		leave();
	}

	/** @param {Rendition} rendition */
	async function meet(rendition) {
		const { sharing, createSwarm } = feed;
		if (!sharing || !isOn || !feed.subtle || !rendition.swarm || !sharing.allowed()) return leave();
		if (swarm || !kept.size || !rendition.segments.every(({ sha256 }) => sha256)) return;
		if (isUnproved) kept.clear();
		isUnproved = false;
		try {
			if (createSwarm) swarm = createSwarm(feed, rendition, sharing);
			else ({ createSwarm: feed.createSwarm } = await import("./swarm.js"));
		} catch {
			end();
		}
	}

	function step() {
		const now = feed.now();
		if (!wish || !head) return;
		const { rendition } = wish;
		for (const { active, peer, heard, control, tries } of [head, ...loads.values()]) {
			// Some begin late.
			if (active && !peer && now - heard > SILENT * (tries + 1)) control.abort();
		}
		if (!init && !head.active && head.until <= now) ask(head);
		const actions = plan({
			wish, now, loads, self: swarm?.self, speed: feed.throughput, room: budgets.alone / 2,
			joining: swarm?.joining, has: (index) => kept.has(index), peers: swarm?.peers ?? [],
		});
		for (const { do: what, index, peer } of actions) {
			const load = loads.get(index) ?? createLoad(feed, rendition, index);
			if (what === "leave") load.drop()?.missed();
			else if (what === "stop") {
				loads.delete(index);
				load.drop();
			} else {
				loads.set(index, load);
				ask(load, peer);
			}
		}
	}

	/** @param {Load} load @param {Peer} [peer] */
	async function ask(load, peer) {
		load.active = true;
		load.since = load.heard = feed.now();
		if (peer) {
			// All of it, so that who lies is known.
			load.empty();
			load.peer = load.doubted = peer;
			return peer.ask(load);
		}
		try {
			await load.read();
			if (load.active) finish(load);
		} catch (/** @type {any} */ error) {
			// Somebody else was asked meanwhile.
			if (!load.active || load.peer) return;
			const { status } = error, tries = ++load.tries;
			const refused = status < 500 && ![408, 429].includes(status), fatal = status === 200 || tries >= (refused ? 3 : 8);
			if (status === 416) load.empty();
			load.active = false;
			load.until = feed.now() + Math.min(8e3, 250 * 2 ** (fatal ? 9 : tries));
			feed.onproblem({ status, tries, fatal, rendition: load.rendition });
		}
	}

	/** @param {Load} load */
	async function finish(load) {
		const { index, peer, doubted, got, since, piece: { sha256 } } = load, bytes = feed.join(load);
		load.peer = undefined;
		const hash = sha256 && feed.subtle && new Uint8Array(await feed.subtle.digest("SHA-256", bytes));
		const isWrong = hash && hash.some((byte, at) => byte !== parseInt(sha256.slice(2 * at, 2 * at + 2), 16));
		if (!load.active) return;
		load.active = false;
		if (isWrong && (doubted || load.cache === "default")) {
			load.empty();
			if (!doubted) load.cache = "reload";
			else {
				swarm?.ban(doubted);
				// A name costs nothing.
				if (++lied > 7) end();
			}
			return step();
		}
		// Wrong ones of the server play, unshared.
		if (isWrong) {
			feed.cache = "reload";
			end();
		}
		if (load === head) {
			init = bytes;
			return feed.onready();
		}
		loads.delete(index);
		kept.set(index, bytes);
		isUnproved ||= !hash;
		swarm?.tell(index);
		peer?.proved(got, feed.now() - since);
		// The farthest behind goes first, then the farthest ahead.
		const next = wish?.next ?? 0, worth = (at = 0) => at < next ? 1e6 - at : at;
		let room = swarm ? budgets.shared : budgets.alone;
		for (const [at, { length }] of [...kept].sort(([a], [b]) => worth(a) - worth(b))) {
			room -= length;
			if (room >= 0 || at === next) continue;
			kept.delete(at);
			swarm?.tell(at, false);
		}
		feed.onready();
		step();
	}
	return feed;
}
