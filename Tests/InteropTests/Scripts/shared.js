// What a viewer of shared.py does and sees, before the page's own scripts run. The page itself is as the site publishes it.
(() => {
  const query = new URLSearchParams(location.search), name = query.get("probe"), trick = query.get("trick");
  if (!name) return;
  // As if its switch had been used before.
  localStorage.setItem("bobine-player", JSON.stringify({ sharing: trick !== "off" }));

  /** What went each way with each other viewer, of segments alone: messages that begin with 5 (docs/sharing.md). */
  const pairs = [], data = 5, head = 7;
  const size = (bytes) => bytes[0] === data ? bytes.length - head : 0;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    createDataChannel(...rest) {
      const channel = super.createDataChannel(...rest), pair = { connection: this, given: 0, taken: 0 }, send = channel.send.bind(channel);
      pairs.push(pair);
      channel.addEventListener("message", (message) => { pair.taken += size(new Uint8Array(message.data)); });
      channel.send = (bytes) => {
        const all = pairs.reduce((sum, { given }) => sum + given, 0), isData = size(bytes) > 0;
        if (isData && trick === "freezes" && all > 2e5) return;
        if (isData && trick === "vanishes" && all > 2e5) location.replace("about:blank");
        if (isData && trick === "lies") bytes[head + 100] ^= 1;
        send(bytes);
        pair.given += size(bytes);
      };
      return channel;
    }
  };

  const seen = { start: null, stalls: 0, stalled: 0, waits: [], ended: false, said: [], heights: [], error: null };
  addEventListener("DOMContentLoaded", () => {
    const video = document.querySelector("video"), find = (part) => document.querySelector(`[data-do=${part}]`);
    const isAmid = () => seen.start !== null && !seen.ended && !video.seeking && video.currentTime < video.duration - 0.5;
    const look = () => video.requestVideoFrameCallback(() => { seen.start ??= performance.now(); });
    look();
    // Another source has another first picture.
    video.addEventListener("emptied", look);
    video.addEventListener("waiting", () => {
      if (!isAmid()) return;
      seen.stalls++;
      const { buffered, currentTime } = video;
      seen.waits.push([currentTime, ...Array.from({ length: buffered.length }, (_, i) => [buffered.start(i), buffered.end(i)])]);
    });
    video.addEventListener("ended", () => { seen.ended = true; });
    video.addEventListener("error", () => { seen.error = video.error?.message ?? "error"; });
    video.muted = true;
    video.play().catch(() => {});
    let last = performance.now();
    setInterval(() => {
      const now = performance.now(), said = find("said")?.textContent;
      if (isAmid() && !video.paused && video.readyState < 3) seen.stalled += (now - last) / 1e3;
      last = now;
      if (said && said !== seen.said.at(-1)) seen.said.push(said);
      if (video.videoHeight && !seen.heights.includes(video.videoHeight)) seen.heights.push(video.videoHeight);
    }, 200);
    const every = Number(query.get("switch"));
    let turn = 0;
    if (every) {
      setInterval(() => {
        const list = find("quality");
        if (!list || list.length < 3 || seen.ended) return;
        list.selectedIndex = 1 + turn++ % (list.length - 1);
        list.dispatchEvent(new Event("change"));
      }, every * 1e3);
    }
    setInterval(async () => {
      const others = {};
      for (const { connection, given, taken } of pairs) {
        if (!given && !taken) continue;
        const stats = connection.connectionState === "closed" ? [] : [...(await connection.getStats()).values()];
        const chosen = stats.find((each) => each.type === "candidate-pair" && each.state === "succeeded" && (each.nominated || each.selected));
        const other = stats.find(({ id }) => id === chosen?.remoteCandidateId)?.address ?? "gone";
        const sum = others[other] ??= { given: 0, taken: 0 };
        sum.given += given;
        sum.taken += taken;
      }
      const { totalVideoFrames: frames, droppedVideoFrames: dropped } = video.getVideoPlaybackQuality();
      fetch(`/report/${name}`, { method: "POST", keepalive: true, body: JSON.stringify({
        ...seen, position: video.currentTime, done: seen.ended || video.currentTime > video.duration - 0.5, others, frames, dropped,
        source: video.currentSrc.slice(0, 5), switched: turn,
      }) }).catch(() => {});
    }, 1000);
  });
})();
