// Live figures: numbers, and the last minute as a line.
import { loadedEnd } from "./bar.js";
import { on } from "./kept.js";

/** @param {Player} player */
export function attachFigures(player) {
	const { video, parts: { figures: panel, "figures-button": button } } = player;
	/** @type {any} */
	const lines = {};
	/** @type {any} */
	let before = {}, timer = 0;
	const text = (number = 0, unit = "") =>
		number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, ...(unit && { style: "unit", unit }) });

	/** @param {any} words @param {number} [sample] */
	function show(name = "", words, sample) {
		const row = panel.querySelector(`[data-figure=${name}]`);
		row.hidden = !words;
		row.querySelector("span").textContent = words || "";
		if (sample === undefined) return;
		const line = lines[name] = [...lines[name] ?? [], sample].slice(-60), most = Math.max(...line, 1);
		row.querySelector("path").setAttribute("d", `M${line.map((each, i) => `${60 - line.length + i} ${23 - each / most * 22}`).join("L")}`);
	}

	function tick() {
		const { feed, playback } = player, known = feed?.figures(), others = video.dataset.tracker && known;
		for (const name of ["server", "fromPeers", "toPeers"]) {
			const bytes = known?.[name] ?? 0, rate = Math.max(0, bytes - (before[name] ?? bytes)) * 8;
			before[name] = bytes;
			show(name, (name === "server" ? known : others) && `${text(bytes / 1e6, "megabyte")}, ${text(rate / 1e6, "megabit-per-second")}`, rate);
		}
		show("peers", others && text(known.peers));
		const ahead = loadedEnd(video) - video.currentTime;
		show("buffer", text(ahead, "second"), ahead);
		show("rendition", playback?.current?.label ?? (video.videoWidth && `${video.videoWidth} × ${video.videoHeight}`));
	}

	// By `popovertarget` Chromium's Tab reaches it from there alone.
	on(button, "click", () => panel.togglePopover());
	// Full screen would lie over it.
	on(document, "fullscreenchange", () => panel.hidePopover());
	on(panel, "toggle", ({ newState }) => {
		const isOpen = button.ariaExpanded = newState === "open";
		clearInterval(timer);
		before = {};
		if (!isOpen) return;
		tick();
		timer = setInterval(tick, 1000);
	});
}
