// What the page says of a video becomes a playback and a feed.
import { createFeed } from "./feed.js";
import { mayShare, place } from "./kept.js";
import { readManifest } from "./manifest.js";
import { createPlayback } from "./playback.js";

/** @param {HTMLVideoElement} video @param {Promise<any>?} controls @param {()=>number?} position */
export async function playSegments(video, controls, position) {
	const { hls = "", segments, tracker, stun = "", swarms } = video.dataset;
	// Of a sensitive video nothing is loaded before it is asked for.
	if (video.preload === "none" && video.paused) await new Promise((go) => { video.addEventListener("play", go, { once: true }); });
	const manifest = await readManifest(new URL(hls, document.baseURI).href, swarms, segments), { renditions, sounds } = manifest;
	// Where there is nothing to choose, the browser's own way does as well.
	if (!renditions[0] || !(tracker || renditions[1] || sounds[1])) return;
	// Nothing is shared before there is a switch that says so.
	let isTold = false;
	const sharing = tracker && globalThis.RTCPeerConnection
		? { tracker, stun: stun.split(" ").filter(Boolean), allowed: () => isTold && mayShare(video) } : undefined;
	const feed = createFeed({ sharing }), playback = createPlayback(video, manifest, feed);
	playback.start(video.currentTime || (position() ?? place()));
	const shown = await controls;
	shown?.use(playback, feed);
	isTold = !!shown;
	// Back from the browser's memory, what is wanted next meets others again.
	addEventListener("pagehide", () => feed.leave());
}
