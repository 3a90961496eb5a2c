// What the player remembers in this browser, which may keep nothing; and small helpers.

const KEY = "bobine-player";
/** @type {any} What could not be kept, for this visit. */
const here = {};

function all() {
	try {
		return { ...JSON.parse(localStorage.getItem(KEY) ?? "{}"), ...here };
	} catch { return here; }
}

export const kept = (name = "") => all()[name];

/** @param {any} value */
export function keep(name = "", value) {
	try {
		localStorage.setItem(KEY, JSON.stringify({ ...all(), [name]: value }));
	} catch { here[name] = value; }
}

/** The video of this page, also in a frame. */
const path = () => location.pathname.replace(/(embed\/)?(index\.html)?$/, "");

/** @returns {[string, number][]} The newest first. */
const places = () => kept("places") ?? [];

export const stopped = () => places().find(([video]) => video === path())?.[1] ?? 0;

/** Nowhere, where the address says what is to be seen. */
export const place = () => (/[?#&](t|start|stop)=/.test(location.search + location.hash) ? 0 : stopped());

/** 0 forgets it. */
export const keepPlace = (seconds = 0) =>
	keep("places", [[path(), Math.floor(seconds)], ...places().filter(([video]) => video !== path())].slice(seconds ? 0 : 1, 50));

/** In a frame on another site nothing is shared before somebody says so.
 *  @param {Element} video */
export const mayShare = (video) => kept("sharing") ?? !video.closest(".embed");

export const clamp = (value = 0, most = 1) => Math.max(0, Math.min(most, value || 0));

/** @param {TimeRanges} ranges */
export const spans = (ranges) => Array.from({ length: ranges.length }, (_, i) => [ranges.start(i), ranges.end(i)]);

/** @param {EventTarget|null} target @param {(event:any)=>void} act */
export const on = (target, events = "", act) => events.split(" ").forEach((event) => target?.addEventListener(event, act));
