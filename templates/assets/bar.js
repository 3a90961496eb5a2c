// @ts-check
// The time bar: what is played and loaded, chapters, and small pictures of where one points.

/** `3:07` or `1:02:03`. @param {number} time */
export function clock(time) {
  const text = new Date(Math.max(0, time || 0) * 1000).toISOString().slice(11, 19);
  return text.replace(/^[0:]{1,4}/, "");
}

/** The end of what is loaded from here on. @param {HTMLVideoElement} video */
export function loadedEnd({ buffered, currentTime }) {
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime + 0.2 && buffered.end(i) > currentTime) return buffered.end(i);
  }
  return currentTime;
}

/** @param {import("./controls.js").Player} player */
export function attachBar({ video, find, seek, word }) {
  const [bar, input, tip, picture, marks] = ["bar", "position", "tip", "picture", "marks"].map(find);
  const length = () => (video.duration < Infinity ? video.duration : 0);
  const percent = (/** @type {number} */ time) => `${Math.min(100, (time / length()) * 100 || 0)}%`;
  /** Cues up to a time, of a track that a browser loads once it is asked. @param {string} track @param {number} time @returns {VTTCue[]} */
  function cues(track, time) {
    const list = /** @type {any} */ (video.querySelector(track))?.track;
    if (list?.mode === "disabled") list.mode = "hidden";
    return [...(list?.cues ?? [])].filter((cue) => cue.startTime <= time);
  }
  const chapters = (/** @type {number} */ time) => cues("[kind=chapters]", time);
  const chapter = (/** @type {number} */ time) => chapters(time).at(-1)?.text ?? "";

  function move() {
    const now = video.currentTime;
    find("played").style.width = percent(now);
    find("loaded").style.width = percent(loadedEnd(video));
    const time = `${clock(now)} / ${clock(length())}`;
    // Readers are told each change.
    if (find("time").textContent === time) return;
    find("time").textContent = time;
    input.max = length();
    input.value = now;
    input.ariaValueText = `${word("of").replace("{time}", clock(now)).replace("{duration}", clock(length()))} ${chapter(now)}`;
  }

  function mark() {
    move();
    marks.replaceChildren(...chapters(length()).filter((cue) => cue.startTime).map((cue) => {
      const line = document.createElement("i");
      line.style.left = percent(cue.startTime);
      return line;
    }));
  }

  bar.addEventListener("pointermove", (/** @type {PointerEvent} */ { clientX }) => {
    const { left, width } = bar.getBoundingClientRect();
    const time = Math.max(0, Math.min(1, (clientX - left) / width)) * length();
    const [file, place] = cues("[label=storyboard]", time).at(-1)?.text.split("#xywh=") ?? [];
    picture.hidden = !place;
    if (place) {
      const [x, y, w, h] = place.split(",");
      const address = new URL(file, /** @type {any} */ (video.querySelector("[label=storyboard]")).src);
      Object.assign(picture.style, { width: `${w}px`, height: `${h}px`, background: `url("${address}") -${x}px -${y}px` });
    }
    find("at").textContent = `${clock(time)} ${chapter(time)}`;
    tip.hidden = !length();
    tip.style.left = `${Math.max(0, Math.min(width - tip.offsetWidth, clientX - left - tip.offsetWidth / 2))}px`;
  });
  for (const event of ["pointerleave", "pointerup"]) bar.addEventListener(event, () => { tip.hidden = true; });
  input.addEventListener("input", () => seek(Number(input.value)));
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const starts = chapters(length()).map((cue) => cue.startTime);
    const now = video.currentTime;
    if (event.key === "PageUp") seek(starts.find((start) => start > now + 0.5) ?? now);
    else if (event.key === "PageDown") seek(starts.filter((start) => start < now - 2).at(-1) ?? 0);
    else return;
    event.preventDefault();
  });
  for (const event of ["timeupdate", "progress", "seeking"]) video.addEventListener(event, move);
  video.addEventListener("durationchange", mark);
  video.querySelector("[kind=chapters]")?.addEventListener("load", mark);
  mark();
}
