// @ts-check
// The playlists of a video as values (RFC 8216, in the form that this site writes).

/** `from` to `to` is a byte range of `url`, `to` exclusive; null: the whole file. `bytes`: 0 if unknown.
 *  @typedef {{index:number, start:number, duration:number, url:string, from:number, to:number|null, bytes:number, sha256?:string}} Segment
 *  `segments` is empty until `load`. `swarm`: 40 hex.
 *  @typedef {{id:string, label:string, codecs:string, mime:string, bandwidth:number, average:number, width:number, height:number,
 *    frameRate:number, init:{url:string, from:number, to:number|null}, segments:Segment[], duration:number, swarm?:string}} Rendition
 *  The first sound lies in the renditions.
 *  @typedef {{label:string, language:string, rendition:Rendition|null}} Sound
 *  @typedef {{renditions:Rendition[], duration:number, sounds:Sound[], load:(one:Rendition)=>Promise<Rendition>}} Manifest */

/** `swarms`: `<stem>=<40 hex> ...`; `hashes`: the address of segments-sha256.json. `duration` is 0 until a rendition was loaded.
 *  @param {string} master @param {string} [swarms] @param {string} [hashes] @returns {Promise<Manifest>} */
export async function readManifest(master, swarms = "", hashes) {
  /** @type {Promise<any>|undefined} */
  let known;
  /** @param {string} line @param {string} uri @returns {Rendition} */
  const rendition = (line, uri) => {
    const url = new URL(uri, master).href, id = nameOf(url).replace(".m3u8", "");
    const [width, height] = attribute(line, "RESOLUTION").split("x").map(Number);
    // What CODECS says after them are sounds that lie beside.
    const codecs = attribute(line, "CODECS").split(",").slice(0, height ? 2 : 1).join();
    const number = (/** @type {string} */ name, or = 0) => Number(attribute(line, name)) || or;
    return {
      id, label: height ? `${Math.min(width, height)}p` : id, codecs, mime: `${height ? "video" : "audio"}/mp4; codecs="${codecs}"`,
      bandwidth: number("BANDWIDTH", 128e3), average: number("AVERAGE-BANDWIDTH", 128e3), width, height: height || 0,
      frameRate: number("FRAME-RATE"), init: { url, from: 0, to: null }, segments: [], duration: 0,
      swarm: swarms.match(`${id}=(\\w{40})`)?.[1],
    };
  };
  const lines = await linesOf(master);
  const all = lines.flatMap((line, at) => line.startsWith("#EXT-X-STREAM-INF") ? [rendition(line, lines[at + 1])] : []);
  // Sound alone is no quality of a film.
  const films = all.filter((one) => one.height);
  /** @type {Manifest} */
  const manifest = {
    renditions: (films[0] ? films : all).sort((a, b) => a.bandwidth - b.bandwidth), duration: 0,
    sounds: lines.filter((line) => line.includes("TYPE=AUDIO")).map((line) => {
      const uri = attribute(line, "URI");
      return { label: attribute(line, "NAME"), language: attribute(line, "LANGUAGE"), rendition: uri ? rendition("", uri) : null };
    }),
    async load(one) {
      if (one.segments[0]) return one;
      const text = await linesOf(one.init.url);
      if (!one.segments[0]) readSegments(one, text);
      manifest.duration ||= one.duration;
      // Only peers need them: nothing waits.
      if (hashes) (known ??= fetch(hashes).then((answer) => answer.json())).then((all) => addHashes(one, all), () => {});
      return one;
    },
  };
  return manifest;
}

/** @param {Rendition} one @param {string[]} lines */
function readSegments(one, lines) {
  const base = one.init.url;
  let start = 0, duration = 0, range = { from: 0, to: /** @type {number|null} */ (null) };
  for (const line of lines) {
    const [, length, from] = line.match(/(\d+)@(\d+)/)?.map(Number) ?? [];
    if (length) range = { from, to: from + length };
    if (line.startsWith("#EXTINF:")) duration = parseFloat(line.slice(8));
    const isMap = line.startsWith("#EXT-X-MAP");
    if (!isMap && line[0] === "#") continue;
    const piece = { url: new URL(isMap ? attribute(line, "URI") : line, base).href, ...range };
    range = { from: 0, to: null };
    if (isMap) one.init = piece;
    else {
      one.segments.push({ index: one.segments.length, start, duration, bytes: piece.to ? piece.to - piece.from : 0, ...piece });
      start += duration;
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

/** @param {string} url */
const nameOf = (url) => url.split("/").at(-1) ?? "";

/** Of `NAME=value,NAME="value"`.
 *  @param {string} line @param {string} name */
const attribute = (line, name) => line.match(`[:,]${name}=(?:"([^"]*)|([^,]*))`)?.slice(1).join("") ?? "";

/** @param {string} url @returns {Promise<string[]>} */
async function linesOf(url) {
  const answer = await fetch(url), text = await answer.text();
  if (!answer.ok || !text.startsWith("#EXTM3U")) throw new Error(`${url}: ${answer.status}`);
  return text.split(/\s*\n/).filter(Boolean);
}
