// The playlists of a video as values (RFC 8216, in the form that this site writes).

export const Source = globalThis.ManagedMediaSource ?? globalThis.MediaSource;

const piece = (url = "", length = 0, from = 0, start = 0, duration = 0) => ({ url, from, to: from + length, start, duration, sha256: "" });

/** @returns {Rendition} */
function rendition(line = "", playlist = "", swarms = "") {
	const id = nameOf(playlist).replace(".m3u8", ""), number = (name = "", or = 0) => Number(attribute(line, name)) || or;
	const [width, height = 0] = attribute(line, "RESOLUTION").split("x").map(Number);
	// Others lie beside.
	const codecs = attribute(line, "CODECS").split(",").slice(0, height ? 2 : 1).join();
	return {
		id, label: height ? `${Math.min(width, height)}p` : id, mime: codecs && `${height ? "video" : "audio"}/mp4; codecs="${codecs}"`,
		bandwidth: number("BANDWIDTH", 128e3), average: number("AVERAGE-BANDWIDTH", 128e3), width, height, frameRate: number("FRAME-RATE"),
		playlist, swarm: swarms.match(`${id}=(\\w{40})`)?.[1], init: piece(), segments: [], duration: 0,
	};
}

/** `swarms`: `<stem>=<40 hex> ...`
 *  @returns {Promise<Manifest>} */
export async function readManifest(master = "", swarms = "", hashes = "") {
	/** @type {Promise<any>} */
	let known;
	const text = await read(master), at = (uri = "", base = master) => new URL(uri, base).href;
	const all = Array.from(text.matchAll(/#EXT-X-STREAM-INF(.*)\s+(.+)/g), ([, line, uri]) => rendition(line, at(uri), swarms));
	const films = all.filter(({ height }) => height);
	return {
		renditions: (films[0] ? films : all).filter(({ mime }) => Source?.isTypeSupported(mime)).sort((a, b) => a.bandwidth - b.bandwidth),
		sounds: Array.from(text.matchAll(/:TYPE=AUDIO([^\n]*)/g), ([, line]) => {
			const uri = attribute(line, "URI");
			return { label: attribute(line, "NAME"), rendition: uri ? rendition("", at(uri), swarms) : undefined };
		}),
		async load(one) {
			if (one.segments[0]) return;
			const { playlist } = one, text = await read(playlist);
			const [, map, size, offset] = text.match(/#EXT-X-MAP:URI="(.*?)"(?:,BYTERANGE="(\d+)@(\d+))?/) ?? [];
			let end = 0;
			const segments = Array.from(text.matchAll(/#EXTINF:([\d.]+).*\s+(?:#EXT-X-BYTERANGE:(\d+)@(\d+)\s+)?(.+)/g), ([, seconds, length, from, uri]) => {
				const start = end;
				end += +seconds;
				return piece(at(uri, playlist), +length || 0, +from || 0, start, +seconds);
			});
			if (!(end > 0)) throw new Error("no segments");
			Object.assign(one, { segments, duration: end, init: piece(at(map, playlist), +size || 0, +offset || 0) });
			if (hashes) (known ??= fetch(hashes).then((answer) => answer.json())).then((all) => {
				for (const one of segments) one.sha256 = one.to ? all[nameOf(one.url)]?.[`${one.from}-${one.to - 1}`] : all[nameOf(one.url)];
			}).catch(() => {});
		},
	};
}

const nameOf = (url = "") => url.replace(/.*\//, "");

const attribute = (line = "", name = "") => line.match(`[:,]${name}=(?:"([^"]*)|([^,]*))`)?.slice(1).join("") ?? "";

async function read(url = "") {
	const answer = await fetch(url, { signal: /** @type {any} */ (AbortSignal).timeout(15e3) }), text = await answer.text();
	if (!answer.ok || !text.startsWith("#EXTM3U")) throw new (answer.status > 428 ? RangeError : Error)(url);
	return text;
}
