"""playback.py BROWSER PUBLIC PAGE [CHECK...]: the modules of the theme play a video over Media Source Extensions, whatever the server does.

BROWSER is chromium or firefox, PUBLIC a built site, PAGE the folder of a watch page in it. The pictures of the video have 15 numbers a
second as their brightness, its first sound is a tone in every odd second. Prints JSON, a key a check; PlaybackTests.swift says what is
expected. The server that fails is mediaserver.py.
"""
import json
import pathlib
import sys
import time

from browsers import browser
from mediaserver import MediaServer

kind, public, page, *only = sys.argv[1:]
server = MediaServer(public)
modules = pathlib.Path(__file__).resolve().parents[3] / "templates/assets"
sources = "".join(line for line in open(f"{public}/{page}/index.html") if line.startswith("<source"))

# The page of one player with its parts at hand, as they are written: a site publishes them joined, as the other pages here have them.
for module in modules.glob("*.js"):
    server.pages[f"modules/{module.name}"] = module.read_text()
server.pages[f"{page}/try.html"] = f"""<!doctype html><title>try</title>
<video width="640" height="360" playsinline>SOURCES</video>
<script type="module">
import {{ readManifest }} from "/modules/manifest.js";
import {{ createPlayback }} from "/modules/playback.js";
import {{ createFeed }} from "/modules/feed.js";
const video = window.video = document.querySelector("video");
window.problems = [];
window.waits = 0;
video.addEventListener("waiting", () => {{ window.waits++; }});
window.begin = async (at = 0, master = "master.m3u8") => {{
  const manifest = await readManifest(new URL(master, location).href);
  window.feed = createFeed();
  window.playback = createPlayback(video, manifest, feed);
  playback.onchange = (text) => {{ if (text) problems.push(text); }};
  await playback.start(at);
}};
window.until = (test, ms = 15000) => new Promise((done) => {{
  const end = performance.now() + ms;
  (function look() {{
    let is = false;
    try {{ is = test(); }} catch {{ /* not yet */ }}
    if (is || performance.now() > end) done(Boolean(is)); else setTimeout(look, 20);
  }})();
}});
window.ranges = () => Array.from({{ length: video.buffered.length }}, (_, i) => [video.buffered.start(i), video.buffered.end(i)]);
const canvas = document.createElement("canvas");
canvas.width = canvas.height = 8;
const pen = canvas.getContext("2d", {{ willReadFrequently: true }});
window.number = () => {{
  pen.drawImage(video, 0, 0, 8, 8);
  return Math.round(pen.getImageData(4, 4, 1, 1).data[1] * 219 / 255 / 2);
}};
window.told = () => ({{ time: video.currentTime, paused: video.paused, ended: video.ended, waits, problems, quality: window.playback?.current?.label ?? null,
  source: video.currentSrc.startsWith("blob:") ? "segments" : video.currentSrc.split(".").at(-1), height: video.videoHeight, ranges: ranges(), speed: video.playbackRate }});
window.isReady = true;
</script>"""
server.pages["favicon.ico"] = ""


def opened(driver, before="", with_sources=False):
    server.faults, server.rate = [], None
    text = server.pages[f"{page}/try.html"]
    server.pages[f"{page}/now.html"] = text.replace("SOURCES", sources if with_sources else "")
    driver.get(f"{server.base}{page}/now.html")
    assert driver.run("(function look() { window.isReady ? done(true) : setTimeout(look, 20); })();")
    driver.run(before + "; done();")
    server.log.clear()


def segments():
    """Ranges of MP4s that were asked for, init sections left out."""
    return [(path.rsplit("/", 1)[-1].split("-")[0], wanted) for path, wanted, _, sent in server.log
            if path.endswith(".mp4") and sent > 5000]


def start(driver):
    opened(driver)
    driver.run("begin(0).then(() => until(() => video.readyState >= 2)).then(done)")
    time.sleep(0.6)
    seen = driver.run("done(told())")
    return seen | {"asked": segments()}


