// @ts-check
// What the player remembers in this browser, which may keep nothing: then every visit is the first.

const KEY = "bobine-player";

const all = () => JSON.parse(localStorage.getItem(KEY) ?? "{}");

/** @param {string} name @returns {any} undefined for what was never chosen */
export function kept(name) {
  try {
    return all()[name];
  } catch { /* Forbidden, or not ours. */ }
}

/** @param {string} name @param {any} value */
export function keep(name, value) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...all(), [name]: value }));
  } catch { /* Forbidden, or full. */ }
}

/** The video of this page, also in a frame. */
const path = () => location.pathname.replace(/(embed\/)?(index\.html)?$/, "");

/** Where one stopped in each of the last videos, the newest first. @returns {any[]} */
const places = () => [kept("places") ?? []].flat().filter((each) => each[1] > 0);

/** Where one stopped; 0 where that is not known, and where the address says what is to be seen. */
export const place = () =>
  /[?#&](t|start|stop)=/.test(location.search + location.hash) ? 0 : places().find(([video]) => video === path())?.[1] ?? 0;

/** Between 0 and `most`. */
export const clamp = (value = 0, most = 1) => Math.max(0, Math.min(most, value));

/** @param {EventTarget|null} target @param {string} events @param {(event: any) => void} act */
export const on = (target, events, act) => events.split(" ").forEach((event) => target?.addEventListener(event, act));

/** @param {number} seconds 0 forgets it */
export const keepPlace = (seconds) =>
  keep("places", [[path(), Math.floor(seconds)], ...places().filter(([video]) => video !== path())].slice(seconds ? 0 : 1, 50));

/** May parts of the video come from other viewers and go to them? In a frame on another site nothing does before somebody says so.
 *  @param {Element} video */
export const mayShare = (video) => kept("sharing") ?? !video.closest(".embed");
