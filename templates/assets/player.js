// @ts-check
// Adds to a page that works without it: positions in the address (?t=83, #t=83; &stop=200 ends there), times that seek in place, and
// buttons that copy. Every address and word comes from the page.

/** The first of these in the page, if any, of whatever kind.
 *  @param {string} selector @returns {any} */
const find = (selector) => document.querySelector(selector);
/** @type {HTMLVideoElement|null} */
const video = find("[data-player]");

/** Seconds of "83", "83s", "1:23" or "1m23s"; null for anything else.
 *  @param {string|null} text */
function seconds(text) {
	if (!text || !/^\d+(\.\d+)?s?$|^(\d+:)?\d+:\d+$|^(\d+h)?(\d+m)?(\d+s)?$/.test(text)) return null;
	if (!/[hm]/.test(text)) return text.replace("s", "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
	return [..."hms"].reduce((sum, unit) => sum * 60 + (parseInt(text.match(`\\d+${unit}`)?.[0] ?? "") || 0), 0);
}

const query = new URLSearchParams(location.search);

const positionOfHash = () => seconds(new URLSearchParams(location.hash.slice(1)).get("t"));
const positionOfAddress = () => positionOfHash() ?? seconds(query.get("t") ?? query.get("start"));

/** @param {HTMLVideoElement} video @param {number|null} position */
function seek(video, position) {
	if (position === null) return;
	if (video.readyState > 0) {
		video.currentTime = position;
		return;
	}
	video.addEventListener("loadedmetadata", () => { video.currentTime = position; }, { once: true });
	// A sensitive video loads nothing until it is asked for.
	if (video.preload === "none") video.load();
}

/** @param {HTMLVideoElement} video @param {HTMLElement[]} links */
function follow(video, links) {
	for (const link of links) {
		link.addEventListener("click", (event) => {
			if (event.ctrlKey || event.metaKey || event.shiftKey) return;
			event.preventDefault();
			// The keys are the player's, not the link's, which Space would leave for the end of the page.
			if (event.detail) link.blur();
			history.replaceState(null, "", `#t=${link.dataset.seconds}`);
			seek(video, Number(link.dataset.seconds));
			// Nothing plays behind a warning.
			if (!video.closest("details:not([open])")) video.play().catch(() => {});
			video.scrollIntoView({ block: "nearest" });
		});
	}
	video.addEventListener("timeupdate", () => {
		const current = links.filter((link) => Number(link.dataset.seconds) <= video.currentTime + 0.25).at(-1);
		for (const link of links) {
			if (link === current) link.setAttribute("aria-current", "true");
			else link.removeAttribute("aria-current");
		}
	});
}

if (video) {
	// Where the first source fails before the next one of the page has come, Chromium never looks at that; on a busy machine it stood so
	// later, too.
	const again = () => { if (video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) video.load(); };
	again();
	video.querySelector("source:not(:last-of-type)")?.addEventListener("error", () => setTimeout(again), { once: true });
	seek(video, positionOfAddress());
	// Another part of the page is no other time.
	addEventListener("hashchange", () => seek(video, positionOfHash()));
	// Once: who plays on then wants to see the rest.
	const stop = seconds(query.get("stop"));
	if (stop !== null) {
		const end = () => {
			if (video.currentTime < stop) return;
			video.removeEventListener("timeupdate", end);
			if (video.currentTime > stop + 2) return;
			video.pause();
			video.dispatchEvent(new Event("stopped"));
		};
		video.addEventListener("timeupdate", end);
	}
	// Each list by itself: chapters, and transcripts.
	for (const list of document.querySelectorAll("ol")) {
		const links = [...list.querySelectorAll("[data-seconds]")].filter((link) => link.closest("ol") === list);
		if (links[0]) follow(video, /** @type {HTMLElement[]} */ (links));
	}

	// The link and the code of the page's panel, to begin where the video is.
	const at = find("[data-share-at]");
	if (at) {
		at.parentElement.hidden = false;
		at.addEventListener("change", () => {
			for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-share] [data-copy]"))) {
				field.value = field.defaultValue.replace(/\/(?="|$)/, at.checked ? `/?t=${Math.floor(video.currentTime)}` : "/");
			}
		});
		// As the controls write it, which come later or not at all.
		video.addEventListener("timeupdate", () => {
			if (!at.checked) at.nextElementSibling.textContent = new Date(video.currentTime * 1000).toISOString().slice(11, 19).replace(/^[0:]{1,4}/, "");
		});
	}

	// A browser that decodes the sound alone raises no error. Where there is nothing else, all is well.
	const problem = find("[data-player-problem]"), isSound = video.dataset.player === "sound";
	video.addEventListener("loadeddata", () => { problem.hidden = isSound || video.videoWidth > 0; });

	// Without a script, and until they are there, the browser's own controls are.
	/** @type {HTMLElement|null} */
	const stage = video.closest(".player-stage");
	const controls = stage && import("./controls.js").then(({ attachControls }) => attachControls(stage, video)).catch(() => null);
	// One that ended has led here.
	if (location.hash === "#play") {
		history.replaceState(null, "", location.pathname + location.search);
		if (!video.closest("details")) video.play().catch(() => {});
	}
	// What of these cannot be had leaves the page as it was.
	if (video.dataset.hls) import("./playback.js").then((it) => it.playSegments(video, controls, positionOfAddress)).catch(() => {});
	const list = query.get("list"), box = find("[data-lists]");
	if (list && box) {
		import("./list.js").then((it) => it.showList(box, list)).then(async (next) => { if (next) (await controls)?.lead(next, true); }, () => {});
	}
	if (video.closest(".embed")) import("./embed.js").then((it) => it.embed(video), () => {});

	// The button that opened a sensitive video is gone then: the keyboard goes on from the one that plays it.
	const warning = video.closest("details");
	warning?.addEventListener("toggle", async () => {
		await controls;
		if (warning.open) (find("details [data-do=play]") ?? video).focus();
	});
}

for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-copy]"))) {
	field.addEventListener("focus", () => field.select());
	if (!navigator.clipboard) continue;
	const button = document.createElement("button"), { copy = "", copied = "" } = field.dataset;
	let told = 0;
	button.type = "button";
	button.className = "button button-small";
	button.textContent = copy;
	button.ariaLive = "polite";
	button.addEventListener("click", async () => {
		try {
			await navigator.clipboard.writeText(field.value);
			button.textContent = copied;
			clearTimeout(told);
			told = setTimeout(() => { button.textContent = copy; }, 4000);
		} catch { field.select(); }
	});
	field.parentElement?.after(button);
}
