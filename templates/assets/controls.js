// @ts-check
// The controls of the player. Their markup and words come from the page's <template data-controls>; without it the browser's own stay.

import { attachBar, clock } from "./bar.js";
import { attachFigures } from "./figures.js";
import { keep, keepPlace, kept, mayShare, place } from "./kept.js";
import { attachKeys } from "./keys.js";
import { attachMenus } from "./menus.js";

/** @typedef {ReturnType<typeof shared>} Player */

/** What the parts of the controls share.
 *  @param {HTMLElement} stage @param {HTMLVideoElement} video @param {Element} template */
function shared(stage, video, template) {
  /** @param {string} name @returns {any} */
  const find = (name) => stage.querySelector(`[data-do=${name}]`) ?? stage.parentElement?.querySelector(`[data-do=${name}]`);
  /** @type {number|undefined} */
  let sought;
  /** @type {any} */
  let idle, said;
  video.addEventListener("seeked", () => {
    if (sought !== undefined) video.currentTime = sought;
    sought = undefined;
  });
  const player = {
    stage, video, find,
    playback: /** @type {any} */ (null),
    feed: /** @type {any} */ (null),
    caption() {},
    word: (/** @type {string} */ key) => template.getAttribute(`data-${key}`) ?? "",
    percent: (/** @type {number} */ part) => new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(part),
    press(/** @type {string} */ name) { if (find(name).offsetParent) find(name).click(); },
    toggle() { if (video.paused) video.play().catch(() => {}); else video.pause(); },
    /** One at a time; of many the last one. @param {number} to */
    seek(to) {
      const time = Math.max(0, Math.min(video.duration || 0, to));
      if (video.seeking) sought = time;
      else video.currentTime = time;
    },
    /** @param {number} to */
    volume(to) {
      video.volume = Math.max(0, Math.min(1, to));
      video.muted = !video.volume;
      keep("volume", video.volume);
      player.say(`${find("volume").ariaLabel} ${player.percent(video.volume)}`);
    },
    /** Seen for a moment, and heard. @param {string} text @param {number} [seconds] */
    say(text, seconds = 2) {
      clearTimeout(said);
      find("said").textContent = text;
      said = setTimeout(() => {
        find("said").textContent = "";
        find("restart").hidden = true;
      }, seconds * 1000);
    },
    wake() {
      stage.classList.remove("is-idle");
      clearTimeout(idle);
      idle = setTimeout(() => stage.classList.toggle("is-idle", !video.paused && !video.dataset.player), 2800);
    },
  };
  return player;
}

/** Puts its controls in the place of the browser's. What plays and brings the video may come later: `use`.
 *  @param {HTMLElement} stage around the video @param {HTMLVideoElement} video
 *  @param {any} [playback] @param {any} [feed] */
