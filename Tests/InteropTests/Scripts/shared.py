"""shared.py SITE BOBINED ASSETS CASE…: viewers share a video in networks of their own. To be run as root, under `unshare -n`.

A CASE is `name:viewers:every:trick…`; tricks belong to viewers in order: `-` or none, `off`, `lies`, `freezes`, `vanishes`, `killed`,
`firefox`. Each viewer is a browser in a network namespace: 8 Mbit/s down, 2 up, 15 ms each way. Prints JSON, by name: the bytes that
nginx sent of media, what each viewer saw, the processors' load.
"""
import collections
import ctypes
import fcntl
import http.server
import json
import os
import pathlib
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

HERE, WEB, REPORTS, TRACKER = "10.98.0.1", 8080, 8081, 6969
DOWN, UP, DELAY = "8mbit", "2mbit", 0.015


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def tap(name):
    """The far end of a virtual Ethernet device."""
    end = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(end, 0x400454CA, struct.pack("16sH", name.encode(), 0x0002 | 0x1000))
    return end


def line(outer, pid):
    """Carries frames between a device here and `eth0` of another namespace, each DELAY seconds late. The kernels of this world that
    have no netem have taps."""
    ends = [tap(outer)]
    if ctypes.CDLL(None, use_errno=True).setns(os.open(f"/proc/{pid}/ns/net", os.O_RDONLY), 0x40000000):
        raise OSError(ctypes.get_errno(), "setns")
    ends.append(tap("eth0"))
    run("ip", "link", "set", "lo", "up")
    run("ip", "addr", "add", f"10.98.0.{outer[3:]}/24", "dev", "eth0")
    run("ip", "link", "set", "eth0", "up")
    run("ip", "route", "add", "default", "via", HERE)
    run("tc", "qdisc", "add", "dev", "eth0", "root", "tbf", "rate", UP, "burst", "16k", "latency", "300ms")
    print("up", flush=True)
    waiting = collections.deque()
    while True:
        pause = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        for ready in select.select(ends, [], [], pause)[0]:
            waiting.append((time.monotonic() + DELAY, ends[ready == ends[0]], os.read(ready, 65536)))
        while waiting and waiting[0][0] <= time.monotonic():
            _, to, frame = waiting.popleft()
            try:
                os.write(to, frame)
            except OSError:
                pass


if sys.argv[1] == "--line":
    line(sys.argv[2], int(sys.argv[3]))

site, bobined, assets = (pathlib.Path(each).resolve() for each in sys.argv[1:4])
folder = pathlib.Path(tempfile.mkdtemp())
processes = []


def start(*command, **options):
    process = subprocess.Popen([str(each) for each in command], stderr=subprocess.DEVNULL, start_new_session=True, **options)
    processes.append(process)
    return process


def end(process, how=signal.SIGTERM):
    """A process and those that it started."""
    try:
        os.killpg(process.pid, how)
    except ProcessLookupError:
        pass
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def manifest():
    """What the page plays: the 360p rendition of the site's one video."""
    list_ = next(path for path in site.glob("media/*/*.m3u8") if ".iframes" not in path.name and "360p" in path.name)
    hashes = json.loads((list_.parent / "segments-sha256.json").read_text())
    text, at, segments = list_.read_text(), 0.0, []
    media = f"/media/{list_.parent.name}/"
    length, offset, name = [re.search(r'#EXT-X-MAP:URI="(?P<u>[^"]+)",BYTERANGE="(\d+)@(\d+)"', text).group(each) for each in (2, 3, 1)]
    known = hashes.get(name, hashes)
    for seconds, size, place in re.findall(r"#EXTINF:([\d.]+),\s*\n#EXT-X-BYTERANGE:(\d+)@(\d+)", text):
        size, place = int(size), int(place)
        segments.append({"index": len(segments), "start": at, "duration": float(seconds), "url": media + name, "from": place,
                         "to": place + size, "bytes": size, "sha256": known[f"{place}-{place + size - 1}"]})
        at += float(seconds)
    videos = json.loads((site / "catalog/1.json").read_text())["videos"]
    swarm = next(each["infohashes"]["page"] for video in videos for each in video["renditions"] if each["playlist"].endswith(list_.name))
    codecs = re.search(r'CODECS="([^"]+)"', next(site.glob("videos/*/master.m3u8")).read_text()).group(1)
    return {"id": list_.stem, "average": sum(each["bytes"] for each in segments) * 8 / at, "duration": at, "swarm": swarm,
            "mime": f'video/mp4; codecs="{codecs}"', "segments": segments,
            "init": {"url": media + name, "from": int(offset), "to": int(offset) + int(length)}}


reports = {}


