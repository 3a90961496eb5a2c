// @ts-check
// The viewers who watch the same: met through a WebTorrent tracker, each over a WebRTC connection.
import { Peer } from "./peer.js";

const sizes = { offers: 4, few: 2, enough: 6, most: 10 };
const times = { gather: 1500, open: 20e3, joining: 6e3, early: 15e3, idle: 60e3 };

/** Who sent wrong bytes: identities and fingerprints, as long as the page is open. The feed bans a few at most. */
const banned = new Set();

const random = (count = 20) => String.fromCharCode(...crypto.getRandomValues(new Uint8Array(count)));
/** Of the certificate of the other end (RFC 8122).
 *  @param {RTCSessionDescriptionInit|null|undefined} description */
const fingerprint = (description) => description?.sdp?.match(/fingerprint:.*\w/)?.[0];

export class Swarm {
  /** @type {Peer[]} */
  peers = [];
  /** @type {Set<Peer>} */
  uploads = new Set();
  sent = 0;
  self = random();
  /** As the tracker says. */
  others = -1;
  closed = false;
  /** By the other's identity, or by an offer that nobody has answered yet.
   *  @type {Map<string, {connection:RTCPeerConnection, channel:RTCDataChannel, time:number, peer:Peer|undefined}>} */
  #links = new Map();
  /** @type {WebSocket|undefined} */
  #socket;
  #failures = 0;
  #next = 0;
  /** When all that was sent has gone up, at the rate that we give. */
  #spent = 0;

  /** @param {{id:string, tracker:string, stun:string[], count:number, rate:number, now:()=>number,
   *    hold:(index:number)=>Uint8Array|undefined, change:()=>void}} options `rate`: bytes a second of the video */
  constructor({ id, tracker, stun, count, rate, now, hold, change }) {
    this.key = id.replace(/../g, (hex) => String.fromCharCode(parseInt(hex, 16)));
    this.tracker = tracker;
    this.servers = stun.length ? [{ urls: stun }] : [];
    this.count = count;
    this.rate = Math.min(3 * rate, 1e6);
    this.now = now;
    this.hold = hold;
    this.change = change;
    this.began = now();
    this.#tick();
  }

  /** On a metered line nothing is given. */
  get paused() {
    const line = /** @type {any} */ (globalThis.navigator)?.connection;
    return !!line && (line.saveData || line.type === "cellular" || /2g|3g/.test(line.effectiveType));
  }

  get state() {
    const joining = !this.peers.length && this.others && this.now() - this.began < times.joining;
    return joining ? "joining" : this.paused ? "paused" : "on";
  }

  /** Whether a segment is here. */
  tell(index = 0, has = true) { if (!this.paused) this.peers.forEach((peer) => peer.tell(index, has)); }