export function attachControls(stage, video, playback, feed) {
  const template = /** @type {HTMLTemplateElement|null} */ (stage.querySelector("[data-controls]"));
  if (!template || !("popover" in stage)) return null;
  stage.append(template.content.cloneNode(true));
  const player = shared(stage, video, template);
  const { find, word } = player;
  const { classList } = stage;
  video.controls = false;
  classList.add("has-controls");
  attachBar(player);
  const fill = attachMenus(player);
  attachKeys(player);
  attachFigures(player);

  const page = stage.closest(".watch");
  const next = /** @type {any} */ (page?.querySelector(".more .card-title a"));
  const volume = find("volume");
  const phone = /** @type {any} */ (video);
  const canFill = document.fullscreenEnabled;

  /** Whether a button is there, and what it does. @type {[string, any, () => any][]} */
  const buttons = [
    ["play", true, player.toggle],
    ["start", true, player.toggle],
    ["mute", true, () => {
      if (video.muted && !video.volume) player.volume(0.5);
      else video.muted = !video.muted;
    }],
    ["caption", find("captions").length > 1, () => player.caption()],
    ["pip", document.pictureInPictureEnabled && !video.dataset.player, () =>
      (document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture()).catch(() => {})],
    ["theatre", page, () => {
      keep("theatre", !kept("theatre"));
      theatre();
    }],
    ["full", canFill || phone.webkitEnterFullscreen, () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (canFill) stage.requestFullscreen();
      else phone.webkitEnterFullscreen();
    }],
    ["restart", false, () => player.seek(0)],
  ];
  for (const [name, isThere, act] of buttons) {
    find(name).hidden = !isThere;
    find(name).addEventListener("click", act);
  }
  for (const link of [find("next"), find("over")]) {
    link.hidden = !next;
    if (next) Object.assign(link, { href: next.href, title: next.textContent });
  }
  find("over").append(` ${next?.textContent}`);

  function theatre() {
    page?.classList.toggle("watch-theatre", kept("theatre") ?? false);
    find("theatre").ariaPressed = String(kept("theatre") ?? false);
  }
  /** @param {string} name @param {string} key */
  function name(name, key) {
    find(name).ariaLabel = word(key);
    find(name).title = `${word(key)} (${name[0] === "p" ? "k" : "m"})`;
  }
  function look() {
    const isSilent = video.muted || !video.volume;
    classList.toggle("is-playing", !video.paused);
    classList.toggle("is-over", video.ended);
    classList.toggle("is-muted", isSilent);
    name("play", video.paused ? "play" : "pause");
    name("mute", isSilent ? "unmute" : "mute");
    volume.value = isSilent ? 0 : video.volume;
    volume.ariaValueText = player.percent(volume.value);
    find("full").ariaPressed = String(Boolean(document.fullscreenElement));
    player.wake();
  }
  video.volume = Math.max(0, Math.min(1, Number(kept("volume") ?? video.volume) || 0));
  volume.addEventListener("input", () => player.volume(Number(volume.value)));
  for (const event of ["play", "pause", "ended", "volumechange", "seeking"]) video.addEventListener(event, look);
  document.addEventListener("fullscreenchange", look);
  for (const event of ["waiting", "seeking"]) video.addEventListener(event, () => classList.add("is-waiting"));
  for (const event of ["playing", "seeked", "canplay", "error"]) video.addEventListener(event, () => classList.remove("is-waiting"));
  theatre();
  look();

  // A mouse plays and pauses where it clicks; a finger shows what was hidden, and hides it.
  let isTouch = false, wasIdle = false;
  stage.addEventListener("pointerdown", (event) => {
    isTouch = event.pointerType === "touch";
    wasIdle = classList.contains("is-idle");
    player.wake();
  });
  for (const event of ["pointermove", "focusin"]) stage.addEventListener(event, player.wake);
  video.addEventListener("click", () => {
    if (!isTouch) player.toggle();
    else if (!wasIdle && !video.paused) classList.add("is-idle");
  });
  video.addEventListener("dblclick", () => { if (!isTouch) player.press("full"); });

  // Panels lie over everything, above the buttons.
  const panel = find("panel");
  panel.addEventListener("beforetoggle", () => {
    const { top, right, left } = find("row").getBoundingClientRect();
    panel.style.top = `${scrollY + top}px`;
    panel.style.left = `${scrollX + (getComputedStyle(stage).direction === "rtl" ? left : right)}px`;
  });

  resume(player);
  session(player, next);

  const share = find("share");
  // On a page it says so below the video; in a frame one turns it on.
  if (page) stage.after(find("sharing"));
  share.addEventListener("change", () => {
    keep("sharing", share.checked);
    player.feed?.share(share.checked);
  });
  /** @param {any} playback @param {any} feed */
  function use(playback, feed) {
    Object.assign(player, { playback, feed });
    find("sharing").hidden = !(feed && video.dataset.tracker);
    share.checked = mayShare(video);
    feed?.share(share.checked);
    playback?.addEventListener("change", fill);
    playback?.addEventListener("problem", (/** @type {any} */ { detail }) => {
      player.say(word(detail.text), 8);
      if (detail.fatal) player.playback = null;
      fill();
    });
    fill();
  }
  use(playback, feed);
  return { use };
}

/** Goes on where one stopped: the start and the end are not worth it, and an address that says where goes before.
 *  @param {Player} player */
function resume({ video, say, find, word, seek }) {
  let last = 0;
  const note = () => {
    if (Math.abs(video.currentTime - last) < 4) return;
    last = video.currentTime;
    const isAmid = last > 10 && last < video.duration - 10;
    if (isAmid || place()) keepPlace(isAmid ? last : 0);
  };
  for (const event of ["timeupdate", "pause"]) video.addEventListener(event, note);
  const begin = () => {
    const at = place();
    if (!at || at > video.duration - 5 || video.currentTime > 1 || /[?#&](t|start)=/.test(location.search + location.hash)) return;
    seek(at);
    find("restart").hidden = false;
    say(word("resumed").replace("{time}", clock(at)), 8);
  };
  if (video.readyState) begin();
  else video.addEventListener("loadedmetadata", begin, { once: true });
}

/** Keys of headsets, and what a locked screen shows. @param {Player} player @param {any} next */
function session({ video, seek }, next) {
  const { mediaSession } = navigator;
  if (!mediaSession) return;
  video.addEventListener("play", () => {
    mediaSession.metadata = new MediaMetadata({
      title: video.ariaLabel ?? "", artist: document.querySelector(".byline-name")?.textContent ?? "", artwork: video.poster ? [{ src: video.poster }] : [],
    });
  }, { once: true });
  mediaSession.setActionHandler("seekbackward", () => seek(video.currentTime - 10));
  mediaSession.setActionHandler("seekforward", () => seek(video.currentTime + 10));
  mediaSession.setActionHandler("seekto", (to) => seek(to.seekTime ?? 0));
  if (next) mediaSession.setActionHandler("nexttrack", () => next.click());
}
