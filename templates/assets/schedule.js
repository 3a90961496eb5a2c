// @ts-check
// What to ask for now, and whom: a function of what is known, without clock, network or memory of its own. What plays soon comes
// from the server. What plays later comes from a viewer who has it, and from the server once its time gets short.

/** `rate`: bytes a second; `after`: ask nothing before then. Times are milliseconds, as `now`.
 *  @typedef {{id:string, rate:number, busy:boolean, after:number, has:(index:number)=>boolean}} Holder
 *  `peer`: where it comes from, null for the server; not `active`: it failed, and may start again at `until`.
 *  @typedef {{index:number, peer:Holder|null, active:boolean, until:number, since:number, heard:number, got:number}} Load
 *  `need` and `speed`: bytes a second that playing takes and that the server gives; `room`: bytes that may wait to be played.
 *  @typedef {{now:number, self:string, next:number, ahead:number, urgent:boolean, rate:number, need:number, speed:number,
 *    room:number, joining:boolean, count:number, start:(index:number)=>number, size:(index:number)=>number,
 *    has:(index:number)=>boolean, loads:Map<number, Load>, peers:Holder[]}} State
 *  `missed`: the peer that had it was too slow.
 *  @typedef {{do:"http"|"peer"|"stop", index:number, peer?:Holder, missed?:Holder}} Action */

export const times = {
  near: 10e3, // what plays sooner comes from the server
  soon: 20e3, // in order; later, what few have first
  goal: 30e3, // so much is loaded by who is alone
  far: 60e3, // so much with others
  joining: 10e3, // so much before the others are met
  first: 2e3, stall: 2e3, // a peer is silent so long at most, before its first byte and after it
  slack: 4e3, // a segment is whole so long before it plays
  silent: 6e3, // the server is silent so long at most
};
/** What a peer is expected to give until it has shown what it gives. */
export const guess = 150e3;
const parallel = 4;

/** One of all who lack a segment that nobody has is to fetch it early: whoever has the highest number here. All count alike.
 *  @param {string} id @param {number} index */
export function rank(id, index) {
  let hash = index + 1;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ hash >>> 15, 0x2c1b3c6d);
  return (hash ^ hash >>> 13) >>> 0;
}

/** @param {State} state @returns {Action[]} */
export function plan(state) {
  const { now, next, loads, peers, size } = state;
  /** @type {Action[]} */
  const actions = [];
  // A server that barely keeps up is asked earlier.
  const near = Math.min(times.goal, Math.max(times.near, state.speed ? 2 * times.near * state.need / state.speed : 0));
  /** Milliseconds until a segment plays.
   *  @param {number} index */
  const left = (index) =>
    ((state.urgent ? 0 : state.ahead) + state.start(index) - state.start(next)) * 1e3 / (state.rate > 0 ? state.rate : 1);
  let end = next;
  for (let bytes = 0; end < state.count && left(end) < times.far && bytes <= state.room; end++) bytes += size(end);

  let served = false, asked = 0;
  for (const load of loads.values()) {
    const { index, peer } = load, silent = now - load.heard;
    if (index < next || index >= end) {
      actions.push({ do: "stop", index });
    } else if (!peer) {
      if (load.active && load.got < size(index)) served = true;
    } else {
      const rate = load.got && now - load.since > 1e3 ? load.got * 1e3 / (now - load.since) : Math.max(peer.rate, guess);
      const late = (size(index) - load.got) / rate * 1e3 > left(index) - times.slack;
      if (silent <= (load.got ? times.stall : times.first) && !late) { asked++; continue; }
      // The server goes on where the peer stopped, unless there is time to ask another.
      const again = left(index) < times.soon && load.until <= now;
      actions.push({ do: again ? "http" : "stop", index, missed: peer });
      served ||= again;
    }
  }

  const taken = new Set(peers.filter((peer) => peer.busy || peer.after > now));
  /** @type {{index:number, order:number, holders:Holder[]}[]} */
  const open = [];
  for (let index = next; index < end; index++) {
    const load = loads.get(index), time = left(index), blocked = load && load.until > now;
    if (state.has(index) || load && (load.active || load.peer)) continue;
    // A server that fails is not asked for more at the same time.
    if (blocked) served = true;
    const holders = peers.filter((peer) => peer.has(index));
    const enough = holders.some((peer) => size(index) / Math.max(peer.rate, guess) * 1e3 < time - times.slack * 1.5);
    let wait = blocked || enough && time >= near;
    if (!wait && time >= near && !holders.length) {
      wait = !peers.length ? time >= (state.joining ? times.joining : times.goal)
        : time >= times.soon && peers.some((peer) => rank(peer.id, index) > rank(state.self, index));
    }
    // One request at a time: the first to play gets the whole line, and Chromium loads both twice where two ranges of a file overlap.
    if (!wait && !served) {
      actions.push({ do: "http", index });
      served = true;
    } else if (holders.length && (blocked || time >= near)) {
      open.push({ index, holders, order: time < times.soon ? time : times.soon + holders.length * 1e6 + time });
    }
  }
  open.sort((a, b) => a.order - b.order);
  for (const { index, holders } of open) {
    if (asked >= parallel) break;
    const peer = holders.filter((each) => !taken.has(each)).sort((a, b) => b.rate - a.rate)[0];
    if (!peer) continue;
    asked++;
    taken.add(peer);
    actions.push({ do: "peer", index, peer });
  }
  return actions;
}
