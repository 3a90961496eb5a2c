// @ts-check
// What a video element plays: a media source or the plain sources, from a position on, paused or not as it was.

/** @type {typeof MediaSource|undefined} */
const Source = /** @type {any} */ (globalThis).ManagedMediaSource ?? globalThis.MediaSource;

/** Those that this browser decodes.
 *  @param {import("./manifest.js").Manifest} manifest */
export const playable = ({ renditions }) => renditions.filter((one) => Source?.isTypeSupported(one.mime));

/** Where something is playable. `opened` comes once buffers may be added.
 *  @param {HTMLVideoElement} video @param {number} at */
export function openSource(video, at) {
  const source = new /** @type {typeof MediaSource} */ (Source)(), url = URL.createObjectURL(source);
  const opened = new Promise((go) => { source.onsourceopen = go; });
  // Managed sources want it.
  if (Source !== globalThis.MediaSource) video.disableRemotePlayback = true;
  load(video, url, at);
  return { source, url, opened: opened.then(() => URL.revokeObjectURL(url)) };
}

/** Without an address it is the plain sources.
 *  @param {HTMLVideoElement} video @param {string} url @param {number} at */
export function load(video, url, at) {
  const { paused, playbackRate } = video;
  if (url) video.src = url;
  else {
    video.removeAttribute("src");
    video.load();
  }
  if (at) video.currentTime = at;
  video.playbackRate = playbackRate;
  if (!paused) video.play().catch(() => {});
}
