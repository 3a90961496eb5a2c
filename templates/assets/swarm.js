// The viewers who watch the same: met through a WebTorrent tracker.
import { createPeer } from "./peer.js";

const sizes = { offers: 4, few: 2, enough: 6, most: 10 };
const times = { gather: 1500, open: 20e3, joining: 6e3, early: 15e3, stuck: 5e3, idle: 60e3 };

/** @typedef {import("./peer.js").Peer} Peer @typedef {{tracker:string, stun:string[], allowed:()=>boolean}} Sharing */

/** Who sent wrong bytes: a few at most. */
const banned = new Set();

const random = () => String.fromCharCode(...crypto.getRandomValues(new Uint8Array(20)));

export class Swarm {
	/** @type {Peer[]} */
	peers = [];
	self = random();
	others = -1;
	closed = false;
	/** @type {Map<string, Peer>} By identity, or by an offer that nobody has answered yet. */
	#links = new Map();
	/** @type {WebSocket=} */
	#socket;
	#failures = 0;
	#soon = false;
	#next = 0;
	/** When all that was sent has gone up, at the rate that we give. */
	#spent = 0;

	/** @param {import("./feed.js").Feed} feed @param {import("./manifest.js").Rendition} rendition @param {Sharing} sharing */
	constructor(feed, rendition, sharing) {
		this.feed = feed;
		this.rendition = rendition;
		this.sharing = sharing;
		this.key = rendition.swarm?.replace(/../g, (hex) => String.fromCharCode(parseInt(hex, 16)));
		this.began = feed.now();
		this.#tick();
	}

	/** On a metered line. */
	get paused() {
		const line = /** @type {any} */ (globalThis.navigator)?.connection;
		return line?.saveData || line?.type === "cellular" || /2g|3g/.test(line?.effectiveType);
	}

	get joining() { return !this.peers.length && !!this.others && this.feed.now() - this.began < times.joining; }

	tell(index = 0, has = true) { if (!this.paused) this.peers.forEach((peer) => peer.tell(index, has)); }

	/** @param {Peer} peer */
	ban(peer) {
		banned.add(peer.id);
		peer.close();
	}

	/** What others say is made use of together: they may say a lot. */
	soon() {
		if (!this.#soon) this.later(() => { this.#soon = false; this.feed.step(); }, 50);
		this.#soon = true;
	}

	/** Milliseconds to wait after so many bytes. */
	spend(bytes = 0) {
		const now = this.feed.now();
		this.#spent = Math.max(this.#spent, now) + bytes * 1e3 / Math.min(3 * this.rendition.average / 8, 1e6);
		return this.#spent - now - 250;
	}

	later(work = () => {}, ms = 0) { setTimeout(work, ms); }

	/** @param {Peer} peer */
	gone(peer) {
		this.peers = this.peers.filter((each) => each !== peer);
		if (this.#links.get(peer.id) === peer) this.#links.delete(peer.id);
	}

	close() {
		this.closed = true;
		this.#socket?.close();
		for (const peer of this.#links.values()) peer.close();
	}

	#tick() {
		if (this.closed) return;
		const now = this.feed.now();
		for (const peer of this.#links.values()) {
			const { upload, useful } = peer, hasMet = this.peers.includes(peer), isIdle = now - useful > (hasMet ? times.idle : times.open);
			// It never greets, takes too little of what it asked for, or holds the place of another.
			if (isIdle && (!hasMet || this.peers.length >= sizes.enough) || upload && now - upload.time > times.stuck + upload.at / 50) peer.close();
		}
		this.connect(now);
		this.later(() => this.#tick(), 500);
	}

	connect(now = this.feed.now()) {
		if (this.peers.length >= sizes.enough || now < this.#next) return;
		if (!this.#socket) this.#dial();
		else if (this.#socket.readyState === 1) {
			this.#next = now + 120e3;
			this.#announce().catch(() => {});
		}
	}

	#dial() {
		const socket = this.#socket = new WebSocket(this.sharing.tracker);
		socket.onopen = () => this.connect();
		socket.onmessage = ({ data }) => { this.#hear(data).catch(() => {}); };
		socket.onclose = () => {
			this.#socket = undefined;
			this.others = Math.max(0, this.others);
			this.#next = this.feed.now() + Math.min(600e3, 5e3 * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
		};
	}

	#say(message = {}) {
		if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify({ action: "announce", info_hash: this.key, peer_id: this.self, ...message }));
	}

	async #announce() {
		const offers = await Promise.all(Array.from({ length: sizes.offers }, async () => {
			const offer_id = random();
			return { offer_id, offer: await described(this.#link(offer_id)) };
		}));
		this.#say({ numwant: sizes.offers, left: 1, event: "started", offers });
	}

	async #hear(data = "") {
		const { info_hash, peer_id: id, offer_id, offer, answer, interval, incomplete, complete } = JSON.parse(data);
		if (info_hash !== this.key || this.closed) return;
		if (interval) {
			this.#failures = 0;
			this.others = incomplete + complete - 1;
			const soon = this.others > this.peers.length && this.peers.length < sizes.few;
			this.#next = this.feed.now() + (soon ? times.early : Math.max(60, +interval || 0) * 1e3);
		}
		if (typeof id !== "string" || id === this.self || banned.has(id)) return;
		const hasRoom = this.#links.size < sizes.most + sizes.offers && this.peers.length < sizes.most;
		const peer = answer ? this.#links.get(offer_id) : offer && hasRoom && !this.#links.has(id) && this.#link(id);
		if (!peer || answer && peer.connection.signalingState !== "have-local-offer") return;
		if (answer) {
			// Where both made an offer, the one of the lower identity stays.
			const other = this.#links.get(id);
			if (other && this.self > id) return peer.close();
			other?.close();
			this.#links.delete(offer_id);
			this.#links.set(peer.id = id, peer);
		}
		await peer.connection.setRemoteDescription(answer ?? offer);
		if (!answer) this.#say({ to_peer_id: id, offer_id, answer: await described(peer) });
	}

	#link(id = "") {
		const connection = new RTCPeerConnection({ iceServers: this.sharing.stun.map((urls) => ({ urls })) });
		const channel = connection.createDataChannel("bobine-p2p/1", { negotiated: true, id: 1 });
		const peer = createPeer(id, this, connection, channel);
		connection.onconnectionstatechange = () => { if (connection.connectionState === "failed") peer.close(); };
		this.#links.set(id, peer);
		return peer;
	}
}

/** With the candidates that are found in time.
 *  @param {Peer} peer */
async function described({ connection }) {
	await connection.setLocalDescription();
	await new Promise((go) => {
		setTimeout(go, times.gather);
		connection.onicegatheringstatechange = () => { if (connection.iceGatheringState === "complete") go(null); };
	});
	return connection.localDescription;
}