def seeks(driver):
    return driver.run("""(async () => {
      await video.play();
      const seen = [];
      for (const frame of [320, 15, 449, 233, 90, 571, 0]) {
        const time = (frame + 0.5) / 15;
        video.currentTime = time;
        video.pause();
        await until(() => !video.seeking && video.readyState >= 2);
        await until(() => number() === frame % 100, 8000);
        seen.push([frame % 100, number(), Math.abs(video.currentTime - time) < 0.001]);
      }
      done(seen);
    })()""")


def switches(driver):
    """A hundred times another quality while it plays. Numbers that fit no time are those of a picture too early or too late."""
    opened(driver)
    return driver.run("""(async () => {
      await begin(0);
      await until(() => playback.current || video.readyState >= 2);
      video.muted = IS_FIREFOX;
      await video.play();
      await until(() => video.currentTime > 0.3);
      const odd = [], gaps = [], loud = [];
      let pictures = 0, wasOdd = false;
      (function watch() {
        video.requestVideoFrameCallback((now, { mediaTime }) => {
          pictures++;
          const wanted = Math.round(mediaTime * 15) % 100, seen = number();
          // The next picture may be up by the time that this one is read, and Firefox reads the one before.
          // It also reads half of a picture now and then while the size changes: what is late or early is so for longer.
          const isOdd = ![99, 0, 1].includes((seen - wanted + 100) % 100);
          if (isOdd && wasOdd) odd.push([mediaTime, wanted, seen]);
          wasOdd = isOdd;
          watch();
        });
      })();
      const from = performance.now(), begun = video.currentTime, seen = new Set();
      waits = 0;
      const ids = playback.renditions.map((one) => one.id);
      let switched = 0;
      for (let i = 0; i < 100; i++) {
        const id = ids[(i + 1) % ids.length];
        const asked = feed.take;
        let came = 0;
        feed.take = function (one, index) {
          const bytes = asked.call(this, one, index);
          if (bytes && one.id === id) came++;
          return bytes;
        };
        playback.quality = id;
        if (await until(() => came >= 2 && playback.ahead > 5, 10000)) switched++;
        feed.take = asked;
        if (ranges().length !== 1) gaps.push(ranges());
        seen.add(video.videoHeight);
        await new Promise((go) => setTimeout(go, 30));
      }
      const passed = (performance.now() - from) / 1000, played = video.currentTime - begun;
      // Most of those never came to the screen. Now each segment is in another quality than the one before.
      video.playbackRate = 4;
      for (let i = 0, to = Math.max(34, video.currentTime + 12); video.currentTime < to; i++) {
        const edge = Math.floor(video.currentTime / 4) * 4 + 4;
        playback.quality = ids[i % ids.length];
        await until(() => video.currentTime > edge + 0.3);
        seen.add(video.videoHeight);
        if (ranges().length !== 1) gaps.push(ranges());
      }
      video.playbackRate = 1;
      done({ switched, odd, gaps, pictures, waits, heights: [...seen].sort(), late: passed - played, passed, problems });
    })()""".replace("IS_FIREFOX", str(kind == "firefox").lower()), 120)


def heard(driver):
    """When the tone begins, after all those switches, against the clock of the pictures."""
    return driver.run("""(async () => {
      const context = new AudioContext(), meter = context.createAnalyser();
      context.createMediaElementSource(video).connect(meter);
      meter.connect(context.destination);
      meter.fftSize = 256;
      const data = new Float32Array(256), begins = [];
      video.currentTime = 4.2;
      await video.play();
      let was = true, last = 0;
      const end = performance.now() + 20000;
      while (begins.length < 3 && performance.now() < end) {
        meter.getFloatTimeDomainData(data);
        const is = data.some((one) => Math.abs(one) > 0.1), now = performance.now();
        // Who looks late sees it begin late.
        if (is && !was && now - last < 20) begins.push(video.currentTime);
        was = is;
        last = now;
        await new Promise((go) => setTimeout(go, 4));
      }
      done(begins);
    })()""")


