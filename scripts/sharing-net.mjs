// The net of simulate-sharing.mjs: numbers by chance, a clock, lines, and channels between two viewers.
import { kinds } from "../templates/assets/wire.js";

/** Numbers that look random and follow from the seed (mulberry32). */
export function numbers(seed) {
  return () => {
    seed = seed + 0x6d2b79f5 | 0;
    let mixed = Math.imul(seed ^ seed >>> 15, 1 | seed);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}

/** Events in the order of their times, a binary heap. Promises settle between two events. */
export class Clock {
  time = 0;
  promised = false;
  #heap = [];
  #count = 0;

  at(time, work) {
    const heap = this.#heap, event = { time, order: this.#count++, work };
    let place = heap.push(event) - 1;
    for (let above; place && before(event, heap[above = place - 1 >> 1]); place = above) heap[place] = heap[above];
    heap[place] = event;
  }

  after(ms, work) { this.at(this.time + ms, work); }

  async run(end) {
    const heap = this.#heap;
    while (heap.length && heap[0].time <= end) {
      const { time, work } = heap[0], last = heap.pop();
      if (heap.length) {
        let place = 0;
        for (let below; (below = 2 * place + 1) < heap.length; place = below) {
          if (below + 1 < heap.length && before(heap[below + 1], heap[below])) below++;
          if (!before(heap[below], last)) break;
          heap[place] = heap[below];
        }
        heap[place] = last;
      }
      this.time = time;
      work();
      if (this.promised) {
        this.promised = false;
        await new Promise(setImmediate);
      }
    }
  }
}
const before = (a, b) => a.time < b.time || a.time === b.time && a.order < b.order;

/** One direction of a line. */
export class Line {
  #free = 0;
  constructor(clock, rate) { Object.assign(this, { clock, rate }); }
  send(bytes, delay, work) {
    this.#free = Math.max(this.#free, this.clock.time) + bytes * 1e3 / this.rate;
    this.clock.at(this.#free + delay, work);
    return this.#free;
  }
}

/** What `Peer` uses of a data channel. */
export class Pipe {
  readyState = "open";
  bufferedAmount = 0;
  requests = new Map();
  constructor(clock, from, to) { Object.assign(this, { clock, from, to }); }
  send(bytes) {
    const size = bytes.length + 60, low = this.bufferedAmountLowThreshold, { clock, from, other } = this;
    // Which segment a request is for, so that what comes can be counted.
    const request = bytes[1] << 8 | bytes[2];
    if (bytes[0] === kinds.ask) this.requests.set(request, bytes[5] << 8 | bytes[6]);
    this.bufferedAmount += bytes.length;
    const sent = from.up.send(size, 0, () => {
      const was = this.bufferedAmount;
      this.bufferedAmount -= bytes.length;
      if (was > low && this.bufferedAmount <= low && this.readyState === "open") this.onbufferedamountlow?.();
    });
    // Lines are full at their narrow end: the message enters the other's when it has left here.
    clock.at(sent + from.delay + this.to.delay, () => this.to.down.send(size, 0, () => {
      if (bytes[0] === kinds.data) this.to.count(other.requests.get(request), bytes.length - 7);
      if (other.readyState === "open") other.onmessage({ data: bytes.buffer });
    }));
  }
  close() {
    if (this.readyState !== "open") return;
    this.readyState = "closed";
    const { other } = this;
    // A page that is left says so; a machine that vanishes does not, for half a minute.
    this.clock.after(this.from.vanished ? 30e3 : 50, () => {
      if (other.readyState !== "open") return;
      other.readyState = "closed";
      other.onclose();
    });
  }
}
