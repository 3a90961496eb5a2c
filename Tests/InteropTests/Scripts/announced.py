"""announced.py: real trackers, DHT nodes and leechers around a bobined. Runs in a network namespace of its own:

    unshare -n PYTHON announced.py trackers BOBINED FOLDER   opentracker over HTTP and UDP lists us; a leecher finds us; we go
    unshare -n PYTHON announced.py dht BOBINED FOLDER        nodes of libtorrent find us; a magnet downloads; we answer nobody
    unshare -n PYTHON announced.py crowd BOBINED FOLDER      ten thousand torrents; prints rates and memory, as JSON
"""
import collections
import hashlib
import http.server
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
import warnings

import libtorrent as lt

warnings.simplefilter("ignore", DeprecationWarning)

TRACKER, SEED = "10.99.0.1", "10.99.0.2"
quiet = {"enable_lsd": False, "enable_upnp": False, "enable_natpmp": False, "enable_dht": False,
         "enable_outgoing_utp": False, "enable_incoming_utp": False, "allow_multiple_connections_per_ip": True}


def network(count=20):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    # libtorrent has no DHT on interfaces that lead nowhere; this one leads to itself.
    subprocess.run(["ip", "route", "add", "default", "dev", "lo"], check=True)
    for number in range(1, count + 1):
        subprocess.run(["ip", "addr", "add", f"10.99.0.{number}/32", "dev", "lo"], check=True)