def sound(driver):
    """The other sound has no silence; and back."""
    opened(driver)
    return driver.run("""(async () => {
      await begin(10);
      video.muted = true;
      await video.play();
      await until(() => video.currentTime > 10.3);
      playback.sound = 1;
      await until(() => !video.seeking && video.readyState >= 3 && video.currentTime > 11);
      const other = { ...told(), label: playback.sounds[playback.sound].label };
      playback.sound = 0;
      const back = await until(() => !video.seeking && video.readyState >= 3 && video.currentTime > other.time + 0.5);
      video.currentTime = video.duration - 1;
      const ended = await until(() => video.ended);
      done({ ...other, back, endedAfter: ended, problems });
    })()""")


def quality(driver):
    """By the line and by the size on the screen."""
    seen = {}
    for name, rate, width in [("fast", None, 640), ("small", None, 100), ("slow", 9000, 640)]:
        opened(driver, f"video.width = {width}; video.height = {width} * 9 / 16; video.muted = true")
        server.rate = rate
        driver.run("begin(0).then(() => video.play()).then(() => until(() => playback.ahead > 7, 6000)).then(done)")
        time.sleep(0.3)
        seen[name] = sorted({label for label, _ in segments()})
    return seen


def memory(driver):
    """Where the browser has no room, less is kept; and what was played is forgotten."""
    opened(driver, """{ const append = SourceBuffer.prototype.appendBuffer;
      let calls = 0;
      SourceBuffer.prototype.appendBuffer = function (bytes) {
        if (++calls > 4 && calls < 12) throw new DOMException("full", "QuotaExceededError");
        append.call(this, bytes);
      }; }""")
    return driver.run("""(async () => {
      await begin(0);
      video.muted = true;
      video.playbackRate = 8;
      await video.play();
      await until(() => video.currentTime > 34, 20000);
      done(told());
    })()""")


FAULTS = [
    ("one quality is gone", [(r"/90p-.*mp4 ", 404)]),
    ("its playlist is gone", [(r"/90p-.*m3u8 ", 404)]),
    ("a range is refused", [(r"/90p-.*mp4 bytes=[1-9]\d{4}-", 416)]),
    ("a segment fails", [(r"/90p-.*mp4 bytes=[1-9]\d{4}-", 500)]),
    ("no ranges", [(r"\.mp4 ", "whole")]),
    ("no segment is there", [(r"mp4 bytes=\d{4,}-\d", 404)]),
    ("no playlist is there", [(r"m3u8 ", 404)]),
]


def faults(driver):
    """From second 6 on. What no segment can give comes from the plain file, at the same place. Meanwhile another quality is chosen."""
    seen = {}
    for name, rules in FAULTS:
        opened(driver, "video.muted = true; video.playbackRate = 4", with_sources=True)
        server.faults = rules
        # Where there is no playlist the page stays as it was.
        driver.run("""video.play().catch(() => {}); begin(6).catch(() => { video.currentTime = 6; });
          until(() => video.currentTime > 7 && !video.paused).then(done)""")
        seen[name] = driver.run("done(told())")
        driver.run("""const other = window.playback?.renditions.find((one) => one !== playback.current);
          if (other) playback.quality = other.id;
          until(() => video.currentTime > 14.5).then(done)""")
        seen[name] |= {"later": driver.run("done({ ...told(), chosen: window.playback?.quality ?? null })")}
    return seen


def chosen(driver):
    """A quality is chosen by hand that is no longer there."""
    opened(driver, "video.muted = true")
    driver.run("begin(0).then(() => video.play()).then(() => until(() => video.currentTime > 0.5)).then(done)")
    server.faults = [(r"/120p-.*mp4 ", 404)]
    return driver.run("""(async () => {
      let told = 0;
      const noted = playback.onchange;
      playback.onchange = (text) => { noted(text); told++; };
      const gone = playback.renditions[1];
      playback.quality = gone.id;
      const given = await until(() => playback.quality === "auto");
      done({ given, told, offered: playback.renditions.includes(gone), problems, plays: await until(() => video.currentTime > 4.5, 15000),
        still: await until(() => video.readyState > 2), source: window.told().source });
    })()""", 60)


