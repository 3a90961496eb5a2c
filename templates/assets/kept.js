// What the player remembers in this browser, which may keep nothing; and what all its parts use.

const KEY = "bobine-player";
/** What could not be kept holds for this visit.
 *  @type {any} */
const here = {};

function all() {
  try {
    return { ...JSON.parse(localStorage.getItem(KEY) ?? "{}"), ...here };
  } catch { return here; }
}

/** Undefined for what was never chosen. */
export const kept = (name = "") => all()[name];

/** @param {any} value */
export function keep(name = "", value) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...all(), [name]: value }));
  } catch { here[name] = value; }
}

/** The video of this page, also in a frame. */
const path = () => location.pathname.replace(/(embed\/)?(index\.html)?$/, "");

/** Where one stopped in each of the last videos, the newest first.
 *  @returns {[string, number][]} */
const places = () => kept("places") ?? [];

/** 0 where that is not known. */
export const stopped = () => places().find(([video]) => video === path())?.[1] ?? 0;

/** Where to go on: nowhere, where the address says what is to be seen. */
export const place = () => (/[?#&](t|start|stop)=/.test(location.search + location.hash) ? 0 : stopped());

/** 0 forgets it. */
export const keepPlace = (seconds = 0) =>
  keep("places", [[path(), Math.floor(seconds)], ...places().filter(([video]) => video !== path())].slice(seconds ? 0 : 1, 50));

/** May parts of the video come from other viewers and go to them? In a frame on another site nothing does before somebody says so.
 *  @param {Element} video */
export const mayShare = (video) => kept("sharing") ?? !video.closest(".embed");

export const clamp = (value = 0, most = 1) => Math.max(0, Math.min(most, value || 0));

/** @param {TimeRanges} ranges */
export const spans = (ranges) => Array.from({ length: ranges.length }, (_, i) => [ranges.start(i), ranges.end(i)]);

/** @param {EventTarget|null} target @param {(event:any)=>void} act */
export const on = (target, events = "", act) => events.split(" ").forEach((event) => target?.addEventListener(event, act));
