"""longplay.py PUBLIC BOBINED PAGE SPEED EVERY LATER [END]: two viewers play the whole video of a watch page in Chromium and share it; looks
at the memory that each takes. To be run as root, under `unshare -n`.

PUBLIC is a built site whose tracker is ws://127.0.0.1:6969/tracker/socket, PAGE the folder of a watch page in it, SPEED how fast it plays,
LATER seconds after which the second viewer comes. EVERY this many seconds, and END second of the video at the latest, there is a sample
of each: [second of the video, JavaScript's heap in bytes after a collection, the renderer's resident memory, seconds in the buffer].
Prints, as JSON, `requests`, `seconds`, and for each of the `viewers` `samples`, `stalls` ([where it waited, seconds that lay ahead, seconds
until it played], but in the first eight seconds, which the start takes), `error`, `source`, `ended`, and what its panel of figures says:
megabytes of `server`, `fromPeers`, `toPeers`. Each sample is also a line on standard error, as it is taken.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from browsers import browser
from mediaserver import MediaServer

public, bobined, page, speed, every, later = *sys.argv[1:4], *map(float, sys.argv[4:7])
last = float(sys.argv[7]) if len(sys.argv) > 7 else float("inf")


def text(pid, name):
    try:
        with open(f"/proc/{pid}/{name}") as file:
            return file.read()
    except OSError:
        return ""


def resident(pid):
    status = text(pid, "status")
    return int(status.partition("VmRSS:")[2].split()[0]) << 10 if "VmRSS:" in status else 0


class Viewer:
    def __init__(self, url, name):
        self.name, self.samples, self.seen = name, [], {"ended": False, "error": None}
        self.chromium = browser("chromium")
        try:
            self.chromium.get(url)
            self.driver = self.chromium.driver
            self.driver.execute_cdp_cmd("Performance.enable", {})
            self.play()
            # Of all pages, those of the browser itself too, the largest.
            self.process = max(self.renderers(), key=resident)
        except BaseException:
            self.chromium.quit()
            raise

    def play(self):
        self.chromium.run("""
          const video = document.querySelector("video");
          window.stalls = [];
          video.muted = true;
          const ready = setInterval(() => {
            if (!video.currentSrc.startsWith("blob:") || video.readyState < 3) return;
            clearInterval(ready);
            document.querySelector("[data-do=figures]").showPopover();
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

    def renderers(self):
        """The processes below the driver that hold a page."""
        parents, found, above = {}, [], [self.driver.service.process.pid]
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

    def look(self):
        """Takes a sample; whether there is more to see."""
        self.driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
        metrics = {one["name"]: one["value"] for one in self.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]}
        self.seen = seen = self.driver.execute_script("""
          const video = document.querySelector("video"), { buffered, currentTime: at, ended } = video, shared = {};
          let held = 0;
          for (let i = 0; i < buffered.length; i++) held += buffered.end(i) - buffered.start(i);
          for (const name of ["server", "fromPeers", "toPeers"]) {
            shared[name] = parseFloat(document.querySelector(`[data-figure=${name}] span`).textContent.replaceAll(",", ""));
          }
          return { at, ended, held, stalls, error: video.error?.message ?? null, source: video.currentSrc.slice(0, 5), ...shared };""")
        self.samples.append([seen["at"], metrics["JSHeapUsedSize"], resident(self.process), seen["held"]])
        stuck = len(self.samples) > 2 and self.samples[-2][0] == seen["at"]
        print(self.name, *self.samples[-1], seen["server"], seen["fromPeers"], seen["toPeers"], len(seen["stalls"]), seen["error"],
              file=sys.stderr, flush=True)
        return not (seen["ended"] or seen["error"] or seen["at"] >= last or stuck)


# Browsers offer each other no address of the loopback.
for words in ("link set lo up", "link add far type veth peer name near", "link set far up", "link set near up", "addr add 10.98.0.1/24 dev near",
              "route add default via 10.98.0.1"):
    subprocess.run(["ip", *words.split()], check=True)
state = tempfile.mkdtemp()
tracker = subprocess.Popen([bobined, "--no-announce", "--dht", "none", "--status", "none", "--state", state, "--listen", "127.0.0.1",
                            "--tracker", "127.0.0.1:6969", "--tracker-udp", "none", public],
                           stderr=subprocess.DEVNULL)
server, viewers = MediaServer(public), []
try:
    begun = time.monotonic()
    viewers.append(Viewer(f"{server.base}{page}/", "first"))
    time.sleep(max(0, begun + later - time.monotonic()))
    viewers.append(Viewer(f"{server.base}{page}/", "second"))
    begun, turn, playing = time.monotonic(), 0, list(viewers)
    while playing:
        turn += 1
        time.sleep(max(0, begun + every * turn - time.monotonic()))
        playing = [viewer for viewer in playing if viewer.look()]
finally:
    for viewer in viewers:
        viewer.chromium.quit()
    tracker.terminate()
    tracker.wait()
    shutil.rmtree(state)
print(json.dumps({"viewers": [viewer.seen | {"samples": viewer.samples} for viewer in viewers], "requests": len(server.log),
                  "seconds": time.monotonic() - begun}, sort_keys=True))
