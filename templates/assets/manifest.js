// @ts-check
// The playlists of a video as values (RFC 8216, in the form that this site writes).

/**
 * `from` to `to` is a byte range of `url`, `to` exclusive; null: the whole file. `bytes`: 0 if unknown.
 * @typedef {{index: number, start: number, duration: number, url: string, from: number, to: number | null, bytes: number, sha256?: string}} Segment
 * `segments` is empty until `load`. `swarm`: 40 hex.
 * @typedef {{id: string, label: string, codecs: string, mime: string, bandwidth: number, average: number, width: number,
 *   height: number, frameRate: number, init: {url: string, from: number, to: number | null}, segments: Segment[],
 *   duration: number, swarm?: string}} Rendition
 * The first sound lies in the renditions and has none of its own.
 * @typedef {{label: string, language: string, rendition?: Rendition}} Sound
 * @typedef {{renditions: Rendition[], duration: number, sounds: Sound[], load: (one: Rendition) => Promise<Rendition>}} Manifest
 */

/** `swarms`: `<stem>=<40 hex> ...`; `segments`: the address of the hashes. `duration` is 0 until a rendition was loaded.
 *  @param {string} master @param {string} [swarms] @param {string} [segments] @returns {Promise<Manifest>} */
export async function readManifest(master, swarms = "", segments) {
  const lines = await linesOf(master);
  const swarm = new Map(swarms.split(" ").map((pair) => /** @type {[string, string]} */ (pair.split("="))));
  /** @type {Promise<any> | undefined} */
  let hashes;

  /** @param {Map<string, string>} list @param {string} uri */
  function rendition(list, uri) {
    const url = new URL(uri, master).href;
    const id = nameOf(url).replace(/\.m3u8$/, "");
    const [width, height] = (list.get("RESOLUTION") ?? "0x0").split("x").map(Number);
    // What CODECS says after them are sounds that lie beside.
    const codecs = (list.get("CODECS") ?? "").split(",").slice(0, height ? 2 : 1).join();
    return {
      id, label: height ? `${Math.min(width, height)}p` : id, codecs, mime: `${height ? "video" : "audio"}/mp4; codecs="${codecs}"`,
      bandwidth: Number(list.get("BANDWIDTH") ?? 128000), average: Number(list.get("AVERAGE-BANDWIDTH") ?? 128000), width, height,
      frameRate: Number(list.get("FRAME-RATE") ?? 0), init: { url, from: 0, to: null }, segments: [], duration: 0, swarm: swarm.get(id),
    };
  }

  const all = lines.flatMap((line, at) =>
    line.startsWith("#EXT-X-STREAM-INF:") ? [rendition(attributes(line), lines[at + 1])] : []);
  const sounds = lines.filter((line) => line.startsWith("#EXT-X-MEDIA:TYPE=AUDIO")).map(attributes).map((list) => {
    const uri = list.get("URI");
    return { label: list.get("NAME") ?? "", language: list.get("LANGUAGE") ?? "", rendition: uri ? rendition(new Map(), uri) : undefined };
  });
  // Sound alone is no quality of a film.
  const films = all.filter((one) => one.height);
  /** @type {Manifest} */
  const manifest = {
    renditions: (films.length ? films : all).sort((a, b) => a.bandwidth - b.bandwidth), duration: 0, sounds,
    async load(one) {
      if (one.segments.length) return one;
      const text = await linesOf(one.init.url);
      if (!one.segments.length) readSegments(one, text);
      manifest.duration ||= one.duration;
      // Only peers need them: nothing waits.
      if (segments) (hashes ??= fetch(segments).then((answer) => answer.json())).then((all) => addHashes(one, all), () => {});
      return one;
    },
  };
  return manifest;
}

/** @param {Rendition} one @param {string[]} lines */
function readSegments(one, lines) {
  const base = one.init.url;
  let [start, duration] = [0, 0];
  /** @type {[number, number | null]} */
  let range = [0, null];
  for (const line of lines) {
    const value = line.slice(line.indexOf(":") + 1);
    if (line.startsWith("#EXTINF:")) duration = parseFloat(value);
    else if (line.startsWith("#EXT-X-BYTERANGE:")) range = rangeOf(value);
    else if (line.startsWith("#EXT-X-MAP:")) {
      const list = attributes(line);
      const [from, to] = rangeOf(list.get("BYTERANGE") ?? "");
      one.init = { url: new URL(list.get("URI") ?? "", base).href, from, to };
    } else if (line[0] !== "#") {
      const [from, to] = range;
      one.segments.push({ index: one.segments.length, start, duration, url: new URL(line, base).href, from, to, bytes: to ? to - from : 0 });
      start += duration;
      range = [0, null];
    }
  }
  if (!(start > 0 && start < Infinity)) throw new Error("no segments");
  one.duration = start;
}

/** Of files, or of ranges in them.
 *  @param {Rendition} one @param {any} hashes */
function addHashes(one, hashes) {
  for (const segment of one.segments) {
    const found = hashes[nameOf(segment.url)];
    segment.sha256 = segment.to ? found?.[`${segment.from}-${segment.to - 1}`] : found;
  }
}

/** `<length>@<offset>`
 *  @param {string} text @returns {[number, number | null]} */
function rangeOf(text) {
  const [length, offset] = text.split("@").map(Number);
  return text ? [offset, offset + length] : [0, null];
}

/** @param {string} url */
const nameOf = (url) => decodeURIComponent(url.split("/").at(-1) ?? "");

/** `NAME=value,NAME="value"`
 *  @param {string} line @returns {Map<string, string>} */
const attributes = (line) =>
  new Map([...line.matchAll(/([A-Z-]+)=(?:"([^"]*)"|([^,]*))/g)].map(([, name, quoted, plain]) => [name, quoted ?? plain]));

/** @param {string} url @returns {Promise<string[]>} */
async function linesOf(url) {
  const answer = await fetch(url);
  const lines = answer.ok ? (await answer.text()).split(/\r?\n/).filter(Boolean) : [];
  if (lines[0] !== "#EXTM3U") throw new Error(`${url}: ${answer.status}`);
  return lines;
}
