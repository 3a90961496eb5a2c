// @ts-check
// Keys of the player.

import { clamp, keep, kept, on } from "./kept.js";

/** @param {import("./controls.js").Player} player */
export function attachKeys(player) {
  const { stage, video, find, seek, skip, press } = player, everywhere = find("everywhere");
  const speed = (by = 0) => {
    const list = find("speed");
    list.selectedIndex = clamp(list.selectedIndex + by, list.length - 1);
    list.dispatchEvent(new Event("change"));
    player.say(list.selectedOptions[0].text);
  };
  const frame = (by = 0) => { if (video.paused) skip(by / (player.playback?.current?.frameRate || 25)); };
  /** What is done, or the button that does it.
   *  @type {Record<string, any>} */
  const keys = {
    " ": player.toggle, k: player.toggle, m: "mute", c: "caption", f: "full", t: "theatre", i: "pip", n: "next", "?": () => find("keys").togglePopover(),
    arrowleft: () => skip(-5), arrowright: () => skip(5), j: () => skip(-10), l: () => skip(10), home: () => seek(0), end: () => seek(video.duration),
    arrowup: () => player.volume(video.volume + 0.05), arrowdown: () => video.muted || player.volume(video.volume - 0.05),
    "<": () => speed(-1), ">": () => speed(1), ",": () => frame(-1), ".": () => frame(1),
  };
  for (let digit = 0; digit < 10; digit++) keys[digit] = () => seek(video.duration * digit / 10);

  // From the settings, which give the focus back before.
  on(find("keys-button"), "click", () => {
    find("panel").hidePopover();
    find("keys").showPopover();
  });
  // Who speaks to the computer keeps letters to the player alone (WCAG 2.2, 2.1.4).
  everywhere.checked = kept("keys") ?? true;
  on(everywhere, "change", () => keep("keys", everywhere.checked));

  on(window, "keydown", (event) => {
    const { target } = event, isInside = document.fullscreenElement || stage.contains(target);
    let key = event.key.toLowerCase();
    // Where a layout has others there, the place counts.
    if (!keys[key] && !/[a-z]/.test(key)) key = event.code.replace(/Key|Digit/, "").toLowerCase();
    // Nothing plays behind a warning. A link to the next video goes nowhere by a slip: Shift and N.
    if (stage.closest("details:not([open])") || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || (event.shiftKey ? key.length > 1 : key === "n")) return;
    if (!isInside && (!everywhere.checked || /^(arrow(up|down)|home|end)$/.test(key) || key.length > 1 && target !== document.body)) return;
    if (target.closest("textarea, select, :popover-open, [contenteditable], input:not([type=range])")) return;
    if (key === " " && target.closest("button, a, summary")) return;
    if (target === find("volume") && key.length > 1) return;
    const act = keys[key];
    if (!act || !video.readyState && key.length > 1) return;
    event.preventDefault();
    player.wake();
    // What a held key would do and undo, it does once.
    if (!event.repeat || !/^[ kmcftin?]$/.test(key)) act.call ? act() : press(act);
  });
}
