// What comes after a video.
import { keep, kept, on } from "./kept.js";

/** @param {Player} player */
export function attachNext({ stage, video, parts, say, word }) {
	const { auto, next, over, stay } = parts;
	let key = "", leaving = 0;

	/** @param {any} link */
	function lead(link, isListed = false) {
		if (!link) return;
		key = isListed ? "list" : "auto";
		auto.checked = kept(key) ?? isListed;
		auto.parentElement.hidden = false;
		for (const each of [next, over]) Object.assign(each, { href: `${link.href}#play`, title: link.textContent });
		parts.title.textContent = link.textContent;
		navigator.mediaSession?.setActionHandler("nexttrack", () => next.click());
	}
	const remain = () => {
		if (stay.hidden) return;
		clearTimeout(leaving);
		stay.hidden = true;
		say();
	};

	on(auto, "change", () => { keep(key, auto.checked); remain(); });
	on(video, "ended stopped", () => {
		stage.classList.add("is-over");
		const { href, title } = next;
		if (!href || !auto.checked || !stay.hidden) return;
		say(word("goes-on").replace("{title}", () => title), 8);
		stay.hidden = false;
		leaving = setTimeout(() => location.assign(href), 8000);
	});
	on(stay, "click", remain);
	on(window, "pagehide", remain);
	on(video, "play seeking", () => {
		stage.classList.remove("is-over");
		remain();
	});
	lead(stage.closest(".watch")?.querySelector(".more .card-title a"));
	return lead;
}
