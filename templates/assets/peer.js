// Another viewer at the end of a data channel.
import { chunk, decode, encode, kinds } from "./wire.js";

/** @typedef {import("./feed.js").Load} Load */

/** Bytes that wait in a channel: they cannot be taken back. */
const high = 1 << 16;
/** Bytes that nobody asked for, or that the other does not read. */
const excess = 1 << 20;
const absent = 1, busy = 2, off = 3;

export class Peer {
	/** Bytes a second; not to be asked before `after`. */
	rate = 0;
	after = 0;
	#misses = 0;
	#stray = 0;
	#request = 0;
	#waits = false;
	/** @type {Set<number>=} What it has, once it has greeted. */
	#held;
	/** @type {Load=} */
	asked;
	/** @type {{request:number, bytes:Uint8Array, at:number, time:number}=} */
	upload;

	/** @param {string} id @param {import("./swarm.js").Swarm} host @param {RTCPeerConnection} connection @param {RTCDataChannel} channel */
	constructor(id, host, connection, channel) {
		this.id = id;
		this.host = host;
		this.connection = connection;
		this.channel = channel;
		this.feed = host.feed;
		this.count = host.rendition.segments.length;
		this.useful = this.feed.now();
		channel.binaryType = "arraybuffer";
		channel.bufferedAmountLowThreshold = high / 4;
		channel.onmessage = ({ data }) => { if (!this.#hear(data)) this.close(); };
		channel.onclose = () => this.close();
		channel.onbufferedamountlow = () => this.#pump();
		channel.onopen = () => this.#send(kinds.hello, [1, this.count]);
	}

	has(index = 0) { return this.#held?.has(index); }

	tell(index = 0, has = true) { this.#send(has ? kinds.have : kinds.lost, [index]); }

	/** @param {Load} load */
	ask(load) {
		this.asked = load;
		this.#stray = 0;
		this.#request = this.#request + 1 & 0xffff;
		this.#send(kinds.ask, [this.#request, load.index]);
	}

	cancel() {
		if (this.asked) this.#send(kinds.stop, [this.#request]);
		this.asked = undefined;
	}

	proved(bytes = 0, time = 0) {
		const rate = bytes * 1e3 / Math.max(time, 1);
		this.rate = this.rate ? (this.rate + rate) / 2 : rate;
		this.#misses = 0;
	}

	missed() {
		this.rate /= 2;
		this.after = this.feed.now() + 2e3 * ++this.#misses;
		if (this.#misses > 2) this.close();
	}

	close() {
		const { asked } = this;
		this.asked = this.upload = undefined;
		this.host.gone(this);
		this.channel.close();
		this.connection.close();
		asked?.lost();
	}

	#send(kind = 0, numbers = [0], tail = new Uint8Array()) {
		const { channel } = this;
		if (channel.bufferedAmount > excess) this.host.later(() => this.close());
		else if (channel.readyState === "open") channel.send(encode(kind, numbers, tail));
	}

	/** On a metered line nothing. */
	#given(index = 0) { return this.host.paused ? undefined : this.feed.take(this.host.rendition, index); }

	/** @param {unknown} data @returns whether it keeps to the rules */
	#hear(data) {
		const message = decode(data), { count, asked } = this, length = Math.ceil(count / 8);
		if (!message || (message.kind === kinds.hello) === !!this.#held) return false;
		const { kind, numbers: [first, second], tail } = message, held = this.#held ??= new Set();
		switch (kind) {
			case kinds.hello: {
				if (first !== 1 || second !== count) return false;
				// From here on it is told what comes.
				const map = new Uint8Array(length);
				for (let index = 0; index < count; index++) if (this.#given(index)) map[index >> 3] |= 128 >> (index & 7);
				this.#send(kinds.map, [], map);
				this.host.peers.push(this);
				break;
			}
			case kinds.map:
				if (tail.length !== length) return false;
				for (let index = 0; index < count; index++) if (tail[index >> 3] & 128 >> (index & 7)) held.add(index);
				break;
			case kinds.have:
				if (first >= count) return false;
				held.add(first);
				break;
			case kinds.lost: held.delete(first); break;
			case kinds.ask: this.#serve(first, second); break;
			case kinds.data: return this.#receive(first, second, tail);
			case kinds.stop: if (first === this.upload?.request) this.upload = undefined; break;
			case kinds.no:
				if (!asked || first !== this.#request) break;
				this.asked = undefined;
				if (second === busy) this.after = this.feed.now() + 700;
				else if (second === absent) held.delete(asked.index);
				else held.clear();
				asked.lost();
		}
		this.host.soon();
		return true;
	}

	#receive(request = 0, offset = 0, bytes = new Uint8Array()) {
		const { asked } = this, { length } = bytes;
		if (!asked || request !== this.#request) return (this.#stray += length) < excess;
		// Small parts would cost more than they bring.
		if (offset !== asked.got || length && offset % chunk || offset + length > asked.size) return false;
		this.useful = this.feed.now();
		asked.add(bytes);
		// An empty one ends a segment whose length was not known.
		if (!length || asked.got === asked.size) {
			this.asked = undefined;
			this.feed.finish(asked);
		}
		return true;
	}

	/** One segment at a time, to all: whole it is of use, and goes on from there. */
	#serve(request = 0, index = 0) {
		const { host } = this, bytes = this.#given(index);
		if (!bytes || host.peers.some(({ upload }) => upload)) return this.#send(kinds.no, [request, host.paused ? off : bytes ? busy : absent]);
		this.upload = { request, bytes, at: 0, time: this.feed.now() };
		this.#pump();
	}

	#pump() {
		const { upload, channel, host, feed } = this;
		while (upload && upload === this.upload && channel.readyState === "open" && channel.bufferedAmount < high) {
			const part = upload.bytes.subarray(upload.at, upload.at + chunk), { length } = part;
			if (this.#waits && length) return;
			this.#send(kinds.data, [upload.request, upload.at], part);
			upload.at += length;
			this.useful = feed.now();
			feed.bytes.toPeers += length;
			if (!length) this.upload = undefined;
			const wait = host.spend(length);
			if (wait > 0 && !this.#waits) {
				this.#waits = true;
				host.later(() => { this.#waits = false; this.#pump(); }, wait);
			}
		}
	}
}
