// @ts-check
// The playlists of a video as values (RFC 8216, in the form that this site writes).

import { isPlayable } from "./source.js";

/** A byte range of `url`, `to` exclusive; 0: the whole file.
 *  @typedef {{url:string, from:number, to:number, sha256?:string}} Piece @typedef {Piece & {start:number, duration:number}} Segment
 *  `segments` is empty until `load`. `swarm`: 40 hex.
 *  @typedef {{id:string, label:string, mime:string, bandwidth:number, average:number, width:number, height:number, frameRate:number,
 *    playlist:string, init:Piece, segments:Segment[], duration:number, swarm?:string}} Rendition
 *  The first sound lies in the renditions.
 *  @typedef {{label:string, rendition?:Rendition}} Sound
 *  @typedef {{renditions:Rendition[], sounds:Sound[], load:(one:Rendition)=>Promise<void>}} Manifest */

/** `swarms`: `<stem>=<40 hex> ...`; `hashes`: the address of segments-sha256.json.
 *  @param {string} master @param {string} [swarms] @param {string} [hashes] @returns {Promise<Manifest>} */
export async function readManifest(master, swarms = "", hashes) {
  /** @type {Promise<any>|undefined} */
  let known;
  /** @returns {Rendition} */
  const rendition = (line = "", uri = "") => {
    const playlist = new URL(uri, master).href, id = nameOf(playlist).replace(".m3u8", "");
    const [width, height = 0] = attribute(line, "RESOLUTION").split("x").map(Number);
    // What CODECS says after them are sounds that lie beside.
    const codecs = attribute(line, "CODECS").split(",").slice(0, height ? 2 : 1).join();
    const number = (name = "", or = 0) => Number(attribute(line, name)) || or;
    return {
      id, label: height ? `${Math.min(width, height)}p` : id, mime: codecs && `${height ? "video" : "audio"}/mp4; codecs="${codecs}"`,
      bandwidth: number("BANDWIDTH", 128e3), average: number("AVERAGE-BANDWIDTH", 128e3), width, height, frameRate: number("FRAME-RATE"),
      playlist, init: { url: "", from: 0, to: 0 }, segments: [], duration: 0, swarm: swarms.match(`${id}=(\\w{40})`)?.[1],
    };
  };
  const lines = await linesOf(master), all = lines.flatMap((line, at) => line.startsWith("#EXT-X-STREAM-INF") ? [rendition(line, lines[at + 1])] : []);
  // Sound alone is no quality of a film.
  const films = all.filter(({ height }) => height);
  return {
    renditions: (films[0] ? films : all).filter(isPlayable).sort((a, b) => a.bandwidth - b.bandwidth),
    sounds: lines.filter((line) => line.includes("TYPE=AUDIO")).map((line) => {
      const uri = attribute(line, "URI");
      return { label: attribute(line, "NAME"), rendition: uri ? rendition("", uri) : undefined };
    }),
    async load(one) {
      if (one.segments[0]) return;
      readSegments(one, await linesOf(one.playlist));
      // Only peers need them: nothing waits.
      if (hashes) (known ??= fetch(hashes).then((answer) => answer.json())).then((all) => addHashes(one, all), () => {});
    },
  };
}

/** @param {Rendition} one @param {string[]} lines */
function readSegments(one, lines) {
  let start = 0, duration = 0, from = 0, to = 0;
  /** @type {Segment[]} */
  const segments = [];
  for (const line of lines) {
    const range = line.match(/(\d+)@(\d+)/);
    if (range) [from, to] = [Number(range[2]), Number(range[1]) + Number(range[2])];
    if (line.startsWith("#EXTINF:")) duration = parseFloat(line.slice(8));
    const isMap = line.startsWith("#EXT-X-MAP");
    if (!isMap && line[0] === "#") continue;
    const piece = { url: new URL(isMap ? attribute(line, "URI") : line, one.playlist).href, from, to };
    from = to = 0;
    if (isMap) one.init = piece;
    else {
      segments.push({ ...piece, start, duration });
      start += duration;
    }
  }
  if (!(start > 0 && start < Infinity)) throw new Error("no segments");
  Object.assign(one, { segments, duration: start });
}

/** Of files, or of ranges in them.
 *  @param {Rendition} one @param {any} hashes */
function addHashes(one, hashes) {
  for (const segment of one.segments) {
    const found = hashes[nameOf(segment.url)];
    segment.sha256 = segment.to ? found?.[`${segment.from}-${segment.to - 1}`] : found;
  }
}

const nameOf = (url = "") => url.replace(/.*\//, "");

/** Of `NAME=value,NAME="value"`. */
const attribute = (line = "", name = "") => line.match(`[:,]${name}=(?:"([^"]*)|([^,]*))`)?.slice(1).join("") ?? "";

async function linesOf(url = "") {
  // All else waits for it.
  const answer = await fetch(url, { signal: /** @type {any} */ (AbortSignal).timeout(15e3) }), text = await answer.text();
  if (!answer.ok || !text.startsWith("#EXTM3U")) throw new (answer.status > 428 ? RangeError : Error)(url);
  return text.split(/\s*\n/).filter(Boolean);
}
