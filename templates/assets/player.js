// Adds to a page that works without it: positions in the address (?t=83, #t=83; &stop=200 ends there), times that seek in place, and
// buttons that copy. Every address and word comes from the page.

const video = document.querySelector("[data-player]");

/** Seconds of "83", "83s" or "1:23"; null for anything else. */
function seconds(text) {
  if (!text || !/^\d+(\.\d+)?s?$|^(\d+:)?\d+:\d+$/.test(text)) return null;
  return text.replace("s", "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

function positionOfAddress() {
  const hash = new URLSearchParams(location.hash.slice(1)).get("t");
  const query = new URLSearchParams(location.search);
  return seconds(hash ?? query.get("t") ?? query.get("start"));
}

function seek(position) {
  if (video.readyState > 0) {
    video.currentTime = position;
    return;
  }
  video.addEventListener("loadedmetadata", () => { video.currentTime = position; }, { once: true });
  // A sensitive video loads nothing until it is asked for.
  if (video.preload === "none") video.load();
}

function follow(links) {
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.replaceState(null, "", `#t=${link.dataset.seconds}`);
      seek(Number(link.dataset.seconds));
      video.play().catch(() => {});
      video.scrollIntoView({ block: "nearest" });
    });
  }
  video.addEventListener("timeupdate", () => {
    const started = links.filter((link) => Number(link.dataset.seconds) <= video.currentTime + 0.25);
    const current = started.at(-1);
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });
}

if (video) {
  const start = positionOfAddress();
  if (start !== null) seek(start);
  addEventListener("hashchange", () => {
    const position = positionOfAddress();
    if (position !== null) seek(position);
  });
  // Once: who plays on then wants to see the rest.
  const stop = seconds(new URLSearchParams(location.search).get("stop"));
  if (stop !== null) {
    const end = () => {
      if (video.currentTime < stop) return;
      video.removeEventListener("timeupdate", end);
      if (video.currentTime < stop + 2) video.pause();
    };
    video.addEventListener("timeupdate", end);
  }
  // Each list by itself: chapters, and transcripts.
  const lists = new Map();
  for (const link of document.querySelectorAll("[data-seconds]")) {
    const list = link.closest("ol");
    lists.set(list, [...(lists.get(list) ?? []), link]);
  }
  for (const links of lists.values()) follow(links);

  // A browser that decodes the sound alone raises no error. Where there is nothing else, all is well.
  const problem = document.querySelector("[data-player-problem]");
  const isSound = video.dataset.player === "sound";
  video.addEventListener("loadeddata", () => { problem.hidden = isSound || video.videoWidth > 0; });
}

/**
 * Segments by script: more than one quality, other sounds, viewers who share. What cannot be had leaves the page as it was.
 * @returns {Promise<void>}
 */
async function playSegments() {
  const { hls, segments, tracker, stun = "", swarms } = video.dataset;
  if (!hls) return;
  // Of a sensitive video nothing is loaded before somebody asks for it.
  if (video.preload === "none" && video.paused) await new Promise((go) => { video.addEventListener("play", go, { once: true }); });
  const [{ readManifest }, { Playback, playable }, { Feed }, { mayShare, place }] =
    await Promise.all([import("./manifest.js"), import("./playback.js"), import("./feed.js"), import("./kept.js")]);
  const absolute = (link) => link && new URL(link, document.baseURI).href;
  const manifest = await readManifest(absolute(hls), swarms, absolute(segments));
  // Where there is nothing to choose, the browser's own way does as well.
  if (!playable(manifest).length || !(tracker || manifest.renditions.length > 1 || manifest.sounds.length > 1)) return;
  // Nothing is shared before there is a switch that says so.
  let isTold = false;
  const sharing = tracker ? { tracker, stun: stun.split(" ").filter(Boolean), allowed: () => isTold && mayShare(video) } : null;
  const feed = new Feed({ sharing });
  const playback = new Playback(video, manifest, feed, () => new Feed());
  playback.start(video.currentTime || (positionOfAddress() ?? place()));
  const shown = await controls;
  shown?.use(playback, feed);
  isTold = Boolean(shown);
  // The others are told at once, and the page may come back from the browser's memory.
  addEventListener("pagehide", () => feed.share(false));
  addEventListener("pageshow", ({ persisted }) => { if (persisted) feed.share(mayShare(video)); });
}

// Without a script, and until they are there, the browser's own controls are.
const stage = video?.closest(".player-stage");
const controls = stage && import("./controls.js").then(({ attachControls }) => attachControls(stage, video)).catch(() => null);
if (video) playSegments().catch(() => {});
if (video?.closest(".embed")) import("./embed.js").then(({ embed }) => embed(video), () => {});

// The button that opened a sensitive video is gone then: the keyboard goes on from the one that plays it.
const warning = video?.closest("details");
warning?.addEventListener("toggle", async () => {
  await controls;
  if (warning.open) (warning.querySelector("[data-do=play]") ?? video).focus();
});

for (const field of document.querySelectorAll("[data-copy]")) {
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = field.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = field.dataset.copied;
  });
  field.after(button);
}