def storm(driver):
    """Sixty places in three seconds, forward and back, and then it plays at the last one. What was asked of the server meanwhile."""
    opened(driver, "video.muted = true")
    server.rate = 200_000
    driver.run("begin(0).then(() => video.play()).then(() => until(() => video.currentTime > 0.3)).then(done)")
    server.log.clear()
    seen = driver.run("""(async () => {
      for (let i = 1; i <= 60; i++) {
        video.currentTime = (i * i * 17.3 + i * 5.3) % 38;
        await new Promise((go) => setTimeout(go, 50));
      }
      const last = video.currentTime;
      const plays = await until(() => !video.seeking && video.currentTime > last + 0.5);
      done({ last, plays, picture: number(), time: video.currentTime, error: video.error?.message ?? null, problems });
    })()""")
    return seen | {"requests": len(server.log)}


def elsewhere(driver):
    """Media on another site, which does not say to this one why it refuses a quality: its playlist, or its file."""
    other, seen = MediaServer(public), {}
    other.shared = True
    for name, pattern in [("playlist", r"/180p-.*m3u8 "), ("file", r"/180p-.*mp4 ")]:
        opened(driver, "video.muted = true; video.playbackRate = 2")
        other.faults, other.log = [(pattern, 404)], []
        driver.run(f"""begin(0, "{other.base}{page}/master.m3u8").then(() => video.play())
          .then(() => until(() => video.currentTime > 12, 30000)).then(done)""")
        seen[name] = driver.run("done(told())") | {"refused": sum(status == 404 for _, _, status, _ in other.log)}
    return seen


def cut(driver):
    """Ten seconds without a line, in which another quality is chosen: it plays to the end of what it has, and goes on by itself."""
    opened(driver, "video.muted = true; video.playbackRate = 2", with_sources=True)
    server.rate = 20_000
    driver.run("begin(30).then(() => video.play()).then(() => until(() => video.currentTime > 30.5)).then(done)")
    server.faults, server.rate = [(".", "cut")], None
    driver.run("playback.quality = playback.renditions[1].id; setTimeout(done, 10000)")
    stood = driver.run("done({ ...told(), room: playback.ahead })")
    server.faults = []
    driver.run("until(() => video.currentTime > TO, 20000).then(done)".replace("TO", str(stood["time"] + 1)))
    return driver.run("done(told())") | {"stood": stood}


def watch(driver):
    """The page itself: under its policy, from a position in its address, and without Media Source Extensions."""
    server.faults, seen = [], {}
    driver.errors()
    for name, query in [("page", "?t=21"), ("frame", "embed/?start=21&muted=1&loop=1&title=0&autoplay=1")]:
        driver.get(f"{server.base}{page}/{query}")
        seen[name] = driver.run("""(async () => {
          const video = document.querySelector("video"), end = performance.now() + 30000;
          const wait = () => new Promise((go) => setTimeout(go, 50));
          while (performance.now() < end && !(video.currentSrc.startsWith("blob:") && video.readyState >= 2)) await wait();
          const { autoplay, loop, muted, paused } = video;
          video.muted = true;
          await video.play();
          while (performance.now() < end && video.currentTime < 21.5) await wait();
          done({ source: video.currentSrc.slice(0, 5), time: video.currentTime, height: video.videoHeight, loop, muted, paused,
            title: document.querySelector(".embed-title")?.hidden ?? null });
        })()""")
    seen["errors"] = driver.errors()
    html = open(f"{public}/{page}/index.html").read()
    server.pages["old.js"] = "delete window.MediaSource; delete window.ManagedMediaSource;"
    server.pages[f"{page}/old.html"] = html.replace("<head>", '<head><script src="/old.js"></script>')
    driver.get(f"{server.base}{page}/old.html")
    seen["old"] = driver.run("""(async () => {
      const video = document.querySelector("video");
      video.muted = true;
      await video.play();
      for (let i = 0; i < 100 && video.currentTime < 0.5; i++) await new Promise((go) => setTimeout(go, 50));
      done({ source: video.currentSrc.split(".").at(-1), time: video.currentTime });
    })()""")
    return seen


