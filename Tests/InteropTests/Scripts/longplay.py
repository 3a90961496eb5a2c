"""longplay.py PUBLIC PAGE SPEED EVERY [END]: plays the whole video of a watch page in Chromium and looks at the memory that it takes.

PUBLIC is a built site, PAGE the folder of a watch page in it, SPEED how fast it plays; EVERY this many seconds, and END second of the
video at the latest, there is a sample: [second of the video, JavaScript's heap in bytes after a collection, the renderer's resident
memory, seconds in the buffer]. Prints, as JSON, `samples`, `stalls` ([where it waited, seconds that lay ahead, seconds until it played],
but in the first eight seconds, which the start takes), `error`, `source`, `ended`, `requests`. Each sample is also a line on standard error, as it is taken.
"""
import json
import os
import sys
import time

from browsers import browser
from mediaserver import MediaServer

public, page, speed, every = *sys.argv[1:3], float(sys.argv[3]), float(sys.argv[4])
last = float(sys.argv[5]) if len(sys.argv) > 5 else float("inf")
server = MediaServer(public)
chromium = browser("chromium")
driver = chromium.driver


def renderers():
    """The processes below the driver that hold a page."""
    parents, found, above = {}, [], [chromium.driver.service.process.pid]
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as stat:
                parents.setdefault(int(stat.read().rpartition(")")[2].split()[1]), []).append(int(name))
        except OSError:
            continue
    while above:
        found += (below := parents.get(above.pop(), []))
        above += below
    return [pid for pid in found if "--type=renderer" in text(pid, "cmdline")]


def text(pid, name):
    try:
        with open(f"/proc/{pid}/{name}") as file:
            return file.read()
    except OSError:
        return ""


def resident(pid):
    status = text(pid, "status")
    return int(status.partition("VmRSS:")[2].split()[0]) << 10 if "VmRSS:" in status else 0


try:
    chromium.get(f"{server.base}{page}/")
    driver.execute_cdp_cmd("Performance.enable", {})
    chromium.run("""
      const video = document.querySelector("video");
      window.stalls = [];
      video.muted = true;
      const ready = setInterval(() => {
        if (!video.currentSrc.startsWith("blob:") || video.readyState < 3) return;
        clearInterval(ready);
        video.playbackRate = %s;
        video.play().then(() => {
          video.addEventListener("waiting", () => {
            const { seeking, ended, currentTime: at, buffered } = video, begun = performance.now();
            if (seeking || ended || at < 8) return;
            let ahead = 0;
            for (let i = 0; i < buffered.length; i++) if (buffered.start(i) <= at + 0.1) ahead = Math.max(ahead, buffered.end(i) - at);
            const stall = [at, ahead, Infinity];
            stalls.push(stall);
            video.addEventListener("timeupdate", function moves() {
              if (video.currentTime === at) return;
              stall[2] = (performance.now() - begun) / 1000;
              video.removeEventListener("timeupdate", moves);
            });
          });
          done();
        });
      }, 50);""" % speed)
    # Of all pages, those of the browser itself too, the largest.
    process, samples = max(renderers(), key=resident), []
    begun = time.monotonic()
    while True:
        time.sleep(max(0, begun + every * (len(samples) + 1) - time.monotonic()))
        driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
        metrics = {one["name"]: one["value"] for one in driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]}
        seen = driver.execute_script("""
          const video = document.querySelector("video"), { buffered, currentTime: at, ended } = video;
          let held = 0;
          for (let i = 0; i < buffered.length; i++) held += buffered.end(i) - buffered.start(i);
          return { at, ended, held, stalls, error: video.error?.message ?? null, source: video.currentSrc.slice(0, 5) };""")
        samples.append([seen["at"], metrics["JSHeapUsedSize"], resident(process), seen["held"]])
        print(*samples[-1], len(seen["stalls"]), seen["error"], file=sys.stderr, flush=True)
        if seen["ended"] or seen["error"] or seen["at"] >= last or len(samples) > 2 and samples[-2][0] == seen["at"]:
            break
finally:
    chromium.quit()
print(json.dumps(seen | {"samples": samples, "requests": len(server.log), "seconds": time.monotonic() - begun}, sort_keys=True))
