// What is chosen of a list.
import { keep, kept, on } from "./kept.js";

/** @param {Player} player */
export function attachMenus(player) {
	const { video, parts, word } = player, { caption: button, captions, cues: box, quality, sound, speed } = parts;
	const tracks = [...video.textTracks].filter(({ kind }) => !/chapters|metadata/.test(kind));
	const usual = tracks.indexOf(video.querySelector("track[default]")?.track);
	/** @type {any} */
	let shown, last = Math.max(0, usual);

	// Upright, or in another window, by the browser.
	function draw() {
		const cues = [...shown?.activeCues ?? []];
		const isTheirs = document.pictureInPictureElement || video.webkitDisplayingFullscreen || cues.some(({ vertical }) => vertical);
		if (shown) shown.mode = isTheirs ? "showing" : "hidden";
		box.replaceChildren(...(isTheirs ? [] : cues).map(({ line, snapToLines, align, position, size }, i) => {
			const row = document.createElement("p"), text = document.createElement("span");
			text.append(cues[i].getCueAsHTML());
			row.append(text);
			row.className = `cue-${align} ${line >= 0 && line < (snapToLines ? 6 : 50) ? "cue-top" : ""}`;
			row.style.cssText = `--at: ${position}; --room: ${size}`;
			return row;
		}));
	}

	function caption(index = -1) {
		shown?.removeEventListener("cuechange", draw);
		shown = tracks[index];
		if (shown) last = index;
		for (const track of tracks) track.mode = track === shown ? "hidden" : "disabled";
		on(shown, "cuechange", draw);
		box.lang = shown?.language ?? "";
		box.ariaLive = shown?.kind === "descriptions" ? "assertive" : "off";
		button.ariaPressed = !!shown;
		captions.selectedIndex = index + 1;
		draw();
	}
	const choose = (index = -1) => {
		caption(index);
		keep("captions", shown?.language ?? "");
	};
	on(button, "click", () => choose(shown ? -1 : last));
	on(captions, "change", () => choose(captions.selectedIndex - 1));
	const language = kept("captions"), wanted = tracks.findIndex((track) => language && track.language === language);
	caption(wanted < 0 && language !== "" ? usual : wanted);
	on(video, "enterpictureinpicture leavepictureinpicture webkitbeginfullscreen webkitendfullscreen loadedmetadata", () => caption(tracks.indexOf(shown)));
	for (const name of ["size", "ground"]) {
		const list = parts[name];
		list.value = kept(name) ?? list.value;
		on(list, "change", () => keep(name, list.value));
	}

	const run = (rate = 1) => { video.defaultPlaybackRate = video.playbackRate = rate; };
	const rate = () => { speed.value = video.playbackRate; };
	run(kept("speed") || video.playbackRate);
	on(speed, "change", () => {
		run(+speed.value);
		keep("speed", video.playbackRate);
	});
	on(video, "ratechange", rate);
	on(quality, "change", () => {
		player.playback.quality = quality.value;
		keep("quality", quality.selectedOptions[0].text);
	});
	on(sound, "change", () => { player.playback.sound = sound.selectedIndex; });

	/** @param {any} list @param {any[]} options @param {any} value */
	function fill(list, options, value) {
		list.parentElement.hidden = options.length < 2;
		// Not under somebody's hand.
		if (list.length !== options.length) list.replaceChildren(...options.map(({ id, label }) => new Option(label, id)));
		list.value = value;
	}
	return () => {
		/** @type {Partial<Playback>} */
		const { renditions = [], sounds = [], quality: id, sound: at } = player.playback ?? {};
		fill(quality, renditions[1] ? [{ id: "auto", label: word("auto") }, ...renditions] : [], id);
		fill(sound, sounds.map(({ label }, id) => ({ id, label })), at);
		rate();
	};
}
