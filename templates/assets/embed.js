// @ts-check
// The player in a frame of another page: parameters of its address, and messages. docs/embeds.md tells both.

/** What a page may ask for; a number is brought into its bounds.
 *  @type {Record<string, (video: HTMLVideoElement, value: number) => unknown>} */
const actions = {
	play: (video) => { if (!isClosed(video)) video.play().catch(() => {}); },
	pause: (video) => video.pause(),
	seek: (video, value) => {
		const at = within(value, 0, video.duration || 1e6);
		// Before the video is known the address tells where it begins, so that it does not go on where one stopped.
		if (!video.readyState && !/[?#&](t|start)=/.test(location.search + location.hash)) history.replaceState(null, "", `#t=${Math.floor(at)}`);
		video.currentTime = at;
	},
	volume: (video, value) => { video.volume = within(value, 0, 1); },
	mute: (video, value) => { video.muted = Boolean(value); },
	speed: (video, value) => {
		const speed = within(value, 0.25, 4), list = /** @type {HTMLSelectElement | null} */ (document.querySelector("[data-do=speed]"));
		const above = [...list?.options ?? []].find((each) => Number(each.value) >= speed);
		// The list offers it then, too, at its place.
		if (Number(above?.value) !== speed) list?.add(new Option(`${speed.toLocaleString(document.documentElement.lang)} ×`, `${speed}`), above ?? null);
		video.playbackRate = speed;
	},
	state: () => {},
};

/** @param {number} value @param {number} least @param {number} most */
const within = (value, least, most) => Math.min(Math.max(Number(value) || 0, least), most);

/** A warning stands before it: nothing plays behind that.
 *  @param {HTMLVideoElement} video */
const isClosed = (video) => video.closest("details:not([open])");

/** @param {HTMLVideoElement} video */
export function embed(video) {
	const query = new URLSearchParams(location.search);
	const isOn = (/** @type {string} */ name) => /^(1|true|)$/.test(query.get(name) ?? "0");
	video.loop = isOn("loop");
	if (isOn("muted")) video.muted = true;
	if (isOn("autoplay") && !isClosed(video)) video.play().catch(() => {});
	const title = /** @type {HTMLElement | null} */ (document.querySelector(".embed-title"));
	if (title && query.get("title") === "0") title.hidden = true;
	if (parent === window) return;

	/** Who asked first is told what happens; nobody else is.
	 *  @type {string | undefined} */
	let origin;
	const tell = (/** @type {string} */ event) => {
		const { currentTime: time, duration, paused, ended, muted, volume, playbackRate: speed } = video;
		// Of a page without an origin (a file, a sandbox) there is no other name.
		if (origin) parent.postMessage({ bobine: event, time, duration, paused, ended, muted, volume, speed }, origin === "null" ? "*" : origin);
	};
	addEventListener("message", ({ source, data, origin: from }) => {
		if (source !== parent || !Object.hasOwn(actions, data?.bobine) || (origin && origin !== from)) return;
		origin = from;
		actions[data.bobine](video, data.value);
		if (data.bobine === "state") tell("state");
	});
	const events = { play: "play", pause: "pause", timeupdate: "time", seeked: "seek", ended: "end", volumechange: "volume", ratechange: "speed", error: "error" };
	for (const [name, event] of Object.entries(events)) video.addEventListener(name, () => tell(event));
	// Where none can be had the video says nothing of it.
	video.querySelector("source:last-of-type")?.addEventListener("error", () => tell("error"));
	parent.postMessage({ bobine: "ready" }, "*");
}
