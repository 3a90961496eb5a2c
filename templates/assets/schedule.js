// What to ask for, and whom (docs/sharing.md).

/** Silence of the server; of a peer. */
export const SILENT = 6e3, STALL = 2e3;
const HURRY = 5e3, // little else is asked for
	NEAR = 13e3, // the server is asked
	SOON = 20e3, // in order; later, what few have first
	GOAL = 30e3, // loaded by who is alone
	FAR = 60e3, // loaded with others
	SLACK = 4e3; // a segment is whole before it plays
/** Bytes a second of a new peer; how many are asked at one time. */
const guess = 150e3, parallel = 4;

/** The highest fetches early what nobody has. */
export function rank(id = "", index = 0) {
	let hash = index + 1;
	for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
	hash = Math.imul(hash ^ hash >>> 15, 0x2c1b3c6d);
	return (hash ^ hash >>> 13) >>> 0;
}

/** @param {State} state */
export function plan({ wish, now, self, speed, room, joining, has, loads, peers }) {
	const { next, ahead, rate, rendition: { segments, average } } = wish, need = average / 8;
	/** @type {Action[]} */
	const actions = [];
	// One that barely keeps up is asked earlier.
	const near = Math.min(GOAL, Math.max(NEAR, speed && 2 * NEAR * need / speed));
	const size = (index = 0) => segments[index].to - segments[index].from || segments[index].duration * need;
	const left = (index = 0) => (ahead + segments[index].start - segments[next].start) * 1e3 / rate;
	const fits = (rate = 0, index = 0) => size(index) * 1e3 / Math.max(rate, guess) < left(index) - SLACK * 1.5;
	const isBlocked = (index = 0) => (loads.get(index)?.until ?? 0) > now;
	let end = next;
	for (let bytes = 0; end < segments.length && left(end) < FAR && bytes <= room; end++) bytes += size(end);

	let served = false, hurry = false, asked = 0;
	const coming = new Set();
	// After a jump the line is for what plays at once.
	const jumped = ahead * 1e3 / rate < HURRY && !has(next) && !loads.get(next)?.active && !isBlocked(next);
	for (const { index, peer, active, since, heard, got, tries } of loads.values()) {
		const rest = Math.max(0, size(index) - got), passed = now - since;
		const speed = got && passed > 1e3 ? got * 1e3 / passed : Math.max(peer?.rate ?? 0, guess);
		if (index < next || index >= end) actions.push({ do: "stop", index });
		else if (!peer ? jumped && rest : now - heard > STALL || rest * 1e3 / speed > (tries ? 8e3 : left(index) - SLACK)) {
			actions.push({ do: "leave", index });
		} else if (active) {
			coming.add(index);
			if (peer) asked++;
			else served ||= rest > 0;
		}
	}

	const open = [];
	for (let index = next; index < end; index++) {
		if (has(index)) continue;
		const time = left(index), blocked = isBlocked(index), holders = peers.filter((peer) => peer.has(index));
		hurry ||= time < HURRY && !blocked;
		if (coming.has(index)) continue;
		served ||= blocked;
		let wait = blocked;
		if (time >= near) {
			if (holders.length) wait ||= holders.some(({ rate }) => fits(rate, index));
			else if (peers.length) wait ||= time >= SOON && peers.some(({ id }) => rank(id, index) > rank(self, index));
			else wait ||= time >= GOAL || !!joining && speed > 2 * need;
		}
		// One at a time: the first to play gets the line.
		if (!wait && !served) {
			actions.push({ do: "http", index });
			served = true;
		} else if (holders.length && (wait ? blocked || !hurry : speed && speed < need)) {
			open.push({ index, order: time < SOON ? time : SOON + holders.length * 1e6 + time });
		}
	}
	const free = peers.filter((peer) => !peer.asked && peer.after <= now).sort((a, b) => b.rate - a.rate);
	for (const { index } of open.sort((a, b) => a.order - b.order)) {
		const at = free.findIndex((peer) => peer.has(index) && (isBlocked(index) || fits(peer.rate, index)));
		if (at >= 0 && asked++ < (hurry ? 1 : parallel)) actions.push({ do: "peer", index, peer: free.splice(at, 1)[0] });
	}
	return actions;
}
