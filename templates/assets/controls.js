// The player's controls. Markup and words are the page's <template data-controls>.
import { attachBar, clock, loadedEnd } from "./bar.js";
import { attachFigures } from "./figures.js";
import { clamp, keep, keepPlace, kept, mayShare, on, place, stopped } from "./kept.js";
import { attachKeys } from "./keys.js";
import { attachMenus } from "./menus.js";
import { attachNext } from "./next.js";

/** @param {HTMLElement} stage @param {HTMLVideoElement} video */
export function attachControls(stage, video) {
	const template = stage.querySelector("[data-controls]"), page = stage.closest(".watch"), { classList } = stage;
	if (!template || !("popover" in stage)) return null;
	stage.append(template.content.cloneNode(true));
	video.controls = false;
	classList.add("has-controls");
	/** @type {Player["parts"]} */
	const parts = Object.fromEntries(Array.from(stage.querySelectorAll("[data-do]"), (each) => [each.dataset.do, each]));
	const { play, mute, volume, full, theatre, share, sharing, said, restart } = parts;
	let sought = -1, idle = 0, timer = 0, last = 0, isTouch = false, isSpent = false;

	const word = (key = "") => template.getAttribute(`data-${key}`) ?? "";

	function wake() {
		classList.remove("is-idle");
		clearTimeout(idle);
		idle = setTimeout(() => {
			if (stage.querySelector(".controls :focus-visible, .player-panel:popover-open, [data-do=said]:not(:empty)")) wake();
			else classList.toggle("is-idle", !video.paused && !video.dataset.player);
		}, 2800);
	}

	function say(text = "", seconds = 2) {
		clearTimeout(timer);
		said.textContent = text;
		restart.hidden = true;
		if (!text) return;
		timer = setTimeout(say, seconds * 1000);
		wake();
	}

	function toggle() {
		if (video.networkState > 2) video.load();
		if (video.paused) video.play().catch(() => {});
		else video.pause();
	}

	/** One at a time, of many the last one. */
	function seek(to = 0) {
		if (!video.duration) return;
		const time = clamp(to, video.duration - 0.1);
		if (video.seeking && loadedEnd(video) > video.currentTime) sought = time;
		else [sought, video.currentTime] = [-1, time];
	}
	on(video, "seeked", () => {
		if (sought >= 0) video.currentTime = sought;
		sought = -1;
	});
	const skip = (by = 0) => seek((sought >= 0 ? sought : video.currentTime) + by);

	/** @type {Player} */
	const player = {
		stage, video, parts, playback: null, feed: null, word, wake, say, seek, skip, toggle,
		press(name) { if (parts[name].offsetParent) parts[name].click(); },
		volume(to) {
			video.volume = clamp(to);
			video.muted = !video.volume;
			keep("volume", video.volume);
			say(`${volume.ariaLabel} ${Math.round(video.volume * 100)} %`);
		},
	};
	attachBar(player);
	const fill = attachMenus(player);
	attachKeys(player);
	attachFigures(player);
	const lead = attachNext(player);

	/** @type {any[][]} A button, what it does, whether it is away. */
	const buttons = [
		["play", toggle],
		["start", toggle],
		["mute", () => { if (video.volume) video.muted = !video.muted; else player.volume(0.5); }],
		["pip", () => (document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture()).catch(() => {}),
			!document.pictureInPictureEnabled || video.dataset.player],
		["theatre", () => { keep("theatre", !kept("theatre")); widen(); }],
		["full", () => {
			if (document.fullscreenElement) document.exitFullscreen();
			else if (document.fullscreenEnabled) stage.requestFullscreen();
			else video.webkitEnterFullscreen();
		}, !document.fullscreenEnabled && !video.webkitPresentationMode],
		["restart", () => { seek(0); say(); }, true],
	];
	for (const [name, act, isAway] of buttons) {
		parts[name].hidden = isAway;
		on(parts[name], "click", act);
	}
	// Space is not to press the button once more.
	on(stage, "click", ({ pointerType, target }) => {
		if (target.closest(pointerType === "mouse" ? "button, [type=range]" : ".player-said, .player-figures")) stage.focus({ preventScroll: true });
	});

	function widen() { theatre.ariaPressed = !!page?.classList.toggle("watch-theatre", !!kept("theatre")); }
	function look() {
		const { paused } = video, isSilent = video.muted || !video.volume;
		classList.toggle("is-playing", !paused);
		classList.toggle("is-muted", isSilent);
		play.title = play.ariaLabel = word(paused ? "play" : "pause");
		mute.title = mute.ariaLabel = word(isSilent ? "unmute" : "mute");
		volume.value = isSilent ? 0 : video.volume;
		volume.ariaValueText = `${Math.round(volume.value * 100)} %`;
		full.ariaPressed = !!document.fullscreenElement;
		wake();
	}
	video.volume = clamp(kept("volume") ?? video.volume);
	on(volume, "input", () => player.volume(+volume.value));
	on(video, "play pause volumechange seeking", look);
	on(document, "fullscreenchange", look);
	on(video, "waiting seeking", () => classList.add("is-waiting"));
	on(video, "playing seeked canplay error", () => classList.remove("is-waiting"));
	on(video.querySelector("source:last-of-type"), "error", () => {
		classList.remove("is-waiting");
		say(word("player-nothing"), 8);
	});
	widen();
	look();

	// What closes a panel, or shows the controls, does no more.
	on(stage, "pointerdown", ({ pointerType }) => {
		isTouch = pointerType === "touch";
		isSpent = isTouch ? classList.contains("is-idle") : !!stage.querySelector("[popover='']:popover-open");
	});
	on(stage, "pointerdown pointermove focusin", wake);
	on(stage, "click", (event) => {
		if (!isTouch || !isSpent || !event.detail || event.target.closest("[popover]")) return;
		event.preventDefault();
		event.stopPropagation();
	}, true);
	on(video, "click", () => {
		if (!isTouch) isSpent || toggle();
		else if (!isSpent && !video.paused) classList.add("is-idle");
	});
	on(video, "dblclick", () => { if (!isTouch) player.press("full"); });

	on(video, "timeupdate pause", () => {
		if (Math.abs(video.currentTime - last) < 4) return;
		last = video.currentTime;
		const isAmid = last > 10 && last < video.duration - 10;
		if (isAmid || stopped()) keepPlace(isAmid ? last : 0);
	});
	const resume = () => {
		const at = place(), now = video.currentTime, isThere = Math.abs(now - at) < 1;
		if (!at || at > video.duration - 5 || now > 1 && !isThere) return;
		if (!isThere) seek(at);
		say(word("resumed").replace("{time}", clock(at)), 8);
		restart.hidden = false;
	};
	if (video.readyState) resume();
	else on(video, "loadedmetadata", resume, { once: true });

	const session = navigator.mediaSession;
	if (session) {
		session.metadata = new MediaMetadata({ title: video.ariaLabel ?? "", artwork: video.poster ? [{ src: video.poster }] : [] });
		session.setActionHandler("seekbackward", () => skip(-10));
		session.setActionHandler("seekforward", () => skip(10));
		session.setActionHandler("seekto", (to) => seek(to.seekTime ?? 0));
	}

	if (page) stage.after(sharing);
	on(share, "change", () => {
		keep("sharing", share.checked);
		player.feed?.share(share.checked);
	});
	/** @param {any} [playback] @param {any} [feed] */
	function use(playback, feed) {
		Object.assign(player, { playback, feed });
		sharing.hidden = !(feed && video.dataset.tracker);
		share.checked = mayShare(video);
		feed?.share(share.checked);
		Object.assign(playback ?? {}, {
			onchange(text = "", fatal = false) {
				if (text) say(word(text), 8);
				if (fatal) player.playback = null;
				fill();
			},
		});
		const before = playback?.renditions.findLast(({ label = "" }) => label === kept("quality"));
		if (before) playback.quality = before.id;
		fill();
	}
	use();
	return { use, lead };
}
