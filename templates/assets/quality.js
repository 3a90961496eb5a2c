// @ts-check
// Which quality is the best at this moment, where nobody chose one.

/** @typedef {import("./manifest.js").Rendition} Rendition */

/** The short side of its pictures. */
const side = ({ width = 0, height = 0 }) => Math.min(width, height);

/** Of `renditions`, the least first. `line`: bytes a second; `screen`: the short side of the video there; `calm`: what
 *  lies ahead bridges a slow time.
 *  @param {Rendition[]} renditions @param {Rendition|undefined} before
 *  @param {{line:number, screen:number, calm:boolean}} limits */
export function automatic(renditions, before, { line, screen, calm }) {
  let [best] = renditions;
  for (const one of renditions) {
    // Up only with room to spare.
    const share = before && one.bandwidth > before.bandwidth ? 0.7 : 0.9;
    if (one.bandwidth > line * 8 * share) break;
    // Of two of one size the first needs less.
    if (side(one) > side(best) && side(best) < screen) best = one;
  }
  return before && best.bandwidth < before.bandwidth && calm && renditions.includes(before) ? before : best;
}
