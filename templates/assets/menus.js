// @ts-check
// What is chosen of a list: quality, speed, sound, captions. The lists are the browser's own, which every keyboard, reader and phone knows.

import { keep, kept, on } from "./kept.js";

/** @param {import("./controls.js").Player} player */
export function attachMenus(player) {
  const { video, find, word } = player, box = find("cues"), captions = find("captions");
  const tracks = [...video.textTracks].filter(({ kind }) => !/chapters|metadata/.test(kind));
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

  // Drawn here: browsers draw captions below the controls of a page. But those that stand upright, and those of a window of its own.
  function draw() {
    const cues = [...(shown?.activeCues ?? [])];
    const isTheirs = document.pictureInPictureElement || /** @type {any} */ (video).webkitDisplayingFullscreen || cues.some(({ vertical }) => vertical);
    if (shown) shown.mode = isTheirs ? "showing" : "hidden";
    box.replaceChildren(...(isTheirs ? [] : cues).map((cue) => {
      const line = document.createElement("p"), text = document.createElement("span");
      text.append(cue.getCueAsHTML());
      line.append(text);
      // A line from the top, or less than half of the height.
      line.classList.toggle("cue-top", cue.line >= 0 && cue.line < (cue.snapToLines ? 6 : 50));
      line.style.textAlign = cue.align;
      // WebVTT 1, 6.1: what a cue is aligned to stands at its position; it takes its size, or what there is room for.
      const side = /start|left/.test(cue.align) ? 0 : cue.align === "center" ? 0.5 : 1;
      const at = cue.position === "auto" ? side * 100 : cue.position;
      const size = Math.min(cue.size, side < 1 ? (100 - at) / (1 - side) : 100, side ? at / side : 100);
      line.style.padding = `0 ${100 - at - size * (1 - side)}% 0 ${at - size * side}%`;
      return line;
    }));
  }

  /** @param {number} index -1 for none */
  function caption(index) {
    shown?.removeEventListener("cuechange", draw);
    shown = tracks[index];
    if (shown) last = index;
    for (const track of tracks) track.mode = track === shown ? "hidden" : "disabled";
    on(shown, "cuechange", draw);
    box.lang = shown?.language ?? "";
    // Descriptions say what is seen: they are to be read aloud.
    box.ariaLive = shown?.kind === "descriptions" ? "assertive" : "off";
    find("caption").ariaPressed = !!shown;
    captions.value = index;
    draw();
  }
  find("caption").hidden = !tracks.length;
  on(find("caption"), "click", () => {
    captions.value = shown ? -1 : last;
    captions.dispatchEvent(new Event("change"));
  });

  fill("captions", [[-1, word("off")], ...tracks.map((track, i) => [i, track.label])], -1);
  // None was chosen, or one that this video has not.
  const language = kept("captions"), wanted = tracks.findIndex((track) => language && track.language === language);
  caption(wanted < 0 && language !== "" ? usual : wanted);
  on(captions, "change", () => {
    caption(+captions.value);
    keep("captions", shown?.language ?? "");
  });
  on(video, "enterpictureinpicture leavepictureinpicture webkitbeginfullscreen webkitendfullscreen loadedmetadata", () => caption(tracks.indexOf(shown)));
  for (const name of ["size", "ground"]) {
    const list = find(name);
    list.parentElement.hidden = !tracks.length;
    list.value = kept(name) ?? list.value;
    on(list, "change", () => keep(name, list.value));
  }

  const speed = find("speed"), rate = () => { speed.value = video.playbackRate; };
  // Of what the video loads later as well.
  const run = (/** @type {number} */ rate) => { video.defaultPlaybackRate = video.playbackRate = rate; };
  run(kept("speed") || video.playbackRate);
  on(speed, "change", () => {
    run(+speed.value);
    keep("speed", video.playbackRate);
  });
  on(video, "ratechange", rate);
  on(find("quality"), "change", ({ target }) => {
    player.playback.quality = target.value;
    keep("quality", parseInt(target.selectedOptions[0].text) || 0);
  });
  on(find("sound"), "change", ({ target }) => { player.playback.sound = target.selectedIndex; });

  /** @type {any} */
  let known;
  /** As it is with the playback of now; a new one takes the quality that was chosen before, or the best below it. */
  return () => {
    const { playback } = player, all = playback?.renditions ?? [];
    if (playback !== known) {
      known = playback;
      const before = all.filter((/** @type {any} */ { label }) => parseInt(label) <= kept("quality")).at(-1);
      if (before) playback.quality = before.id;
    }
    fill("quality", all[1] ? [["auto", word("auto")], ...all.map((/** @type {any} */ { id, label }) => [id, label])] : [], playback?.quality);
    fill("sound", (playback?.sounds ?? []).map((/** @type {any} */ { label }, /** @type {number} */ i) => [i, label]), playback?.sound);
    rate();
  };
}
