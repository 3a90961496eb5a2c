// @ts-check
// What a video element plays: a media source or the plain sources, from a position on, paused or not as before.

/** @type {typeof MediaSource|undefined} */
const Source = /** @type {any} */ (globalThis).ManagedMediaSource ?? globalThis.MediaSource;

/** Whether this browser decodes it. */
export const isPlayable = ({ mime = "" }) => !!Source?.isTypeSupported(mime);

/** Where something is playable. `opened` comes once buffers may be added.
 *  @param {HTMLVideoElement} video */
export function openSource(video, at = 0) {
  const source = new /** @type {typeof MediaSource} */ (Source)(), url = URL.createObjectURL(source);
  const opened = new Promise((go) => { source.onsourceopen = () => go(URL.revokeObjectURL(url)); });
  // Managed sources want it.
  video.disableRemotePlayback ||= Source !== globalThis.MediaSource;
  load(video, url, at);
  return { source, url, opened };
}

/** Without an address it is the plain sources.
 *  @param {HTMLVideoElement} video */
export function load(video, url = "", at = 0) {
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
