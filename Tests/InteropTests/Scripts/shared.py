"""shared.py SITE BOBINED CASES: viewers of a built site share its videos, in networks of their own. To be run as root, under `unshare -n`.

CASES is a JSON list of `{name, page, every, viewers, switch, dies}`: `viewers` are what each is, and begin `every` seconds apart:
`-`; `off` (its switch is off); `firefox`; `cut` (its line is for ten seconds); `lies`, `freezes`, `vanishes` (leaves in the middle of a
segment), `killed` (the machine is gone, and says nothing). All but `off` share, and all choose another quality each `switch` seconds.
`dies`: the tracker does so, after as many seconds. Each viewer is a browser in a network namespace: 8 Mbit/s down, 2 up, 15 ms each
way. Prints JSON, by name: the bytes that nginx sent, to whom, what each viewer saw, the processors' load.
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

site, bobined = (pathlib.Path(each).resolve() for each in sys.argv[1:3])
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


def viewer(page, name, number, trick, query):
    """A browser in a namespace of its own. Each has its own number, so that no address is met twice."""
    space = start("unshare", "-n", "sleep", "infinity")
    device = f"tap{number}"
    while os.readlink(f"/proc/{space.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
        time.sleep(0.02)
    wire = start(sys.executable, __file__, "--line", device, space.pid, stdout=subprocess.PIPE)
    wire.stdout.readline()
    run("ip", "link", "set", device, "master", "br0", "up")
    run("tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", DOWN, "burst", "16k", "latency", "300ms")
    url = f"http://{HERE}:{WEB}/{page}/?{urllib.parse.urlencode(query)}"
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


def sent():
    """Bytes by address, of media and of everything."""
    sums = collections.defaultdict(lambda: [0, 0])
    for line in (folder / "access.log").read_text().splitlines():
        uri, size, address = line.split()[:3]
        sums[address][0] += int(size) if uri.startswith("/media/") and uri.endswith(".mp4") else 0
        sums[address][1] += int(size)
    return sums


def tracker():
    return start(bobined, "--no-announce", "--dht", "none", "--status", "none", "--state", folder / "state", "--listen", HERE,
                 "--tracker", f"{HERE}:{TRACKER}", "--tracker-udp", "none", site)


number = 10


def later(seconds, work, *arguments):
    timer = threading.Timer(seconds, work, arguments)
    timer.daemon = True
    timer.start()


def cut(device):
    run("ip", "link", "set", device, "down")
    later(10, run, "ip", "link", "set", device, "up")


def case(name, page, every, viewers, switch=0, dies=None):
    global number
    work, began, rows = busy(), time.monotonic(), []
    meeting = tracker()
    time.sleep(2)
    if dies:
        later(dies, end, meeting, signal.SIGKILL)
    for index, trick in enumerate(viewers):
        time.sleep(max(0, began + 2 + index * every - time.monotonic()))
        number += 1
        query = {"probe": f"{name}-{index}", "trick": trick, "switch": switch}
        row = {"trick": trick, "name": query["probe"], "address": f"10.98.0.{number}"}
        row["processes"] = viewer(page, row["name"], number, trick, query)
        rows.append(row)
        if trick == "killed":
            # In the middle of what it gives to the next one: with the line, or the system would say goodbye for it.
            later(every + 12, lambda these=row["processes"]: [end(each, signal.SIGKILL) for each in (these[1], these[0])])
        if trick == "cut":
            later(every + 10, cut, f"tap{number}")
    honest = [row["name"] for row in rows if row["trick"] in ("-", "off", "firefox", "cut")]
    finish = time.monotonic() + durations[page] * 1.4 + 60
    while time.monotonic() < finish and not all(reports.get(each, {}).get("done") for each in honest):
        time.sleep(0.5)
    after, average = busy(), os.getloadavg()[0]
    for row in rows:
        for process in row.pop("processes"):
            end(process)
    end(meeting)
    time.sleep(0.3)
    served = sent()
    for row in rows:
        row["media"], row["all"] = served[row["address"]]
        row |= reports.get(row["name"], {"missing": True})
    return {"media": sum(row["media"] for row in rows), "all": sum(row["all"] for row in rows), "viewers": rows,
            "load": round((after[0] - work[0]) / (after[1] - work[1]), 3), "average": average, "seconds": round(time.monotonic() - began, 1)}


try:
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "br0", "type", "bridge")
    run("ip", "addr", "add", f"{HERE}/24", "dev", "br0")
    run("ip", "link", "set", "br0", "up")
    pages = json.loads((site / "catalog/1.json").read_text())["videos"]
    durations = {urllib.parse.urlparse(video["url"]).path.strip("/"): video["duration"] / 1e3 for video in pages}
    os.chmod(folder, 0o755)
    (folder / "nginx.conf").write_text(f"""
        daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log; user root;
        events {{ worker_connections 256; }}
        http {{
          include /etc/nginx/mime.types;
          log_format sizes '$uri $bytes_sent $remote_addr $status $http_range'; access_log {folder}/access.log sizes;
          server {{
            listen {HERE}:{WEB}; root {site}; index index.html;
            location /report/ {{ proxy_pass http://{HERE}:{REPORTS}; access_log off; }}
            location = /shared.js {{ alias {pathlib.Path(__file__).with_name("shared.js")}; access_log off; }}
            sub_filter '<head>' '<head><script src="/shared.js"></script>';
          }}
        }}""")
    (folder / "access.log").touch()
    server = http.server.ThreadingHTTPServer((HERE, REPORTS), Reports)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start("nginx", "-e", folder / "error.log", "-c", folder / "nginx.conf")
    seen = {}
    for each in json.loads(sys.argv[3]):
        print(each["name"], file=sys.stderr, flush=True)
        seen[each["name"]] = case(**each)
        print(json.dumps(seen[each["name"]]), file=sys.stderr, flush=True)
finally:
    for process in reversed(processes):
        if process.poll() is None:
            end(process)
    if "SHARED_KEEP" in os.environ:
        print(folder, file=sys.stderr)
    else:
        shutil.rmtree(folder)
print(json.dumps(seen))
