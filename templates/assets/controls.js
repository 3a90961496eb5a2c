// The player's controls: markup and words are the page's <template data-controls>; without it the browser's own stay.
import { attachBar, clock, loadedEnd } from "./bar.js";
import { attachFigures } from "./figures.js";
import { clamp, keep, keepPlace, kept, mayShare, on, place, stopped } from "./kept.js";
import { attachKeys } from "./keys.js";
import { attachMenus } from "./menus.js";
import { attachNext } from "./next.js";

/** @param {HTMLElement} stage @param {HTMLVideoElement} video @param {Element} template */
function shared(stage, video, template) {
	/** @type {Player["parts"]} */
	const parts = Object.fromEntries(Array.from(stage.querySelectorAll("[data-do]"), (each) => [each.getAttribute("data-do"), each]));
	const { said, restart } = parts;
	let sought = -1, idle = 0, timer = 0;
	on(video, "seeked", () => {
		if (sought >= 0) video.currentTime = sought;
		sought = -1;
	});
	/** @type {Player} */
	const player = {
		stage, video, parts, playback: null, feed: null,
		word: (key) => template.getAttribute(`data-${key}`) ?? "",
		press(name) { if (parts[name].offsetParent) parts[name].click(); },
		toggle() {
			// No source could be had: perhaps now.
			if (video.networkState > 2) video.load();
			if (video.paused) video.play().catch(() => {});
			else video.pause();
		},
		/** One at a time; of many the last one. */
		seek(to) {
			if (!video.duration) return;
			const time = clamp(to, video.duration - 0.1);
			// Nobody waits for what is not there yet.
			if (video.seeking && loadedEnd(video) > video.currentTime) sought = time;
			else [sought, video.currentTime] = [-1, time];
		},
		skip(by) { player.seek((sought >= 0 ? sought : video.currentTime) + by); },
		volume(to) {
			video.volume = clamp(to);
			video.muted = !video.volume;
			keep("volume", video.volume);
			player.say(`${parts.volume.ariaLabel} ${Math.round(video.volume * 100)} %`);
		},
		say(text = "", seconds = 2) {
			clearTimeout(timer);
			said.textContent = text;
			restart.hidden = true;
			if (!text) return;
			timer = setTimeout(player.say, seconds * 1000);
			player.wake();
		},
		wake() {
			stage.classList.remove("is-idle");
			clearTimeout(idle);
			idle = setTimeout(() => {
				// Whoever reads, or is in them with the keyboard, keeps them.
				if (stage.querySelector(".controls :focus-visible, .player-panel:popover-open, [data-do=said]:not(:empty)")) player.wake();
				else stage.classList.toggle("is-idle", !video.paused && !video.dataset.player);
			}, 2800);
		},
	};
	return player;
}

/** What plays and brings the video may come later: `use`.
 *  @param {HTMLElement} stage @param {HTMLVideoElement} video */
export function attachControls(stage, video) {
	const template = /** @type {any} */ (stage.querySelector("[data-controls]"));
	if (!template || !("popover" in stage)) return null;
	stage.append(template.content.cloneNode(true));
	const player = shared(stage, video, template), { parts, word, wake, say, seek, skip, toggle } = player, { classList } = stage;
	video.controls = false;
	classList.add("has-controls");
	attachBar(player);
	const fill = attachMenus(player);
	attachKeys(player);
	attachFigures(player);
	const lead = attachNext(player);

	const { play, mute, volume, full, theatre, share, sharing } = parts;
	const page = stage.closest(".watch");

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
	// Space is not to press the button once more; what goes away keeps the keys no longer.
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
	// Where none can be had, the video says nothing.
	on(video.querySelector("source:last-of-type"), "error", () => {
		classList.remove("is-waiting");
		say(word("player-nothing"), 8);
	});
	widen();
	look();

	// A mouse plays and pauses, unless it closes a panel; a finger shows what was hidden, and hides it.
	let isTouch = false, isSpent = false;
	on(stage, "pointerdown", ({ pointerType }) => {
		isTouch = pointerType === "touch";
		isSpent = isTouch ? classList.contains("is-idle") : !!stage.querySelector("[popover='']:popover-open");
	});
	on(stage, "pointerdown pointermove focusin", wake);
	stage.addEventListener("click", (event) => {
		if (!isTouch || !isSpent || !event.detail || /** @type {any} */ (event.target).closest("[popover]")) return;
		event.preventDefault();
		event.stopPropagation();
	}, true);
	on(video, "click", () => {
		if (!isTouch) isSpent || toggle();
		else if (!isSpent && !video.paused) classList.add("is-idle");
	});
	on(video, "dblclick", () => { if (!isTouch) player.press("full"); });

	// Goes on where one stopped, but for the start and the end.
	let last = 0;
	on(video, "timeupdate pause", () => {
		if (Math.abs(video.currentTime - last) < 4) return;
		last = video.currentTime;
		const isAmid = last > 10 && last < video.duration - 10;
		if (isAmid || stopped()) keepPlace(isAmid ? last : 0);
	});
	const resume = () => {
		// The script that plays may have gone there.
		const at = place(), now = video.currentTime, isThere = Math.abs(now - at) < 1;
		if (!at || at > video.duration - 5 || now > 1 && !isThere) return;
		if (!isThere) seek(at);
		say(word("resumed").replace("{time}", clock(at)), 8);
		parts.restart.hidden = false;
	};
	if (video.readyState) resume();
	else video.addEventListener("loadedmetadata", resume, { once: true });

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
			onchange: fill,
			onproblem(text = "", fatal = false) {
				say(word(text), 8);
				if (fatal) player.playback = null;
				fill();
			},
		});
		fill();
	}
	use();
	return { use, lead };
}
