// @ts-check
// The time bar: what is played and loaded, chapters, and small pictures of where one points.

import { clamp, on, spans } from "./kept.js";

/** As `3:07` or `1:02:03`. */
export const clock = (time = 0) => new Date(Math.min(8e4, time || 0) * 1000 + 1).toISOString().slice(11, 19).replace(/^[0:]{1,4}/, "");

/** The end of what is loaded from here on.
 *  @param {HTMLVideoElement} video */
export const loadedEnd = ({ buffered, currentTime: at }) => spans(buffered).find(([from, to]) => from <= at + 0.2 && to > at)?.[1] ?? at;

/** @param {import("./controls.js").Player} player */
export function attachBar({ video, find, seek, word }) {
  const [bar, input, tip, picture] = ["bar", "position", "tip", "picture"].map(find);
  const length = () => (video.duration < Infinity ? video.duration : 0);
  const percent = (time = 0) => `${clamp(time / length()) * 100}%`;
  /** Cues up to a time, of a track that a browser loads once it is asked.
   *  @param {any} track @returns {VTTCue[]} */
  function cues(track, time = 0) {
    const list = track?.track;
    if (list?.mode === "disabled") list.mode = "hidden";
    return [...(list?.cues ?? [])].filter((cue) => cue.startTime <= time);
  }
  /** @type {any[]} */
  const [board, parts] = ["[label=storyboard]", "[kind=chapters]"].map((track) => video.querySelector(track));
  const chapters = (time = 0) => cues(parts, time), chapter = (time = 0) => chapters(time).at(-1)?.text ?? "";

  function move() {
    const now = video.currentTime, time = `${clock(now)} / ${clock(length())}`;
    find("played").style.width = percent(now);
    find("loaded").style.width = percent(loadedEnd(video));
    // Readers are told each change.
    if (find("time").textContent === time) return;
    find("time").textContent = time;
    input.max = length();
    input.value = now;
    input.ariaValueText = `${word("of").replace("{time}", clock(now)).replace("{duration}", clock(length()))} ${chapter(now)}`;
  }

  on(bar, "pointermove", ({ clientX }) => {
    const { left, width } = bar.getBoundingClientRect(), time = clamp((clientX - left) / width) * length();
    const [file, place] = cues(board, time).at(-1)?.text.split("#xywh=") ?? [];
    picture.hidden = !place;
    if (place) {
      const [x, y, w, h] = place.split(",");
      picture.style = `width: ${w}px; height: ${h}px; background: url("${new URL(file, board.src)}") -${x}px -${y}px`;
    }
    find("at").textContent = `${clock(time)} ${chapter(time)}`;
    tip.hidden = !length();
    tip.style.left = `${clamp(clientX - left - tip.offsetWidth / 2, width - tip.offsetWidth)}px`;
  });
  on(bar, "pointerleave pointerup", () => { tip.hidden = true; });
  on(input, "input", () => seek(+input.value));
  on(input, "keydown", (event) => {
    const starts = chapters(length()).map((cue) => cue.startTime), now = video.currentTime;
    if (!starts.length) return;
    if (event.key === "PageUp") seek(starts.find((start) => start > now + 0.5) ?? now);
    else if (event.key === "PageDown") seek(starts.filter((start) => start < now - 2).at(-1) ?? 0);
    else return;
    event.preventDefault();
  });
  on(video, "timeupdate progress seeking durationchange", move);
  move();
}
