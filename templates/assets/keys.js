// Keys of the player.
import { clamp, keep, kept, on } from "./kept.js";

/** @param {Player} player */
export function attachKeys(player) {
	const { stage, video, parts, seek, skip, press, toggle } = player, { speed: list, everywhere } = parts;
	const speed = (by = 0) => {
		list.selectedIndex = clamp(list.selectedIndex + by, list.length - 1);
		list.dispatchEvent(new Event("change"));
		player.say(list.selectedOptions[0].text);
	};
	const frame = (by = 0) => { if (video.paused) skip(by / (player.playback?.current?.frameRate || 25)); };
	/** @type {Record<string, () => any>} */
	const keys = {
		" ": toggle, k: toggle, j: () => skip(-10), l: () => skip(10), arrowleft: () => skip(-5), arrowright: () => skip(5),
		home: () => seek(0), end: () => seek(video.duration), "<": () => speed(-1), ">": () => speed(1), ",": () => frame(-1), ".": () => frame(1),
		arrowup: () => player.volume(video.volume + 0.05), arrowdown: () => video.muted || player.volume(video.volume - 0.05),
		m: () => press("mute"), c: () => press("caption"), f: () => press("full"), t: () => press("theatre"), i: () => press("pip"),
		n: () => press("next"), "?": () => parts.keys.togglePopover(),
	};
	for (let digit = 0; digit < 10; digit++) keys[digit] = () => seek(video.duration * digit / 10);

	on(parts["keys-button"], "click", () => {
		parts.panel.hidePopover();
		parts.keys.showPopover();
	});
	// WCAG 2.2, 2.1.4.
	everywhere.checked = kept("keys") ?? true;
	on(everywhere, "change", () => keep("keys", everywhere.checked));

	on(window, "keydown", (event) => {
		const { target, shiftKey } = event;
		let key = event.key.toLowerCase();
		// On other layouts the place counts.
		if (!keys[key] && !/[a-z]/.test(key)) key = event.code.replace(/Key|Digit/, "").toLowerCase();
		const isLong = key.length > 1;
		if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || (shiftKey ? isLong : key === "n")
			|| stage.closest("details:not([open])") || target.closest("textarea, select, :popover-open, [contenteditable], input:not([type=range])")
			|| key === " " && target.closest("button, a, summary") || target === parts.volume && isLong || !video.readyState && isLong || !keys[key]) return;
		if (!document.fullscreenElement && !stage.contains(target)
			&& (!everywhere.checked || /^(arrow(up|down)|home|end)$/.test(key) || isLong && target !== document.body)) return;
		event.preventDefault();
		player.wake();
		// Held, it would do and undo.
		if (!event.repeat || !/^[ kmcftin?]$/.test(key)) keys[key]();
	});
}
