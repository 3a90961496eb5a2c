// @ts-check
// What is chosen of a list: quality, speed, sound, captions. Lists of the browser's own, which every reader and phone knows.

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

  // Drawn here, above the controls; what stands upright, or in a window of its own, by the browser.
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
      // WebVTT 1, 6.1: what a cue is aligned to stands at its position.
      const side = /start|left/.test(cue.align) ? 0 : cue.align === "center" ? 0.5 : 1;
      /** @type {any} */ (line).style = `text-align: ${cue.align}; --side: ${side}; --at: ${cue.position === "auto" ? side * 100 : cue.position}; --room: ${cue.size}`;
      return line;
    }));
  }

  /** -1: none. */
  function caption(index = -1) {
    shown?.removeEventListener("cuechange", draw);
    shown = tracks[index];
    if (shown) last = index;
    for (const track of tracks) track.mode = track === shown ? "hidden" : "disabled";
    on(shown, "cuechange", draw);
    box.lang = shown?.language ?? "";
    // Descriptions say what is seen: they are to be read aloud.
    box.ariaLive = shown?.kind === "descriptions" ? "assertive" : "off";
    find("caption").ariaPressed = !!shown;
    captions.selectedIndex = index + 1;
    draw();
  }
  on(find("caption"), "click", () => {
    captions.selectedIndex = shown ? 0 : last + 1;
    captions.dispatchEvent(new Event("change"));
  });

  // None was chosen, or one that this video has not.
  const language = kept("captions"), wanted = tracks.findIndex((track) => language && track.language === language);
  caption(wanted < 0 && language !== "" ? usual : wanted);
  on(captions, "change", () => {
    caption(captions.selectedIndex - 1);
    keep("captions", shown?.language ?? "");
  });
  on(video, "enterpictureinpicture leavepictureinpicture webkitbeginfullscreen webkitendfullscreen loadedmetadata", () => caption(tracks.indexOf(shown)));
  for (const name of ["size", "ground"]) {
    const list = find(name);
    list.value = kept(name) ?? list.value;
    on(list, "change", () => keep(name, list.value));
  }

  const speed = find("speed"), rate = () => { speed.value = video.playbackRate; };
  // Of what the video loads later as well.
  const run = (rate = 1) => { video.defaultPlaybackRate = video.playbackRate = rate; };
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
  /** As the playback of now has it; a new one takes the quality that was chosen before, or the best below. */
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
