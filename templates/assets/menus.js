// What is chosen of a list. Lists of the browser's own, which every reader and phone knows.
import { keep, kept, on } from "./kept.js";

/** @param {Player} player */
export function attachMenus(player) {
	const { video, parts, word } = player, { caption: button, captions, cues: box, quality, sound, speed } = parts;
	const tracks = [...video.textTracks].filter(({ kind }) => !/chapters|metadata/.test(kind));
	const usual = tracks.indexOf(/** @type {any} */ (video.querySelector("track[default]"))?.track);
	/** @type {any[]} */
	let [shown, known] = [];
	let last = Math.max(0, usual);

	// Drawn here, above the controls; what stands upright, or in a window of its own, by the browser.
	function draw() {
		const cues = [...shown?.activeCues ?? []];
		const isTheirs = document.pictureInPictureElement || video.webkitDisplayingFullscreen || cues.some(({ vertical }) => vertical);
		if (shown) shown.mode = isTheirs ? "showing" : "hidden";
		box.replaceChildren(...(isTheirs ? [] : cues).map(({ line, snapToLines, align, position, size }, i) => {
			const row = document.createElement("p"), text = document.createElement("span");
			text.append(cues[i].getCueAsHTML());
			row.append(text);
			row.classList.toggle("cue-top", line >= 0 && line < (snapToLines ? 6 : 50));
			// WebVTT 1, 6.1: what a cue is aligned to stands at its position.
			const side = /start|left/.test(align) ? 0 : align === "center" ? 0.5 : 1;
			/** @type {any} */ (row).style = `text-align: ${align}; --side: ${side}; --at: ${position === "auto" ? side * 100 : position}; --room: ${size}`;
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
		// Descriptions are to be read aloud.
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
	// None, or one that this video has not.
	const language = kept("captions"), wanted = tracks.findIndex((track) => language && track.language === language);
	caption(wanted < 0 && language !== "" ? usual : wanted);
	on(video, "enterpictureinpicture leavepictureinpicture webkitbeginfullscreen webkitendfullscreen loadedmetadata", () => caption(tracks.indexOf(shown)));
	for (const name of ["size", "ground"]) {
		const list = parts[name];
		list.value = kept(name) ?? list.value;
		on(list, "change", () => keep(name, list.value));
	}

	// Of what the video loads later as well.
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
		keep("quality", parseInt(quality.selectedOptions[0].text) || 0);
	});
	on(sound, "change", () => { player.playback.sound = sound.selectedIndex; });

	/** @param {any} list @param {any[][]} options @param {any} value */
	function fill(list, options, value) {
		list.parentElement.hidden = options.length < 2;
		// Not under somebody's hand.
		if (list.length !== options.length) list.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
		list.value = value;
	}
	/** A new playback takes the quality that was chosen before, or the best below. */
	return () => {
		const { playback } = player;
		/** @type {any[][]} */
		const [all, sounds] = [playback?.renditions ?? [], playback?.sounds ?? []];
		if (playback !== known) {
			known = playback;
			const before = all.filter(({ label }) => parseInt(label) <= kept("quality")).at(-1);
			if (before) playback.quality = before.id;
		}
		fill(quality, all[1] ? [["auto", word("auto")], ...all.map(({ id, label }) => [id, label])] : [], playback?.quality);
		fill(sound, sounds.map(({ label }, i) => [i, label]), playback?.sound);
		rate();
	};
}
