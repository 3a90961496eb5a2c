// Plays a video over Media Source Extensions.
import { createFeed } from "./feed.js";
import { mayShare, on, place } from "./kept.js";
import { Source, readManifest } from "./manifest.js";
import { afterGap, createTrack, slack } from "./track.js";

/** Seconds, bytes, seconds that the decoder may have. */
const ahead = 30, behind = 20, most = 48 << 20, keep = 1.5;

/** @param {HTMLVideoElement} video @param {Manifest} manifest @param {Feed} feed */
export function createPlayback(video, manifest, feed) {
	let url = "", quality = "auto", sound = 0, goal = ahead, begun = false, errors = 0, stuck = 0;
	/** @type {Track[]} A sound beside comes second. */
	let tracks = [];
	let busy = tracks;
	/** @type {{one:Rendition, at:number, fixed?:boolean}=} What was chosen for a time. */
	let target;

	/** @type {Playback} */
	const it = {
		...manifest, start, onchange() {},

		get ahead() { return Math.min(...tracks.map((track) => track.end(video.currentTime) - video.currentTime), 2 * ahead); },

		get quality() { return quality; },
		set quality(id) {
			[quality, target] = [id, undefined];
			const [track] = tracks, from = video.currentTime + keep * Math.max(video.playbackRate, 1);
			if (id !== "auto" && track) track.parts = track.parts.filter(({ start, rendition }) => start < from || rendition.id === id);
			it.onchange();
			pump();
		},

		get sound() { return sound; },
		set sound(index) {
			sound = index;
			it.onchange();
			start(video.currentTime);
		},
	};

	const beside = () => it.sounds[sound]?.rendition;

	/** @param {Feed} feed */
	function listen(feed) {
		feed.onready = pump;
		feed.onproblem = ({ status, tries, fatal, rendition }) => {
			// Who is busy is waited for while there is time.
			const isEnough = fatal || it.renditions.length > 1 && tries >= (Number(status) < 429 ? 2 : it.ahead < 5 ? 4 : 8);
			// Another site's may refuse so.
			if (status ? isEnough : tries > 5 && it.current && it.current !== rendition) without(rendition);
			else if (fatal) (it.current ? it.onchange : fall)("player-network");
		};
	}

	/** Or the plain sources. */
	function load(src = "", at = 0) {
		const { paused, playbackRate } = video;
		if (src) video.src = src;
		else {
			video.removeAttribute("src");
			video.load();
		}
		if (at) video.currentTime = at;
		video.playbackRate = playbackRate;
		if (!paused) video.play().catch(() => {});
	}

	async function start(at = 0) {
		if (isLost()) return;
		const source = new Source(), mine = URL.createObjectURL(source);
		video.disableRemotePlayback ||= Source !== globalThis.MediaSource;
		load(mine, at);
		tracks[1]?.feed.close();
		[url, tracks] = [mine, []];
		await new Promise((go) => { source.onsourceopen = go; });
		URL.revokeObjectURL(mine);
		if (url !== mine) return;
		const other = beside();
		// Without pictures it comes instead of the other.
		if (other && it.renditions[0].height) {
			const its = createFeed();
			listen(its);
			tracks = [createTrack(source, feed, undefined, true), createTrack(source, its, other)];
		} else tracks = [createTrack(source, feed, other)];
		pump();
	}

	/** Has the element another film now? */
	function isLost() {
		if (video.src !== url) close();
		return video.src !== url;
	}

	function close() {
		clearInterval(timer);
		tracks[1]?.feed.close();
		tracks = [];
		feed.close();
	}

	async function pump() {
		if (isLost()) return;
		// It cannot be decoded.
		const bad = beside() ?? target?.one ?? it.current;
		if (video.error && bad) without(bad);
		const mine = tracks;
		if (busy === mine || !mine[0]) return;
		busy = mine;
		try {
			let steps;
			do {
				steps = [];
				for (const track of mine) steps.push(mine === tracks ? await step(track, mine) : "");
			} while (steps.includes("more"));
			const [{ source }] = mine;
			if (steps.every((step) => step === "whole") && source.readyState === "open") source.endOfStream();
		} finally { if (busy === mine) busy = []; }
	}

	/** `more`, or `whole`.
	 *  @param {Track} track @param {Track[]} mine */
	async function step(track, mine) {
		const { source, feed } = track, one = track.only ?? choose(track.end(video.currentTime));
		begun ||= !video.paused;
		try {
			await manifest.load(one);
			if (mine !== tracks) return "";
			const { segments, duration } = one;
			const at = Math.min(video.currentTime, Math.max(0, duration - 0.1)), end = track.end(at);
			source.duration ||= duration;
			const next = segments.filter(({ start, duration }) => start + duration <= end + slack).length;
			// What nobody plays yet shows its first picture.
			const room = most * 8 / one.bandwidth, isFull = end - at >= (begun ? Math.min(goal, 0.6 * room) : 0.1);
			if (isFull && !begun && (segments[next] || video.currentTime > at + 0.05)) return "";
			feed.want({ rendition: one, next, ahead: end - at, rate: begun ? video.playbackRate || 1 : 0.05 });
			if (!segments[next]) return "whole";
			const init = feed.init(one), bytes = feed.take(one, next);
			// All buffers open before the first bytes.
			if (isFull || !init || !bytes || !mine.every((each) => each.open(each.only ?? one))) return "";
			await track.trim(at, Math.min(behind, 0.4 * room), ahead);
			await track.append(one, init, segments[next], bytes);
			if (!track.only && !target) it.quality = quality;
			return "more";
		} catch (/** @type {any} */ error) {
			const { name = "TypeError" } = error;
			if (mine !== tracks || video.error) return "";
			if (name === "QuotaExceededError" && (goal > 5 || it.ahead > 1)) {
				goal = Math.max(goal * 0.7, 5);
				await track.trim(video.currentTime, 2, goal);
			// No line, or a busy server.
			} else if (name === "TypeError" && ++errors < 5 || name === "RangeError" && it.ahead > 5) {
				await new Promise((go) => setTimeout(go, 1e3));
				if (target && it.current) Object.assign(target, { one: it.current, fixed: true });
			} else if (it.current || !/T(ype|imeout)Error/.test(name)) without(name === "NotSupportedError" && beside() || one);
			else fall("player-network");
			return "";
		}
	}

	/** For this time: stays until that has come. */
	function choose(at = 0) {
		const last = target, stays = last?.at === at && it.renditions.includes(last.one);
		if (stays && (last.fixed || it.ahead > 2)) return last.one;
		const one = it.renditions.find(({ id }) => id === quality) ?? automatic();
		// Who nearly stands leaves it for less alone.
		if (stays && one.bandwidth >= last.one.bandwidth) return last.one;
		target = { one, at };
		return one;
	}

	function automatic(before = target?.one ?? it.current) {
		const side = ({ width = 0, height = 0 }) => Math.min(width, height);
		const screen = side({ width: video.clientWidth, height: video.clientHeight }) * devicePixelRatio;
		let [best] = it.renditions;
		for (const one of it.renditions) {
			// Up only with room to spare.
			if (one.bandwidth > feed.throughput * 8 * (before && one.bandwidth > before.bandwidth ? 0.7 : 0.9)) break;
			if (side(one) > side(best) && side(best) < screen) best = one;
		}
		// What is ready bridges a slow time.
		return before && best.bandwidth < before.bandwidth && it.ahead > ahead / 2 && it.renditions.includes(before) ? before : best;
	}

	function tick() {
		if (isLost()) return;
		const at = video.currentTime, [first, other] = tracks;
		const part = first?.parts.find(({ start, end }) => start <= at + 0.1 && at < end);
		if (part && part.rendition !== it.current) {
			it.current = part.rendition;
			it.onchange();
		}
		// It stands with enough ready: over a gap; with the first sound; another way.
		stuck = !part || video.paused || video.readyState > 2 || it.ahead < 0.5 ? 0 : stuck + 1;
		if (stuck > 40) return fall("player-failed");
		if (stuck === 8 && other?.end(at) === Infinity) it.sound = 0;
		else if (!video.seeking && stuck && stuck % 4 === 0) video.currentTime = afterGap(video.buffered, at);
		pump();
	}

	/** @param {Rendition} bad */
	function without(bad) {
		if (bad === beside()) it.sound = 0;
		if (!it.renditions.includes(bad)) return;
		it.renditions = it.renditions.filter((one) => one !== bad);
		if (!it.renditions[0]) return fall("player-failed");
		const isChosen = bad.id === quality;
		if (isChosen) quality = "auto";
		it.onchange(isChosen ? "player-failed" : "");
		if (video.error) start(video.currentTime);
		else pump();
	}

	function fall(text = "") {
		if (isLost()) return;
		close();
		load("", video.currentTime);
		it.onchange(text, true);
	}

	listen(feed);
	on(video, "timeupdate play seeking error", pump);
	const timer = setInterval(tick, 250);
	return it;
}

/** @param {HTMLVideoElement} video @param {Promise<any>?} controls @param {()=>number?} position */
export async function playSegments(video, controls, position) {
	const { hls = "", segments, tracker, stun = "", swarms } = video.dataset;
	// A sensitive video waits.
	if (video.preload === "none" && video.paused) await new Promise((go) => on(video, "play", go, { once: true }));
	const manifest = await readManifest(new URL(hls, document.baseURI).href, swarms, segments), { renditions, sounds } = manifest;
	// Nothing to choose: the browser does as well.
	if (!renditions[0] || !(tracker || renditions[1] || sounds[1])) return;
	// Not before there is a switch that says so.
	let isTold = false;
	const sharing = tracker && globalThis.RTCPeerConnection
		? { tracker, stun: stun.split(" ").filter(Boolean), allowed: () => isTold && mayShare(video) } : undefined;
	const feed = createFeed({ sharing }), playback = createPlayback(video, manifest, feed);
	playback.start(video.currentTime || (position() ?? place()));
	const shown = await controls;
	shown?.use(playback, feed);
	isTold = !!shown;
	addEventListener("pagehide", () => feed.leave());
}
