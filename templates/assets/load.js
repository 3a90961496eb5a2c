// A piece of a file under way, from the server or from another viewer.

/** @typedef {import("./peer.js").Peer} Peer */

/** No piece is larger, and no server that knows no ranges is read so far. */
const largest = 64 << 20, skipped = 8 << 20;

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

	/** @param {import("./feed.js").Feed} feed @param {import("./manifest.js").Rendition} rendition */
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
