// What the player remembers in this browser; and small helpers.

const KEY = "bobine-player";
/** @type {any} What could not be kept. */
const here = {};

function all() {
	try {
		return { ...JSON.parse(localStorage[KEY]), ...here };
	} catch { return here; }
}

export const kept = (name = "") => all()[name];

/** @param {any} value */
export function keep(name = "", value) {
	try {
		localStorage[KEY] = JSON.stringify({ ...all(), [name]: value });
	} catch { here[name] = value; }
}

/** Also in a frame. */
const path = () => location.pathname.replace(/(embed\/)?(index\.html)?$/, "");

/** @returns {[string, number][]} The newest first. */
const places = () => kept("places") ?? [];

export const stopped = () => places().find(([video]) => video === path())?.[1] ?? 0;

/** The address goes before. */
export const place = () => (/[?#&](t|start|stop)=/.test(location.search + location.hash) ? 0 : stopped());

/** 0 forgets it. */
export const keepPlace = (seconds = 0) =>
	keep("places", [[path(), Math.floor(seconds)], ...places().filter(([video]) => video !== path())].slice(seconds ? 0 : 1, 50));

/** In a frame nothing is shared before somebody says so.
 *  @param {Element} video */
export const mayShare = (video) => kept("sharing") ?? !video.closest(".embed");

export const clamp = (value = 0, most = 1) => Math.max(0, Math.min(most, value || 0));

/** @param {TimeRanges} ranges */
export const spans = (ranges) => Array.from({ length: ranges.length }, (_, i) => [ranges.start(i), ranges.end(i)]);

/** @param {EventTarget|null} target @param {(event:any)=>void} act @param {any} [how] */
export const on = (target, events = "", act, how) => events.split(" ").forEach((event) => target?.addEventListener(event, act, how));
