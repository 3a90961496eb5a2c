// What to ask for, and whom (docs/sharing.md): a function of what is known, without clock, network or memory.

export const times = {
	hurry: 5e3, // little else is asked for
	near: 13e3, // the server is asked
	soon: 20e3, // in order; later, what few have first
	goal: 30e3, // loaded by who is alone
	far: 60e3, // loaded with others
	slack: 4e3, // a segment is whole before it plays
	stall: 2e3, // silence of a peer
	silent: 6e3, // silence of the server
};
/** Bytes a second of a peer that has given nothing yet; how many are asked at one time. */
const guess = 150e3, parallel = 4;

/** Whoever has the highest number fetches early what nobody has. */
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
	// A server that barely keeps up is asked earlier.
	const near = Math.min(times.goal, Math.max(times.near, speed && 2 * times.near * need / speed));
	const size = (index = 0) => segments[index].to - segments[index].from || segments[index].duration * need;
	const left = (index = 0) => (ahead + segments[index].start - segments[next].start) * 1e3 / rate;
	const fits = (rate = 0, index = 0) => size(index) * 1e3 / Math.max(rate, guess) < left(index) - times.slack * 1.5;
	const isBlocked = (index = 0) => (loads.get(index)?.until ?? 0) > now;
	let end = next;
	for (let bytes = 0; end < segments.length && left(end) < times.far && bytes <= room; end++) bytes += size(end);

	let served = false, hurry = false, asked = 0;
	const coming = new Set();
	// After a jump what comes for later leaves the line to what plays at once.
	const jumped = ahead * 1e3 / rate < times.hurry && !has(next) && !loads.get(next)?.active && !isBlocked(next);
	for (const { index, peer, active, since, heard, got, tries } of loads.values()) {
		const rest = Math.max(0, size(index) - got), passed = now - since;
		const speed = got && passed > 1e3 ? got * 1e3 / passed : Math.max(peer?.rate ?? 0, guess);
		if (index < next || index >= end) actions.push({ do: "stop", index });
		// Where the server fails nobody is faster than a peer.
		else if (!peer ? jumped && rest : now - heard > times.stall || rest * 1e3 / speed > (tries ? 8e3 : left(index) - times.slack)) {
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
		// What plays at once has the whole line.
		hurry ||= time < times.hurry && !blocked;
		if (coming.has(index)) continue;
		// A server that fails is not asked for more at the same time.
		served ||= blocked;
		let wait = blocked;
		if (time >= near) {
			if (holders.length) wait ||= holders.some(({ rate }) => fits(rate, index));
			else if (peers.length) wait ||= time >= times.soon && peers.some(({ id }) => rank(id, index) > rank(self, index));
			else wait ||= time >= times.goal || !!joining && speed > 2 * need;
		}
		// One request at a time: the first to play gets the line, and Chromium loads both twice where two ranges of a file overlap.
		if (!wait && !served) {
			actions.push({ do: "http", index });
			served = true;
		} else if (holders.length && (wait ? blocked || !hurry : speed && speed < need)) {
			open.push({ index, order: time < times.soon ? time : times.soon + holders.length * 1e6 + time });
		}
	}
	const free = peers.filter((peer) => !peer.asked && peer.after <= now).sort((a, b) => b.rate - a.rate);
	for (const { index } of open.sort((a, b) => a.order - b.order)) {
		const at = free.findIndex((peer) => peer.has(index) && (isBlocked(index) || fits(peer.rate, index)));
		if (at >= 0 && asked++ < (hurry ? 1 : parallel)) actions.push({ do: "peer", index, peer: free.splice(at, 1)[0] });
	}
	return actions;
}