def until(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    sys.exit(f"not within {seconds} s: {what}")


def make(folder, name, flags, tiers):
    """A file and its torrent; the hashes by which it is announced."""
    path = os.path.join(folder, name + ".bin")
    with open(path, "wb") as file:
        file.write(random.Random(name).randbytes(300_000))
    files = lt.file_storage()
    lt.add_files(files, path)
    torrent = lt.create_torrent(files, 65536, flags)
    for tier, url in tiers:
        torrent.add_tracker(url, tier)
    lt.set_piece_hashes(torrent, folder)
    with open(os.path.join(folder, name + ".torrent"), "wb") as file:
        file.write(lt.bencode(torrent.generate()))
    both = lt.torrent_info(os.path.join(folder, name + ".torrent")).info_hashes()
    return [str(h)[:40] for h in ([both.v1] if both.has_v1() else []) + ([both.v2] if both.has_v2() else [])]


class Daemon:
    def __init__(self, program, folder, *options):
        self.log = open(os.path.join(folder, "log"), "wb")
        self.process = subprocess.Popen(
            [program, "--status", "127.0.0.1:9681", "--port", "6881", "--rescan", "1", "--tracker", "none", "--tracker-udp", "none",
             "--state", os.path.join(folder, "state"), *options, os.path.join(folder, "media")], stderr=self.log)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(15)
        if sys.exc_info()[0]:
            return
        assert status == 0, f"bobined ended with {status}"

    def metrics(self):
        try:
            text = urllib.request.urlopen("http://127.0.0.1:9681/metrics", timeout=5).read().decode()
        except OSError:
            return {}
        return {line.rsplit(" ", 1)[0]: int(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line[:1] != "#"}


def complete(key):
    url = f"http://{TRACKER}:6969/scrape?info_hash={urllib.parse.quote(bytes.fromhex(key))}"
    try:
        answer = lt.bdecode(urllib.request.urlopen(url, timeout=5).read())
    except OSError:
        return None
    return answer.get(b"files", {}).get(bytes.fromhex(key), {}).get(b"complete", 0)


def leech(address, folder, settings=quiet, torrent=None, magnet=None, tracker=None, seconds=60):
    session = lt.session({**quiet, **settings, "listen_interfaces": f"{address}:6881"})
    if magnet:
        # A search before the first nodes are known finds nobody, and the next one comes a quarter of an hour later.
        until("the leecher knows nodes", lambda: session.status().dht_nodes >= 3)
    wanted = lt.parse_magnet_uri(magnet) if magnet else lt.add_torrent_params()
    if torrent:
        wanted.ti = lt.torrent_info(torrent)
    wanted.save_path = folder
    handle = session.add_torrent(wanted)
    if tracker:
        handle.replace_trackers([{"url": tracker, "tier": 0}])
    until(f"download in {folder}", lambda: handle.status().is_seeding, seconds)
    return session


def same(a, b):
    """libtorrent is a seed once all is verified, which may be before all is written."""
    def equal():
        with open(a, "rb") as one, open(b, "rb") as other:
            return one.read() == other.read()

    until(f"{a} and {b} are equal", equal, 5)


def trackers(program, folder):
    network()
    media, root = os.path.join(folder, "media"), os.path.join(folder, "root")
    for path in (media, root, folder + "/leech"):
        os.makedirs(path)
    web, udp = f"http://{TRACKER}:6969/announce", f"udp://{TRACKER}:6969/announce"
    keys = {
        "web": make(media, "web", lt.create_torrent.v1_only, [(0, web)]),
        "udp": make(media, "udp", lt.create_torrent.v1_only, [(0, udp)]),
        # The first tier is dead, one of another kind is for browsers alone.
        "both": make(media, "both", 0, [(0, f"http://{TRACKER}:1/announce"), (1, "wss://t.example/"), (2, udp)]),
    }
    with open(os.path.join(root, "listed"), "w") as file:
        file.write("".join(key + "\n" for each in keys.values() for key in each))
    for path in (folder, root):
        os.chmod(path, 0o755)
    tracker = subprocess.Popen(
        ["opentracker", "-i", TRACKER, "-p", "6969", "-P", "6969", "-d", root, "-u", "nobody", "-w", "/listed"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until("opentracker answers", lambda: complete(keys["web"][0]) is not None)
        every = [key for each in keys.values() for key in each]
        daemon = Daemon(program, folder, "--dht", "none")
        try:
            until("opentracker lists us as a seed of all", lambda: all(complete(key) == 1 for key in every))
            os.rename(f"{media}/web.torrent", f"{folder}/web.torrent")
            until("stopped for a torrent that went", lambda: complete(keys["web"][0]) == 0)
            assert complete(keys["udp"][0]) == 1
        finally:
            daemon.end()
        until("stopped for all at the end", lambda: all(complete(key) == 0 for key in every), 5)
        os.rename(f"{folder}/web.torrent", f"{media}/web.torrent")
        daemon = Daemon(program, folder, "--dht", "none")
        try:
            until("the same after a restart", lambda: all(complete(key) == 1 for key in every))
            for number, name in enumerate(keys):
                leech(f"10.99.0.{10 + number}", folder + "/leech", torrent=f"{media}/{name}.torrent",
                      # libtorrent keeps a UDP tracker's connection for all sessions of a process, which have other addresses.
                      tracker=udp if name == "udp" else web)
                same(f"{media}/{name}.bin", f"{folder}/leech/{name}.bin")
        finally:
            daemon.end()
    finally:
        tracker.kill()
    print(json.dumps({"seeds": len(every)}))


class Capture(threading.Thread):
    """All UDP packets that leave SEED: when, from which port, to whom, what."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        self.packets = []
        self.start()

    def run(self):
        while True:
            packet, (_, _, kind, _, _) = self.socket.recvfrom(65536)
            # Loopback shows each packet twice, once as outgoing.
            if kind == socket.PACKET_OUTGOING or packet[9] != 17 or packet[12:16] != socket.inet_aton(SEED):
                continue
            head = (packet[0] & 15) * 4
            source = int.from_bytes(packet[head:head + 2], "big")
            self.packets.append((time.monotonic(), source, packet[head + 8:]))


def busiest(times, span=1.0):
    first = most = 0
    for last, moment in enumerate(times):
        while moment - times[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


def dht(program, folder):
    network()
    media = os.path.join(folder, "media")
    os.makedirs(media)
    keys = make(media, "film", 0, []) + make(media, "old", lt.create_torrent.v1_only, [])
    capture = Capture()
    settings = {
        **quiet, "enable_dht": True, "dht_bootstrap_nodes": "10.99.0.11:6881,10.99.0.12:6881",
        "dht_restrict_routing_ips": False, "dht_restrict_search_ips": False, "dht_enforce_node_id": False,
        "dht_prefer_verified_node_ids": False, "dht_ignore_dark_internet": False, "dht_extended_routing_table": False,
        "dht_block_ratelimit": 1000,
    }
    nodes = [lt.session({**settings, "listen_interfaces": f"10.99.0.{number}:6881"}) for number in range(11, 17)]
    for node in nodes:
        for number in range(11, 17):
            node.add_dht_node((f"10.99.0.{number}", 6881))
    until("the nodes know each other", lambda: all(node.status().dht_nodes >= 3 for node in nodes))
    options = ["--listen", SEED, "--no-announce", "--dht-bootstrap", "10.99.0.11:6881,10.99.0.12:6881"]
    daemon = Daemon(program, folder, *options)
    try:
        until("every infohash announced to several nodes",
              lambda: daemon.metrics().get("bobined_dht_announced_total", 0) >= 3 * len(keys))
        leech("10.99.0.18", folder, settings, magnet=f"magnet:?xt=urn:btih:{keys[0]}")
        same(f"{media}/film.bin", f"{folder}/film.bin")
        # Questions of a stranger, at the very socket: none is answered.
        port = capture.packets[0][1]
        stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        stranger.bind(("10.99.0.19", 0))
        stranger.settimeout(2)
        me = b"abcdefghij0123456789"
        for question in (b"4:ping", b"9:find_node", b"9:get_peers"):
            more = {b"4:ping": b"", b"9:find_node": b"6:target20:" + me, b"9:get_peers": b"9:info_hash20:" + me}[question]
            stranger.sendto(b"d1:ad2:id20:" + me + more + b"e1:q" + question + b"1:t2:aa1:y1:qe", (SEED, port))
        try:
            sys.exit(f"an answer: {stranger.recv(2000)!r}")
        except socket.timeout:
            pass
    finally:
        daemon.end()
    sent = [lt.bdecode(data) for _, source, data in capture.packets if source == port]
    assert all(packet[b"y"] == b"q" and packet[b"ro"] == 1 for packet in sent), "something else than a read-only question"
    kinds = collections.Counter(packet[b"q"].decode() for packet in sent)
    assert all(packet[b"a"][b"seed"] == 1 and packet[b"a"][b"port"] == 6881 for packet in sent if b"token" in packet[b"a"])
    most = busiest([moment for moment, source, _ in capture.packets if source == port])
    assert most <= 26, f"{most} packets in a second"
    # The next start knows nodes, and needs no bootstrap: here it has only one that is dead.
    daemon = Daemon(program, folder, "--listen", SEED, "--no-announce", "--dht-bootstrap", "10.99.0.20:1")
    try:
        until("announces with remembered nodes",
              lambda: daemon.metrics().get("bobined_dht_announced_total", 0) >= 3 * len(keys))
    finally:
        daemon.end()
    print(json.dumps({"packets": len(sent), "busiest": most, "kinds": kinds}))


def crowd(program, folder):
    network()
    media = os.path.join(folder, "media")
    os.makedirs(media)
    seen = {"announce": []}

    class Tracker(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            seen["announce"].append(time.monotonic())
            body = b"d8:intervali1800ee"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    hosts = [f"10.99.0.{number}" for number in range(11, 19)]
    for host in hosts:
        server = http.server.ThreadingHTTPServer((host, 8000), Tracker)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    for number in range(10_000):
        name = f"{number:05}.bin"
        data = number.to_bytes(4, "big")
        with open(f"{media}/{name}", "wb") as file:
            file.write(data)
        url = f"http://{hosts[number % len(hosts)]}:8000/announce"
        info = {b"length": 4, b"name": name.encode(), b"piece length": 16384, b"pieces": hashlib.sha1(data).digest()}
        with open(f"{media}/{number:05}.torrent", "wb") as file:
            file.write(lt.bencode({b"announce": url.encode(), b"info": info}))
    capture = Capture()
    silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    silent.bind(("10.99.0.20", 6881))
    memory = {}
    for label, options in (("without", ["--no-announce", "--dht", "none"]),
                           ("with", ["--dht-bootstrap", "10.99.0.20:6881"])):
        daemon = Daemon(program, folder, "--listen", SEED, *options)
        try:
            ready = lambda: os.path.getsize(folder + "/log") and b"ready" in open(folder + "/log", "rb").read()
            until("ten thousand torrents", ready, 120)
            time.sleep(25 if label == "with" else 2)
            with open(f"/proc/{daemon.process.pid}/status") as file:
                memory[label] = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
            if label == "with":
                by_day = list(seen["announce"])
        finally:
            begun = time.monotonic()
            daemon.end()
            memory[label + "_end_ms"] = round((time.monotonic() - begun) * 1000)
    most = busiest(by_day)
    assert 40 * 15 < len(by_day) and most <= 75, f"{len(by_day)} announces, {most} in a second"
    print(json.dumps({"announces": len(by_day), "busiest": most, "rss_kib": memory}))


{"trackers": trackers, "dht": dht, "crowd": crowd}[sys.argv[1]](*sys.argv[2:])