def beginning(driver):
    """Seconds and bytes of media to the first picture: the page, and a page with the playlist as a plain source."""
    server.pages["first.js"] = """const video = document.querySelector("video");
      const look = () => video.requestVideoFrameCallback(() => {
        if (window.first) return;
        window.first = performance.now() / 1000;
        fetch("/mark").then(() => { window.isMarked = true; });
      });
      look();
      video.addEventListener("emptied", look);"""
    probe = '<script type="module" src="/first.js"></script></head>'
    html = open(f"{public}/{page}/index.html").read()
    server.pages[f"{page}/segments.html"] = html.replace("</head>", probe)
    server.pages[f"{page}/plain.html"] = f'<!doctype html><head>{probe}<video muted preload="auto" src="master.m3u8"></video>'
    seen = {"segments": [], "plain": []}
    def best(name):
        return min(seen[name], key=lambda one: one["seconds"])

    for turn in range(6):
        # What else the machine does meets one or the other.
        if turn > 1 and best("segments")["seconds"] < best("plain")["seconds"] * 1.1:
            break
        for name, list in seen.items():
            driver.get("about:blank")
            time.sleep(0.3)
            server.rate, server.delay, server.media = 60000, 0.02, 0
            driver.get(f"{server.base}{page}/{name}.html")
            driver.run("(function look() { window.isMarked ? done() : setTimeout(look, 10); })();")
            list.append({"seconds": driver.run("done(window.first)"), "bytes": server.marked})
    server.rate, server.delay = None, 0
    return {name: best(name) for name in seen}


def messages(driver):
    """A page talks to the player in its frame."""
    server.pages["around.html"] = f"""<!doctype html><title>around</title>
      <iframe src="/{page}/embed/?muted=1" width="640" height="400" allow="autoplay; fullscreen"></iframe>
      <script>window.heard = []; addEventListener("message", ({{ data }}) => heard.push(data));</script>"""
    driver.get(f"{server.base}around.html")
    return driver.run("""(async () => {
      const frame = document.querySelector("iframe").contentWindow;
      const ask = (bobine, value) => frame.postMessage({ bobine, value }, "*");
      const until = async (test) => {
        for (let i = 0; i < 200 && !test(); i++) await new Promise((go) => setTimeout(go, 50));
        return Boolean(test());
      };
      const has = (name, test = () => true) => until(() => heard.some((one) => one.bobine === name && test(one)));
      const ready = await has("ready");
      await new Promise((go) => setTimeout(go, 400));
      const unasked = heard.length;
      ask("seek", 12);
      const sought = await has("seek", ({ time }) => Math.abs(time - 12) < 0.1);
      ask("speed", 99);
      const speed = await has("speed", (one) => one.speed === 4);
      ask("play");
      const played = await has("time", ({ time, paused }) => time > 12.2 && !paused);
      ask("pause");
      const paused = await has("pause", (one) => one.paused);
      ask("volume", 0.25);
      const volume = await has("volume", (one) => one.volume === 0.25);
      ask("constructor"); ask("toString"); frame.postMessage("play", "*"); frame.postMessage(null, "*");
      ask("state");
      const state = await has("state", ({ duration }) => duration > 39);
      done({ ready, unasked, sought, speed, played, paused, volume, state });
    })()""")


driver = browser(kind)
seen = {}
try:
    # Firefox has no sound on a machine without a device, and plays no playlist by itself.
    alone = [heard, quality, beginning, elsewhere] if kind == "chromium" else []
    for check in [start, seeks, switches, *alone, sound, memory, faults, chosen, storm, cut, watch, messages]:
        if only and check.__name__ not in only:
            continue
        begun = time.monotonic()
        seen[check.__name__] = check(driver)
        print(f"{check.__name__}: {time.monotonic() - begun:.1f} s", file=sys.stderr)
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