class Reports(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        reports[self.path.rsplit("/", 1)[1]] = json.loads(body)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def viewer(name, number, trick, query):
    """A browser in a namespace of its own. Each has its own number, so that no address is met twice."""
    space = start("unshare", "-n", "sleep", "infinity")
    device = f"tap{number}"
    while os.readlink(f"/proc/{space.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
        time.sleep(0.02)
    wire = start(sys.executable, __file__, "--line", device, space.pid, stdout=subprocess.PIPE)
    wire.stdout.readline()
    run("ip", "link", "set", device, "master", "br0", "up")
    run("tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", DOWN, "burst", "16k", "latency", "300ms")
    url = f"http://{HERE}:{WEB}/share.html?{urllib.parse.urlencode(query)}"
    home = folder / name
    home.mkdir()
    if trick == "firefox":
        (home / "user.js").write_text("".join(f'user_pref("{key}", {json.dumps(value)});\n' for key, value in {
            "media.autoplay.default": 0, "media.autoplay.blocking_policy": 0, "dom.securecontext.allowlist": HERE,
            "media.peerconnection.ice.obfuscate_host_addresses": False, "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False, "browser.shell.checkDefaultBrowser": False,
            "datareporting.policy.dataSubmissionEnabled": False, "app.normandy.enabled": False,
            "browser.aboutwelcome.enabled": False, "services.settings.server": f"http://{HERE}:9/"}.items()))
        command = [shutil.which("firefox-esr") or shutil.which("firefox"), "--headless", "--no-remote", "--profile", home, url]
    else:
        command = [shutil.which("chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio",
                   "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                   "--disable-component-update", "--autoplay-policy=no-user-gesture-required",
                   f"--user-data-dir={home}", f"--unsafely-treat-insecure-origin-as-secure=http://{HERE}:{WEB}",
                   "--disable-features=WebRtcHideLocalIpsWithMdns,Translate,OptimizationHints,MediaRouter", "--remote-debugging-port=0", url]
    browser = start("nsenter", "-t", space.pid, "-n", "env", f"HOME={home}", *command, stdout=subprocess.DEVNULL)
    return [browser, wire, space]


def busy():
    fields = [int(each) for each in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def sent(log):
    lines = [line.split() for line in log.read_text().splitlines()]
    return sum(int(size) for uri, size, *_ in lines if uri.startswith("/media/")), lines


number = 10


def case(name, count, every, tricks, until):
    global number
    log = folder / "access.log"
    before, work = sent(log)[0], busy()
    viewers, names, threads = [], [], []
    begin = time.monotonic()
    tricks += ["-"] * (count - len(tricks))
    for index in range(count):
        time.sleep(max(0, begin + index * every - time.monotonic()))
        number += 1
        trick, label = tricks[index], f"{name}-{index}"
        query = {"manifest": "/manifest.json", "name": label, "until": until}
        if trick != "off":
            query["tracker"] = f"ws://{HERE}:{TRACKER}/tracker/socket"
        if trick in ("lies", "freezes", "vanishes"):
            query["trick"] = trick
        names.append(label)
        viewers.append(viewer(label, number, trick, query))
        if trick == "killed":
            # In the middle of what it gives to the next one.
            timer = threading.Timer(every + 9, lambda these=viewers[-1]: end(these[0], signal.SIGKILL))
            timer.start()
            threads.append(timer)
    honest = [label for label, trick in zip(names, tricks) if trick in ("-", "off", "firefox")]
    finish = time.monotonic() + until * 1.5 + 40
    while time.monotonic() < finish and not all(reports.get(label, {}).get("done") for label in honest):
        time.sleep(0.5)
    after = busy()
    for each in viewers:
        for process in each:
            end(process)
    time.sleep(0.3)
    return {"sent": sent(log)[0] - before, "load": round((after[0] - work[0]) / (after[1] - work[1]), 3),
            "seconds": round(time.monotonic() - begin, 1),
            "viewers": [{"trick": trick, **reports.get(label, {"missing": True})} for label, trick in zip(names, tricks)]}


try:
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "br0", "type", "bridge")
    run("ip", "addr", "add", f"{HERE}/24", "dev", "br0")
    run("ip", "link", "set", "br0", "up")
    root = folder / "root"
    root.mkdir()
    (root / "assets").symlink_to(assets)
    (root / "media").symlink_to(site / "media")
    shutil.copy(pathlib.Path(__file__).with_name("share.html"), root)
    playing = manifest()
    (root / "manifest.json").write_text(json.dumps(playing))
    os.chmod(folder, 0o755)
    (folder / "nginx.conf").write_text(f"""
        daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; user root;
        events {{ worker_connections 256; }}
        http {{
          types {{ text/html html; text/javascript js; application/json json; video/mp4 mp4; }}
          log_format sizes '$uri $bytes_sent $status $remote_addr $http_range'; access_log {folder}/access.log sizes;
          server {{ listen {HERE}:{WEB}; root {root}; location /report/ {{ proxy_pass http://{HERE}:{REPORTS}; access_log off; }} }}
        }}""")
    (folder / "access.log").touch()
    server = http.server.ThreadingHTTPServer((HERE, REPORTS), Reports)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start("nginx", "-e", folder / "error.log", "-c", folder / "nginx.conf")
    start(bobined, "--no-announce", "--dht", "none", "--status", "none", "--state", folder / "state", "--listen", HERE,
          "--tracker", f"{HERE}:{TRACKER}", "--tracker-udp", "none", site)
    time.sleep(2)
    seen = {"bytes": sum(each["bytes"] for each in playing["segments"]), "duration": playing["duration"]}
    for argument in sys.argv[4:]:
        name, count, every, *tricks = argument.split(":")
        print(name, file=sys.stderr)
        seen[name] = case(name, int(count), float(every), tricks, playing["duration"])
finally:
    for process in reversed(processes):
        if process.poll() is None:
            end(process)
    if "SHARED_KEEP" in os.environ:
        print(folder, file=sys.stderr)
    else:
        shutil.rmtree(folder)
print(json.dumps(seen))
