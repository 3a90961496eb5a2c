// Another viewer at the end of a data channel.
import { chunk, decode, encode, kinds } from "./wire.js";

/** Bytes that wait in a channel. */
const high = 1 << 16;
/** Bytes that nobody asked for, or reads. */
const excess = 1 << 20;
const absent = 1, busy = 2, off = 3;

/** @param {Swarm} host @param {RTCPeerConnection} connection @param {RTCDataChannel} channel */
export function createPeer(id = "", host, connection, channel) {
	const { feed, rendition } = host, count = rendition.segments.length;
	let misses = 0, stray = 0, request = 0, waits = false;
	/** @type {Set<number>=} What it has, once it has greeted. */
	let held;
	/** @type {Peer} */
	const peer = {
		id, connection, channel,
		rate: 0, after: 0, useful: feed.now(),
		has: (index) => held?.has(index),

		tell(index, has = true) { send(has ? kinds.have : kinds.lost, [index]); },

		ask(load) {
			peer.asked = load;
			stray = 0;
			request = request + 1 & 0xffff;
			send(kinds.ask, [request, load.index]);
		},

		cancel() {
			if (peer.asked) send(kinds.stop, [request]);
			peer.asked = undefined;
		},

		proved(bytes, time) {
			const rate = bytes * 1e3 / Math.max(time, 1);
			peer.rate = peer.rate ? (peer.rate + rate) / 2 : rate;
			misses = 0;
		},

		missed() {
			peer.rate /= 2;
			peer.after = feed.now() + 2e3 * ++misses;
			if (misses > 2) peer.close();
		},

		close() {
			const { asked } = peer;
			peer.asked = peer.upload = undefined;
			host.gone(peer);
			channel.close();
			connection.close();
			asked?.lost();
		},
	};

	function send(kind = 0, numbers = [0], tail = new Uint8Array()) {
		if (channel.bufferedAmount > excess) host.later(() => peer.close());
		else if (channel.readyState === "open") channel.send(encode(kind, numbers, tail));
	}

	/** On a metered line nothing. */
	const given = (index = 0) => !host.paused && feed.take(rendition, index);

	/** @param {any} data @returns whether it keeps to the rules */
	function hear(data) {
		const message = decode(data), { asked } = peer;
		if (!message || (message.kind === kinds.hello) === !!held) return false;
		const { kind, numbers: [first, second], tail } = message;
		held ??= new Set();
		switch (kind) {
			case kinds.hello: {
				if (first !== 1 || second !== count) return false;
				const map = new Uint8Array(count + 7 >> 3);
				for (let index = 0; index < count; index++) if (given(index)) map[index >> 3] |= 128 >> index % 8;
				send(kinds.map, [], map);
				host.peers.push(peer);
				break;
			}
			case kinds.map:
				if (tail.length !== count + 7 >> 3) return false;
				for (let index = 0; index < count; index++) if (tail[index >> 3] & 128 >> index % 8) held.add(index);
				break;
			case kinds.have:
				if (first >= count) return false;
				held.add(first);
				break;
			case kinds.lost: held.delete(first); break;
			case kinds.ask: serve(first, second); break;
			case kinds.data: return receive(first, second, tail);
			case kinds.stop: if (first === peer.upload?.request) peer.upload = undefined; break;
			case kinds.no:
				if (!asked || first !== request) break;
				peer.asked = undefined;
				if (second === busy) peer.after = feed.now() + 700;
				else if (second === absent) held.delete(asked.index);
				else held.clear();
				asked.lost();
		}
		host.soon();
		return true;
	}

	function receive(number = 0, offset = 0, bytes = new Uint8Array()) {
		const { asked } = peer, { length } = bytes;
		if (!asked || number !== request) return (stray += length) < excess;
		if (offset !== asked.got || length && offset % chunk || offset + length > asked.size) return false;
		peer.useful = feed.now();
		asked.add(bytes);
		if (!length || asked.got === asked.size) {
			peer.asked = undefined;
			feed.finish(asked);
		}
		return true;
	}

	/** One at a time, of all: a whole segment is of use. */
	function serve(request = 0, index = 0) {
		const bytes = given(index);
		if (!bytes || host.peers.some(({ upload }) => upload)) return send(kinds.no, [request, host.paused ? off : bytes ? busy : absent]);
		peer.upload = { request, bytes, at: 0, time: feed.now() };
		pump();
	}

	function pump() {
		const { upload } = peer;
		while (upload && upload === peer.upload && channel.readyState === "open" && channel.bufferedAmount < high) {
			const part = upload.bytes.subarray(upload.at, upload.at + chunk), { length } = part;
			if (waits && length) return;
			send(kinds.data, [upload.request, upload.at], part);
			upload.at += length;
			peer.useful = feed.now();
			feed.bytes.toPeers += length;
			if (!length) peer.upload = undefined;
			const wait = host.spend(length);
			if (wait > 0 && !waits) {
				waits = true;
				host.later(() => { waits = false; pump(); }, wait);
			}
		}
	}

	channel.binaryType = "arraybuffer";
	channel.bufferedAmountLowThreshold = high / 4;
	channel.onmessage = ({ data }) => hear(data) || peer.close();
	channel.onclose = peer.close;
	channel.onbufferedamountlow = pump;
	channel.onopen = () => send(kinds.hello, [1, count]);
	return peer;
}
