// @ts-check
// Live figures of what comes, from whom, and what lies ready: numbers, and the last minute as a line.

import { loadedEnd } from "./bar.js";
import { on } from "./kept.js";

/** @param {import("./controls.js").Player} player */
export function attachFigures(player) {
  const { video, find } = player, panel = find("figures");
  /** @type {Record<string, number[]>} */
  const lines = {};
  /** @type {Record<string, number>} */
  let before = {};
  /** @type {any} */
  let timer;
  /** @param {number} number @param {string} [unit] */
  const text = (number, unit) =>
    number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, ...(unit && { style: "unit", unit }) });

  /** @param {string} name @param {any} words none where it is not known @param {number} [sample] */
  function show(name, words, sample) {
    const row = panel.querySelector(`[data-figure=${name}]`);
    row.hidden = !words;
    row.querySelector("span").textContent = words || "";
    if (sample === undefined) return;
    const line = lines[name] = [...(lines[name] ?? []), sample].slice(-60);
    row.querySelector("path").setAttribute("d", `M${line.map((each, i) => `${60 - line.length + i} ${23 - (each / Math.max(...line, 1)) * 22}`).join("L")}`);
  }

  function tick() {
    const { feed, playback } = player, figures = feed?.figures();
    for (const name of ["server", "fromPeers", "toPeers"]) {
      const bytes = figures?.[name] ?? 0, rate = Math.max(0, bytes - (before[name] ?? bytes)) * 8;
      before[name] = bytes;
      const isKnown = figures && (name === "server" || video.dataset.tracker);
      show(name, isKnown && `${text(bytes / 1e6, "megabyte")}, ${text(rate / 1e6, "megabit-per-second")}`, rate);
    }
    show("peers", figures && video.dataset.tracker && text(figures.peers));
    const ahead = loadedEnd(video) - video.currentTime;
    show("buffer", text(ahead, "second"), ahead);
    show("rendition", playback?.current?.label ?? (video.videoWidth && `${video.videoWidth} × ${video.videoHeight}`));
    const quality = video.getVideoPlaybackQuality();
    show("dropped", `${text(quality.droppedVideoFrames)} / ${text(quality.totalVideoFrames)}`);
  }

  // What a button names as its own, Chromium reaches by Tab from there alone, and the settings close.
  const button = find("figures-button");
  on(button, "click", () => panel.togglePopover());
  // A page in full screen lies over what was open before.
  on(document, "fullscreenchange", () => panel.hidePopover());
  on(panel, "toggle", (event) => {
    button.ariaExpanded = event.newState === "open";
    clearInterval(timer);
    before = {};
    if (event.newState !== "open") return;
    tick();
    timer = setInterval(tick, 1000);
  });
}
