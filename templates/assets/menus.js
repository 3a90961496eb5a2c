// @ts-check
// What is chosen of a list: quality, speed, sound, captions. The lists are the browser's own, which every keyboard, reader and phone knows.

import { keep, kept, on } from "./kept.js";

/** @param {import("./controls.js").Player} player */
export function attachMenus(player) {
  const { video, find, word } = player;
  const box = find("cues");
  const tracks = [...video.textTracks].filter(({ kind }) => kind !== "chapters" && kind !== "metadata");
  const captions = find("captions");
  /** @type {any} */
  let shown;
  const usual = tracks.indexOf(/** @type {any} */ (video.querySelector("track[default]"))?.track);
  let last = Math.max(0, usual);

  /** Nothing to choose is not shown.
   *  @param {string} name @param {any[][]} options @param {any} value */
  function fill(name, options, value) {
    const list = find(name);
    list.parentElement.hidden = options.length < 2;
    // Not under somebody's hand.
    if (list.length !== options.length) list.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
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
    on(shown, "cuechange", draw);
    box.lang = shown?.language ?? "";
    // Descriptions say what is seen: they are to be read aloud.
    box.ariaLive = shown?.kind === "descriptions" ? "assertive" : "off";
    find("caption").ariaPressed = String(Boolean(shown));
    captions.value = String(index);
    draw();
  }
  find("caption").hidden = !tracks.length;
  on(find("caption"), "click", () => {
    captions.value = shown ? "-1" : String(last);
    captions.dispatchEvent(new Event("change"));
  });

  fill("captions", [["-1", word("off")], ...tracks.map((track, i) => [i, track.label])], -1);
  const language = kept("captions");
  caption(language === undefined ? usual : tracks.findIndex((track) => track.language === language));
  on(captions, "change", () => {
    caption(Number(captions.value));
    keep("captions", shown?.language ?? "");
  });
  on(video, "enterpictureinpicture leavepictureinpicture loadedmetadata", () => caption(tracks.indexOf(shown)));
  for (const name of ["size", "ground"]) {
    const list = find(name);
    list.parentElement.hidden = !tracks.length;
    list.value = kept(name) ?? list.value;
    on(list, "change", () => keep(name, list.value));
  }

  const speed = find("speed");
  const rate = () => { speed.value = String(video.playbackRate); };
  on(speed, "change", () => { video.playbackRate = Number(speed.value); });
  on(video, "ratechange", rate);
  on(find("quality"), "change", () => { player.playback.quality = find("quality").value; });
  on(find("sound"), "change", () => { player.playback.sound = find("sound").selectedIndex; });

  /** As it is with the playback of now. */
  return () => {
    const { playback } = player;
    const all = playback?.renditions ?? [];
    fill("quality", all[1] ? [["auto", word("auto")], ...all.map((/** @type {any} */ { id, label }) => [id, label])] : [], playback?.quality);
    fill("sound", (playback?.sounds ?? []).map((/** @type {any} */ { label }, /** @type {number} */ i) => [i, label]), playback?.sound);
    rate();
  };
}
