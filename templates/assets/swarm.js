// The viewers who watch the same: met through a WebTorrent tracker.
import { createPeer } from "./peer.js";

const sizes = { offers: 4, few: 2, enough: 6, most: 10 };
const times = { gather: 1500, open: 20e3, joining: 6e3, early: 15e3, stuck: 5e3, idle: 60e3 };

/** Who sent wrong bytes. */
const banned = new Set();

const random = () => String.fromCharCode(...crypto.getRandomValues(new Uint8Array(20)));

/** @param {Feed} feed @param {Rendition} rendition @param {Sharing} sharing @param {Partial<Swarm>} [options] */
export function createSwarm(feed, rendition, sharing, options) {
	const key = rendition.swarm?.replace(/../g, (hex) => String.fromCharCode(parseInt(hex, 16))), began = feed.now();
	/** @type {Map<string, Peer>} By identity, or by an open offer. */
	const links = new Map();
	/** @type {WebSocket=} */
	let socket;
	/** `spent`: when all has gone up. */
	let failures = 0, isSoon = false, nextTime = 0, spent = 0;

	/** @type {Swarm} */
	const swarm = {
		feed, rendition, peers: [], self: random(), others: -1, closed: false,

		get paused() {
			const line = globalThis.navigator?.connection;
			return line?.saveData || line?.type === "cellular" || /2g|3g/.test(line?.effectiveType);
		},

		get joining() { return !swarm.peers.length && !!swarm.others && feed.now() - began < times.joining; },

		tell(index, has) { if (!swarm.paused) swarm.peers.forEach((peer) => peer.tell(index, has)); },

		ban(peer) {
			banned.add(peer.id);
			peer.close();
		},

		soon() {
			if (!isSoon) swarm.later(() => { isSoon = false; feed.step(); }, 50);
			isSoon = true;
		},

		spend(bytes) {
			const now = feed.now();
			spent = Math.max(spent, now) + bytes * 1e3 / Math.min(3 * rendition.average / 8, 1e6);
			return spent - now - 250;
		},

		later(work, ms) { setTimeout(work, ms); },

		gone(peer) {
			swarm.peers = swarm.peers.filter((each) => each !== peer);
			if (links.get(peer.id) === peer) links.delete(peer.id);
		},

		close() {
			swarm.closed = true;
			socket?.close();
			for (const peer of links.values()) peer.close();
		},

		connect(now = feed.now()) {
			if (swarm.peers.length >= sizes.enough || now < nextTime) return;
			if (!socket) dial();
			else if (socket.readyState === 1) {
				nextTime = now + 120e3;
				announce().catch(() => {});
			}
		},
		...options,
	};

	function tick() {
		if (swarm.closed) return;
		const now = feed.now();
		for (const peer of links.values()) {
			const { upload, useful } = peer, hasMet = swarm.peers.includes(peer), isIdle = now - useful > (hasMet ? times.idle : times.open);
			// It never greets, fills a place, or takes too little.
			if (isIdle && (!hasMet || swarm.peers.length >= sizes.enough) || upload && now - upload.time > times.stuck + upload.at / 50) peer.close();
		}
		swarm.connect(now);
		swarm.later(tick, 500);
	}

	function dial() {
		socket = new WebSocket(sharing.tracker);
		socket.onopen = () => swarm.connect();
		socket.onmessage = ({ data }) => { hear(data).catch(() => {}); };
		socket.onclose = () => {
			socket = undefined;
			swarm.others = Math.max(0, swarm.others);
			nextTime = feed.now() + Math.min(600e3, 5e3 * 2 ** failures++) * (0.75 + Math.random() / 2);
		};
	}

	function say(message = {}) {
		if (socket?.readyState === 1) socket.send(JSON.stringify({ action: "announce", info_hash: key, peer_id: swarm.self, ...message }));
	}

	async function announce() {
		const offers = await Promise.all(Array.from({ length: sizes.offers }, async () => {
			const offer_id = random();
			return { offer_id, offer: await described(link(offer_id)) };
		}));
		say({ numwant: sizes.offers, left: 1, event: "started", offers });
	}

	async function hear(data = "") {
		const { info_hash, peer_id: id, offer_id, offer, answer, interval, incomplete, complete } = JSON.parse(data), { peers, self } = swarm;
		if (info_hash !== key || swarm.closed) return;
		if (interval) {
			failures = 0;
			swarm.others = incomplete + complete - 1;
			const isSoon = swarm.others > peers.length && peers.length < sizes.few;
			nextTime = feed.now() + (isSoon ? times.early : Math.max(60, +interval || 0) * 1e3);
		}
		if (typeof id !== "string" || id === self || banned.has(id)) return;
		const hasRoom = links.size < sizes.most + sizes.offers && peers.length < sizes.most;
		const peer = answer ? links.get(offer_id) : offer && hasRoom && !links.has(id) && link(id);
		if (!peer || answer && peer.connection.signalingState !== "have-local-offer") return;
		if (answer) {
			// Of two offers that of the lower identity stays.
			const other = links.get(id);
			if (other && self > id) return peer.close();
			other?.close();
			links.delete(offer_id);
			links.set(peer.id = id, peer);
		}
		await peer.connection.setRemoteDescription(answer ?? offer);
		if (!answer) say({ to_peer_id: id, offer_id, answer: await described(peer) });
	}

	function link(id = "") {
		const connection = new RTCPeerConnection({ iceServers: sharing.stun.map((urls) => ({ urls })) });
		const channel = connection.createDataChannel("bobine-p2p/1", { negotiated: true, id: 1 });
		const peer = createPeer(id, swarm, connection, channel);
		connection.onconnectionstatechange = () => { if (connection.connectionState === "failed") peer.close(); };
		links.set(id, peer);
		return peer;
	}

	tick();
	return swarm;
}

/** @param {Peer} peer */
async function described({ connection }) {
	await connection.setLocalDescription();
	await new Promise((go) => {
		setTimeout(go, times.gather);
		connection.onicegatheringstatechange = () => { if (connection.iceGatheringState === "complete") go(null); };
	});
	return connection.localDescription;
}
