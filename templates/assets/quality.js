// @ts-check
// Which quality is the best at this moment, where nobody chose one.

/** @typedef {import("./manifest.js").Rendition} Rendition */

/** The short side of its pictures.
 *  @param {Rendition} one */
const side = ({ width, height }) => Math.min(width, height);

/** Of `renditions`, the least first. `line`: bytes a second; `screen`: the short side of the video there, `slow`: that of pictures
 *  which the machine does not show in time; `calm`: what lies ahead bridges a slow time.
 *  @param {Rendition[]} renditions @param {Rendition|undefined} before
 *  @param {{line:number, screen:number, slow:number, calm:boolean}} limits */
export function automatic(renditions, before, { line, screen, slow, calm }) {
  let [best] = renditions;
  for (const one of renditions) {
    // Up only with room to spare.
    const share = before && one.bandwidth > before.bandwidth ? 0.7 : 0.9;
    if (one.bandwidth > line * 8 * share || side(one) >= slow) break;
    // Of two of one size the first needs less.
    if (side(one) > side(best) && side(best) < screen) best = one;
  }
  return before && best.bandwidth < before.bandwidth && calm && renditions.includes(before) ? before : best;
}

/** Gives the `slow` of now.
 *  @param {HTMLVideoElement} video */
export function lateness(video) {
  let slow = Infinity, total = 0, dropped = 0;
  return (/** @type {Rendition|undefined} */ current) => {
    const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
    if (totalVideoFrames > total + 200) {
      if (droppedVideoFrames - dropped > (totalVideoFrames - total) / 5 && current && !document.hidden) slow = side(current);
      [total, dropped] = [totalVideoFrames, droppedVideoFrames];
    }
    return slow;
  };
}
