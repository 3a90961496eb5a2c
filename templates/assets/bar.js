// The time bar, and small pictures of where one points.
import { clamp, on, spans } from "./kept.js";

/** As `3:07` or `1:02:03`. */
export const clock = (time = 0) => new Date(Math.min(8e4, time || 0) * 1000 + 1).toISOString().slice(11, 19).replace(/^[0:]{1,4}/, "");

/** @param {HTMLVideoElement} video */
export const loadedEnd = ({ buffered, currentTime: at }) => spans(buffered).find(([from, to]) => from <= at + 0.2 && to > at)?.[1] ?? at;

/** @param {Player} player */
export function attachBar({ video, parts, seek, word }) {
	const { bar, position, tip, picture, time } = parts;
	const length = () => (video.duration < Infinity ? video.duration : 0);
	/** Up to a time.
	 *  @returns {VTTCue[]} */
	function cues(which = "", time = 0) {
		const track = video.querySelector(which)?.track;
		if (track?.mode === "disabled") track.mode = "hidden";
		return [...track?.cues ?? []].filter((cue) => cue.startTime <= time);
	}
	const chapter = (time = 0) => cues("[kind=chapters]", time).at(-1)?.text ?? "";

	function move() {
		const now = video.currentTime, all = length(), text = `${clock(now)} / ${clock(all)}`;
		bar.style = `--played: ${clamp(now / all)}; --loaded: ${clamp(loadedEnd(video) / all)}`;
		// Readers are told each change.
		if (time.textContent === text) return;
		time.textContent = text;
		position.max = all;
		position.value = now;
		position.ariaValueText = `${word("of").replace("{time}", clock(now)).replace("{duration}", clock(all))} ${chapter(now)}`;
	}

	on(bar, "pointermove", ({ clientX }) => {
		const { left, width } = bar.getBoundingClientRect(), to = clamp((clientX - left) / width) * length();
		const [file, place] = cues("[label=storyboard]", to).at(-1)?.text.split("#xywh=") ?? [];
		picture.hidden = !place;
		if (place) {
			const [x, y, w, h] = place.split(","), board = video.querySelector("[label=storyboard]");
			picture.style = `width: ${w}px; height: ${h}px; background: url("${new URL(file, board.src)}") -${x}px -${y}px`;
		}
		parts.at.textContent = `${clock(to)} ${chapter(to)}`;
		tip.hidden = !length();
		tip.style.left = `${clamp(clientX - left - tip.offsetWidth / 2, width - tip.offsetWidth)}px`;
	});
	on(bar, "pointerleave pointerup", () => { tip.hidden = true; });
	on(position, "input", () => seek(+position.value));
	on(video, "timeupdate progress seeking durationchange", move);
	move();
}
