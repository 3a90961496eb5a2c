// @ts-check
// What comes after a video: a suggestion of its page, or the next of a list.

import { keep, kept, on } from "./kept.js";

/** Gives what names the next video: a link of the page, and whether it is of a list.
 *  @param {import("./controls.js").Player} player */
export function attachNext({ stage, video, find, say, word }) {
  const auto = find("auto");
  let key = "";
  /** @type {any} */
  let leaving;

  /** @param {any} link */
  function lead(link, isListed = false) {
    key = isListed ? "list" : "auto";
    // Of a list one goes on, unless one does not want that.
    auto.checked = kept(key) ?? isListed;
    auto.parentElement.hidden = !link;
    for (const each of [find("next"), find("over")]) {
      each.hidden = !link;
      if (link) Object.assign(each, { href: `${link.href}#play`, title: link.textContent });
    }
    find("title").textContent = link?.textContent;
    navigator.mediaSession?.setActionHandler("nexttrack", link ? () => find("next").click() : null);
  }
  const stay = () => {
    if (!leaving) return;
    clearTimeout(leaving);
    leaving = 0;
    find("stay").hidden = true;
    say("");
  };

  on(auto, "change", () => { keep(key, auto.checked); stay(); });
  on(video, "ended stopped", () => {
    stage.classList.add("is-over");
    const { href, title } = find("next");
    if (!href || !auto.checked || leaving) return;
    say(word("goes-on").replace("{title}", () => title), 8);
    find("stay").hidden = false;
    leaving = setTimeout(() => location.assign(href), 8000);
  });
  on(find("stay"), "click", stay);
  // Who goes elsewhere may come back to this page as it was.
  on(window, "pagehide", stay);
  on(video, "play seeking", () => {
    stage.classList.remove("is-over");
    stay();
  });
  lead(stage.closest(".watch")?.querySelector(".more .card-title a"));
  return lead;
}
