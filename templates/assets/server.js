// @ts-check
// Reads pieces of files from the server, goes on where an answer was cut, and measures what the server gives.

/** No piece is larger, and no server that knows no ranges is read so far. */
export const most = 64 << 20;
const skipped = 8 << 20;

/** What is wrong with an answer: 200 where a range was asked of a large file is one too. */
class Refused extends Error {
  /** @param {number} status */
  constructor(status) { super(); this.status = status; }
}

export class Server {
  /** That came in all. */
  bytes = 0;
  /** Bytes a second, of all requests together. */
  speed = 0;
  #time = 0;
  #recent = 0;
  #heard = 0;

  /** @param {(url:string, options:RequestInit)=>Promise<Response>} fetch @param {()=>number} now */
  constructor(fetch, now) {
    this.fetch = fetch;
    this.now = now;
  }

  /** What is missing in `load`. All of it is there once the promise holds; what came before it breaks stays there.
   *  @param {{url:string, from:number, to:number|null}} piece
   *  @param {{got:number, heard:number, parts:Uint8Array[], cache?:RequestCache}} load @param {AbortSignal} signal */
  async read({ url, from, to }, load, signal) {
    const size = to ? to - from : most, start = from + load.got;
    if (load.got >= size) return;
    /** @type {Record<string, string>} */
    const headers = to || start ? { Range: `bytes=${start}-${to ? to - 1 : ""}` } : {};
    const { status, body } = await this.fetch(url, { signal, cache: load.cache, headers });
    // Whoever knows no ranges sends the whole file: what lies before is read over, if it is little.
    let skip = status === 206 ? 0 : start;
    if (!body || status !== 206 && status !== 200 || skip > skipped) {
      body?.cancel();
      throw new Refused(status);
    }
    const reader = body.getReader();
    this.#heard = load.heard = this.now();
    while (load.got < size) {
      const { value, done } = await reader.read();
      if (done) {
        if (to) throw new Error("cut");
        return;
      }
      this.#measure(value.length);
      load.heard = this.#heard;
      const part = value.subarray(Math.min(skip, value.length)).subarray(0, size - load.got);
      skip = Math.max(0, skip - value.length);
      load.got += part.length;
      load.parts.push(part);
    }
    if (!to) throw new Refused(413);
    // Of a whole file there is more to come. What ends by itself stays in the browser's cache.
    await (status === 206 ? reader.read() : reader.cancel()).catch(() => {});
  }

  /** What was long ago counts less.
   *  @param {number} bytes */
  #measure(bytes) {
    const now = this.now(), passed = now - this.#heard, weight = 0.5 ** (passed / 2e3);
    this.#heard = now;
    this.bytes += bytes;
    this.#recent = this.#recent * weight + bytes;
    this.#time = this.#time * weight + passed;
    if (this.#time > 5 && this.#recent > 16384) this.speed = this.#recent * 1e3 / this.#time;
  }
}
