// @ts-check
// What is chosen of a list: quality, speed, sound, captions. The lists are the browser's own, which every keyboard, reader and phone knows.

import { keep, kept } from "./kept.js";

/** @param {import("./controls.js").Player} player */
export function attachMenus(player) {
  const { video, find, word } = player;
  const box = find("cues");
  const tracks = [...video.textTracks].filter(({ kind }) => kind !== "chapters" && kind !== "metadata");
  const captions = find("captions");
  /** @type {any} */
  let shown;
  let last = Math.max(0, tracks.findIndex((track) => track.mode === "showing"));

  /** Nothing to choose is not shown. @param {string} name @param {[any, string][]} options @param {any} value */
  function fill(name, options, value) {
    const list = find(name);
    list.parentElement.hidden = options.length < 2;
    list.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    list.value = value;
  }

  // Drawn here: browsers draw captions below the controls of a page.
  function draw() {
    box.replaceChildren(...(shown?.mode === "hidden" ? [...(shown.activeCues ?? [])] : []).map((cue) => {
      const line = document.createElement("p");
      const text = document.createElement("span");
      text.append(cue.getCueAsHTML());
      line.append(text);
      // A line from the top, or less than half of the height.
      line.className = cue.line >= 0 && cue.line < (cue.snapToLines ? 6 : 50) ? "cue-top" : "";
      line.style.textAlign = cue.align;
      return line;
    }));
  }

  /** @param {number} index -1 for none */
  function caption(index) {
    shown?.removeEventListener("cuechange", draw);
    shown = tracks[index];
    last = shown ? index : last;
    // In a window of its own the browser draws them.
    for (const track of tracks) track.mode = track !== shown ? "disabled" : document.pictureInPictureElement ? "showing" : "hidden";
    shown?.addEventListener("cuechange", draw);
    box.lang = shown?.language ?? "";
    // Descriptions say what is seen: they are to be read aloud.
    box.ariaLive = shown?.kind === "descriptions" ? "assertive" : "off";
    find("caption").ariaPressed = String(Boolean(shown));
    captions.value = String(index);
    draw();
  }
  player.caption = () => {
    captions.value = shown ? "-1" : String(last);
    captions.dispatchEvent(new Event("change"));
  };

  fill("captions", [["-1", word("off")], ...tracks.map((track, i) => /** @type {[any, string]} */ ([i, track.label]))], -1);
  const language = kept("captions");
  caption(tracks.findIndex((track) => (language === undefined ? track.mode === "showing" : track.language === language)));
  captions.addEventListener("change", () => {
    caption(Number(captions.value));
    keep("captions", shown?.language ?? "");
  });
  for (const event of ["enterpictureinpicture", "leavepictureinpicture"]) video.addEventListener(event, () => caption(tracks.indexOf(shown)));
  for (const name of ["size", "ground"]) {
    const list = find(name);
    list.parentElement.hidden = !tracks.length;
    list.value = kept(name) ?? list.value;
    list.addEventListener("change", () => keep(name, list.value));
  }

  const speed = find("speed");
  const rate = () => { speed.value = String(video.playbackRate); };
  speed.addEventListener("change", () => { video.playbackRate = Number(speed.value); });
  video.addEventListener("ratechange", rate);
  for (const name of ["quality", "sound"]) find(name).addEventListener("change", () => { player.playback[name] = name === "sound" ? Number(find(name).value) : find(name).value; });

  /** As it is with the playback of now. */
  return () => {
    const { playback } = player;
    const all = playback?.renditions ?? [];
    fill("quality", [...(all.length > 1 ? [["auto", word("auto")]] : []), ...all.map((/** @type {any} */ { id, label }) => [id, label])], playback?.quality);
    fill("sound", (playback?.sounds ?? []).map((/** @type {any} */ { label }, /** @type {number} */ i) => [i, label]), playback?.sound);
    rate();
  };
}