  /** @param {Peer} peer */
  ban(peer) {
    banned.add(peer.id).add(fingerprint(this.#links.get(peer.id)?.connection.remoteDescription) ?? peer.id);
    peer.close();
  }

  /** Milliseconds until so many bytes may go up; 0: now. */
  spend(bytes = 0) {
    const now = this.now(), ahead = this.#spent - now;
    if (ahead > 250) return Math.ceil(ahead - 250);
    this.#spent = Math.max(this.#spent, now) + bytes * 1e3 / this.rate;
    return 0;
  }

  /** @param {() => void} work */
  later(work, ms = 0) { setTimeout(work, ms); }

  /** @param {Peer} peer */
  met(peer) { this.peers.push(peer); }

  /** @param {Peer} peer */
  gone(peer) {
    this.peers = this.peers.filter((each) => each !== peer);
    if (this.#links.get(peer.id)?.peer === peer) this.#cut(peer.id);
  }

  close() {
    this.closed = true;
    if (this.#socket?.readyState === 1) this.#say({ event: "stopped" });
    this.#socket?.close();
    for (const id of this.#links.keys()) this.#cut(id);
    for (const peer of this.peers) peer.close();
  }

  #tick() {
    if (this.closed) return;
    const now = this.now();
    for (const peer of this.peers) if (peer.stuck) peer.close();
    if (this.peers.length >= sizes.enough) {
      const idle = this.peers.reduce((a, b) => b.useful < a.useful ? b : a);
      if (now - idle.useful > times.idle) idle.close();
    }
    this.connect(now);
    this.later(() => this.#tick(), 500);
  }

  /** Looks for others, if there are few. */
  connect(now = 0) {
    for (const [id, { peer, time }] of this.#links) if (now - time > times.open && !(peer && this.peers.includes(peer))) this.#cut(id);
    if (this.peers.length >= sizes.enough || now < this.#next) return;
    if (!this.#socket) this.#dial();
    else if (this.#socket.readyState === 1) {
      this.#next = now + 120e3;
      this.#announce().catch(() => {});
    }
  }

  #dial() {
    const socket = this.#socket = new WebSocket(this.tracker);
    socket.onopen = () => { this.#failures = 0; this.connect(this.now()); };
    socket.onmessage = ({ data }) => { this.#hear(data).catch(() => {}); };
    socket.onclose = () => {
      this.#socket = undefined;
      this.others = Math.max(0, this.others);
      // A tracker that is gone is asked less and less often.
      this.#next = this.now() + Math.min(600e3, 5e3 * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
    };
  }

  /** @param {object} message */
  #say(message) {
    this.#socket?.send(JSON.stringify({ action: "announce", info_hash: this.key, peer_id: this.self, ...message }));
  }

  async #announce() {
    for (const [id, { peer }] of this.#links) if (!peer) this.#cut(id);
    const offers = await Promise.all(Array.from({ length: sizes.offers }, async () => {
      const offer_id = random(), { connection } = this.#link(offer_id);
      return { offer_id, offer: await described(connection) };
    }));
    if (this.#socket?.readyState === 1) {
      this.#say({ numwant: offers.length, uploaded: 0, downloaded: 0, left: 1, event: "started", offers });
    }
  }

  async #hear(data = "") {
    const { info_hash, peer_id: id, offer_id, offer, answer, interval, incomplete, complete } = JSON.parse(data);
    if (info_hash !== this.key || this.closed) return;
    if (interval) {
      this.others = incomplete + complete - 1;
      const soon = this.others > this.peers.length && this.peers.length < sizes.few;
      this.#next = this.now() + (soon ? times.early : Math.max(60, interval) * 1e3);
    }
    if (typeof id !== "string" || id === this.self || banned.has(id) || banned.has(fingerprint(answer ?? offer))) return;
    if (answer) {
      const link = this.#links.get(offer_id);
      if (!link || link.peer) return;
      this.#links.delete(offer_id);
      // Where both made an offer, the one of the lower identity stays.
      if (this.#links.has(id) && this.self > id) return link.connection.close();
      this.#cut(id);
      this.#links.set(id, link);
      link.peer = new Peer(id, link.channel, this);
      await link.connection.setRemoteDescription(answer);
    } else if (offer && !this.#links.has(id) && this.#links.size < sizes.most + sizes.offers && this.peers.length < sizes.most) {
      const link = this.#link(id), { connection } = link;
      link.peer = new Peer(id, link.channel, this);
      await connection.setRemoteDescription(offer);
      this.#say({ to_peer_id: id, offer_id, answer: await described(connection) });
    }
  }

  #link(id = "") {
    const connection = new RTCPeerConnection({ iceServers: this.servers });
    const channel = connection.createDataChannel("bobine-p2p/1", { negotiated: true, id: 1 });
    const link = { connection, channel, time: this.now(), peer: /** @type {Peer|undefined} */ (undefined) };
    this.#links.set(id, link);
    connection.onconnectionstatechange = () => { if (connection.connectionState === "failed") channel.close(); };
    return link;
  }

  #cut(id = "") {
    const link = this.#links.get(id);
    this.#links.delete(id);
    link?.peer?.close();
    link?.connection.close();
  }
}

/** What the other end is told: with the candidates that are found in time.
 *  @param {RTCPeerConnection} connection */
async function described(connection) {
  await connection.setLocalDescription();
  await new Promise((go) => {
    setTimeout(go, times.gather);
    connection.onicegatheringstatechange = () => { if (connection.iceGatheringState === "complete") go(null); };
  });
  return connection.localDescription;
}
