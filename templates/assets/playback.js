// Plays a manifest over Media Source Extensions.
import { createFeed } from "./feed.js";
import { on } from "./kept.js";
import { Source } from "./manifest.js";
import { afterGap, createTrack, slack } from "./track.js";

/** Seconds ahead and behind, bytes of both; seconds that may be under way to the decoder, which another quality leaves. */
const ahead = 30, behind = 20, most = 48 << 20, keep = 1.5;

/** @param {HTMLVideoElement} video @param {Manifest} manifest @param {Feed} feed */
export function createPlayback(video, manifest, feed) {
	let url = "", quality = "auto", sound = 0, goal = ahead, begun = false, errors = 0, stuck = 0;
	/** @type {Track[]} What is seen, and then a sound that lies beside. */
	let tracks = [];
	/** Those that something is done for. */
	let busy = tracks;
	/** @type {{one:Rendition, at:number, fixed?:boolean}=} What was chosen, and the time that it is for. */
	let target;

	/** @type {Playback} */
	const it = {
		renditions: manifest.renditions, sounds: manifest.sounds, start, onchange() {}, onproblem() {},

		get ahead() { return Math.min(...tracks.map((track) => track.end(video.currentTime) - video.currentTime), 2 * ahead); },

		get quality() { return quality; },
		set quality(id) {
			[quality, target] = [id, undefined];
			const [track] = tracks, from = video.currentTime + keep * Math.max(video.playbackRate, 1);
			// It goes over the old one: nothing is missing until it comes.
			if (id !== "auto" && track) track.parts = track.parts.filter(({ start, rendition }) => start < from || rendition.id === id);
			tell();
			pump();
		},

		get sound() { return sound; },
		set sound(index) {
			sound = index;
			tell();
			start(video.currentTime);
		},
	};

	const beside = () => it.sounds[sound]?.rendition;

	/** @param {Feed} feed */
	function listen(feed) {
		feed.onready = pump;
		feed.onproblem = ({ status, tries, fatal, rendition }) => {
			// Where there are others, one that is not there is not waited for, a busy server as long as there is time.
			const isEnough = fatal || it.renditions.length > 1 && tries >= (Number(status) < 429 ? 2 : it.ahead < 5 ? 4 : 8);
			// Another site's may refuse without a status.
			if (status ? isEnough : tries > 5 && it.current && it.current !== rendition) without(rendition);
			// The feed goes on asking.
			else if (fatal) it.current ? tell("player-network") : fall("player-network");
		};
	}

	/** Paused or not as before; without an address the plain sources. */
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
		const source = new Source(), mine = URL.createObjectURL(source), opened = new Promise((go) => { source.onsourceopen = go; });
		// Managed sources want it.
		video.disableRemotePlayback ||= Source !== globalThis.MediaSource;
		load(mine, at);
		tracks[1]?.feed.close();
		[url, tracks] = [mine, []];
		await opened;
		URL.revokeObjectURL(mine);
		if (url !== mine) return;
		const other = beside();
		// Where there are no pictures a sound comes instead of the other.
		if (other && it.renditions[0].height) {
			const its = createFeed();
			listen(its);
			tracks = [createTrack(source, feed, undefined, true), createTrack(source, its, other)];
		} else tracks = [createTrack(source, feed, other)];
		pump();
	}

	/** Somebody else may give the element another film: then it is theirs. */
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
		// It cannot be decoded: another one, first of the sounds.
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

	/** `more`, or `whole` where nothing else comes.
	 *  @param {Track} track @param {Track[]} mine */
	async function step(track, mine) {
		const { source, feed } = track, one = track.only ?? choose(track.end(video.currentTime));
		begun ||= !video.paused;
		try {
			await manifest.load(one);
			if (mine !== tracks) return "";
			const { segments, duration } = one;
			// Of the very end, too, there is a picture.
			const at = Math.min(video.currentTime, Math.max(0, duration - 0.1)), end = track.end(at);
			source.duration ||= duration;
			const next = segments.filter(({ start, duration }) => start + duration <= end + slack).length;
			// Of what nobody plays yet the first picture is shown, and its feed takes it that nothing plays soon.
			const room = most * 8 / one.bandwidth, isFull = end - at >= (begun ? Math.min(goal, 0.6 * room) : 0.1);
			if (isFull && !begun && (segments[next] || video.currentTime > at + 0.05)) return "";
			feed.want({ rendition: one, next, ahead: end - at, rate: begun ? video.playbackRate || 1 : 0.05 });
			if (!segments[next]) return "whole";
			const init = feed.init(one), bytes = feed.take(one, next);
			// All buffers open before the first bytes.
			if (isFull || !init || !bytes || !mine.every((each) => each.open(each.only ?? one))) return "";
			await track.trim(at, Math.min(behind, 0.4 * room), ahead);
			await track.append(one, init, segments[next], bytes);
			// Another quality was chosen meanwhile.
			if (!track.only && !target) it.quality = quality;
			return "more";
		} catch (/** @type {any} */ error) {
			// The element tells it, too.
			const { name = "TypeError" } = error;
			if (mine !== tracks || video.error) return "";
			if (name === "QuotaExceededError" && (goal > 5 || it.ahead > 1)) {
				goal = Math.max(goal * 0.7, 5);
				await track.trim(video.currentTime, 2, goal);
			// No line (so `fetch` says), or a busy server, for which there is time: what plays goes on.
			} else if (name === "TypeError" && ++errors < 5 || name === "RangeError" && it.ahead > 5) {
				await new Promise((go) => setTimeout(go, 1e3));
				if (target && it.current) Object.assign(target, { one: it.current, fixed: true });
			} else if (it.current || !/T(ype|imeout)Error/.test(name)) without(name === "NotSupportedError" && beside() || one);
			// Who never saw a picture does not wait for long.
			else fall("player-network");
			return "";
		}
	}

	/** For what begins at this time; stays until that has come. */
	function choose(at = 0) {
		const last = target, stays = last?.at === at && it.renditions.includes(last.one);
		if (stays && (last.fixed || it.ahead > 2)) return last.one;
		const one = it.renditions.find(({ id }) => id === quality) ?? automatic(last?.one ?? it.current);
		// Who stands, or nearly, leaves what has begun for less alone.
		if (stays && one.bandwidth >= last.one.bandwidth) return last.one;
		target = { one, at };
		return one;
	}

	/** @param {Rendition} [before] */
	function automatic(before) {
		const side = ({ width = 0, height = 0 }) => Math.min(width, height);
		const screen = side({ width: video.clientWidth, height: video.clientHeight }) * devicePixelRatio;
		let [best] = it.renditions;
		for (const one of it.renditions) {
			// Up only with room to spare.
			if (one.bandwidth > feed.throughput * 8 * (before && one.bandwidth > before.bandwidth ? 0.7 : 0.9)) break;
			// Of two of one size the first needs less.
			if (side(one) > side(best) && side(best) < screen) best = one;
		}
		// What lies ahead bridges a slow time.
		return before && best.bandwidth < before.bandwidth && it.ahead > ahead / 2 && it.renditions.includes(before) ? before : best;
	}

	function tick() {
		if (isLost()) return;
		const at = video.currentTime, [first, other] = tracks;
		const part = first?.parts.find(({ start, end }) => start <= at + 0.1 && at < end);
		if (part && part.rendition !== it.current) {
			it.current = part.rendition;
			tell();
		}
		// Still for a second with data ahead: over a gap, or here again; for two, with the first sound; for ten, another way.
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
		tell(isChosen ? "player-failed" : "");
		if (video.error) start(video.currentTime);
		else pump();
	}

	/** Back to the plain sources. */
	function fall(text = "") {
		if (isLost()) return;
		close();
		load("", video.currentTime);
		tell(text, true);
	}

	/** A problem by the key of its text, or a change. */
	function tell(text = "", fatal = false) {
		if (text) it.onproblem(text, fatal);
		else it.onchange();
	}

	listen(feed);
	on(video, "timeupdate play seeking error", pump);
	const timer = setInterval(tick, 250);
	return it;
}
