"""tracked.py PROGRAM: what plain programs, libtorrent, aria2 and opentracker make of the tracker of PROGRAM, which is bobined.

Run it in a network namespace of its own with the addresses 10.99.0.1 to 10.99.0.3, by the Python that has libtorrent. Prints JSON.
"""
import hashlib
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

import libtorrent

PROGRAM, PORT, OTHER, PEERS = sys.argv[1], 6969, 6970, 6881
HERE, PIECE = "10.99.0.1", 65536


def bencode(data, at=0):
    """One value and where it ends."""
    kind = data[at:at + 1]
    if kind == b"i":
        end = data.index(b"e", at)
        return int(data[at + 1:end]), end + 1
    if kind == b"l" or kind == b"d":
        items, at = [], at + 1
        while data[at:at + 1] != b"e":
            item, at = bencode(data, at)
            items.append(item)
        return (items if kind == b"l" else dict(zip(items[::2], items[1::2]))), at + 1
    colon = data.index(b":", at)
    size = int(data[at:colon])
    return data[colon + 1:colon + 1 + size], colon + 1 + size


def ask(path, tracker=PORT, **values):
    query = urllib.parse.urlencode(values, quote_via=urllib.parse.quote)
    with urllib.request.urlopen(f"http://{HERE}:{tracker}{path}?{query}", timeout=10) as answer:
        return bencode(answer.read())[0]


def announce(port, path="/announce", key=None, **more):
    return ask(path, info_hash=key or KEY, peer_id=b"-XX0000-%012d" % port, port=port, uploaded=0, downloaded=0,
               **{"left": 1, "compact": 1, **more})


def ports(compact, step=6):
    return sorted(struct.unpack(">H", compact[at + step - 2:at + step])[0] for at in range(0, len(compact), step))


folder = pathlib.Path(tempfile.mkdtemp(prefix="bobine-tracked-"))
os.chmod(folder, 0o755)


def torrent(name, size, *trackers):
    """A file of our own and its torrent; its infohash."""
    (folder / "seeds").mkdir(exist_ok=True)
    data = b"".join(hashlib.sha256(b"%s %d" % (name.encode(), part)).digest() for part in range(size // 32))
    (folder / "seeds" / name).write_bytes(data)
    pieces = b"".join(hashlib.sha1(data[at:at + PIECE]).digest() for at in range(0, len(data), PIECE))
    info = {b"length": len(data), b"name": name.encode(), b"piece length": PIECE, b"pieces": pieces}
    tiers = [[tracker.encode()] for tracker in trackers]
    whole = libtorrent.bencode({b"announce": tiers[0][0], b"announce-list": tiers, b"info": info})
    (folder / "seeds" / name).with_suffix(".torrent").write_bytes(whole)
    return hashlib.sha1(libtorrent.bencode(info)).digest()


def until(test, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := test():
            return value
        time.sleep(0.1)
    return test()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex((HERE, port)) == 0


def leech(name, host, port):
    """libtorrent fetches a torrent, with nothing but its tracker to find peers."""
    session = libtorrent.session({
        "listen_interfaces": f"{host}:{port}", "outgoing_interfaces": host, "enable_dht": False, "enable_lsd": False,
        "enable_upnp": False, "enable_natpmp": False, "enable_incoming_utp": False, "enable_outgoing_utp": False,
        "allow_multiple_connections_per_ip": True, "announce_to_all_trackers": True})
    (folder / host).mkdir(exist_ok=True)
    info = libtorrent.torrent_info(str((folder / "seeds" / name).with_suffix(".torrent")))
    handle = session.add_torrent({"ti": info, "save_path": str(folder / host)})
    return session, handle


class UDP:
    """Announces and scrapes by BEP 15, as plain as they are written there."""

    def __init__(self, tracker):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect((HERE, tracker))
        self.socket.settimeout(5)
        self.socket.send(struct.pack(">QII", 0x41727101980, 0, 9))
        self.connection, = struct.unpack(">8xQ", self.socket.recv(4096))

    def announce(self, port, key, left=1, event="", numwant=-1):
        event = ["", "completed", "started", "stopped"].index(event)
        self.socket.send(struct.pack(">QII20s20sQQQIIIiH", self.connection, 1, 10, key, b"-XX0000-%012d" % port, 0, left, 0,
                                     event, 0, 0, numwant, port))
        answer = self.socket.recv(4096)
        head = struct.unpack(">5I", answer[:20])
        # What stands in an answer over HTTP, by its names there.
        return {b"head": head[:2], b"interval": head[2], b"incomplete": head[3], b"complete": head[4], b"peers": answer[20:]}

    def scrape(self, *keys):
        self.socket.send(struct.pack(">QII", self.connection, 2, 11) + b"".join(keys))
        return list(struct.unpack(f">{2 + 3 * len(keys)}I", self.socket.recv(4096)))


def answers(announce, key):
    """The peers that a tracker names in the course of the same announces."""
    said = []
    for port, more in [(3001, {"event": "started"}), (3002, {"event": "started"}), (3003, {"left": 0}),
                       (3001, {"event": "completed", "left": 0}), (3002, {}), (3002, {"numwant": 1}),
                       (3003, {"event": "stopped", "left": 0}), (3002, {}), (3001, {"event": "stopped"})]:
        got = announce(port, key=key, **more)
        # A seed is told of no seeds by ours, and one is not told of itself: compare what others are there for a leecher.
        named = [each for each in ports(got[b"peers"]) if each != port]
        # Where few are asked for, it is chance which, and opentracker may choose the asking one itself: compare their number.
        said.append({"peers": len(got[b"peers"]) // 6 if "numwant" in more else named, "form": len(got[b"peers"]) % 6,
                     "complete": got[b"complete"], "incomplete": got[b"incomplete"],
                     "interval": 1600 <= got[b"interval"] <= 2000, "half": 800 <= got.get(b"min interval", 900) <= 1000,
                     "head": list(got.get(b"head", ()))})
    return said


def compared(tracker):
    """All that ours and opentracker answer alike: announces by both ways, and scrapes of them, of two swarms and of a strange one."""
    udp = UDP(tracker)
    seen = {"http": answers(lambda port, **more: announce(port, tracker=tracker, **more), OTHERS),
            "udp": answers(udp.announce, MORE)}
    files = bencode(urllib.request.urlopen(f"http://{HERE}:{tracker}/scrape?" + "&".join(
        "info_hash=" + urllib.parse.quote(key) for key in (OTHERS, MORE))).read())[0][b"files"]
    seen["scrape"] = [[files[key][name] for name in (b"complete", b"downloaded", b"incomplete")] for key in (OTHERS, MORE)]
    seen["udpScrape"] = udp.scrape(OTHERS, b"y" * 20, MORE)
    return seen


KEY = torrent("http.bin", 300_000 // 32 * 32, f"http://{HERE}:{PORT}/announce")
torrent("udp.bin", 400_000 // 32 * 32, f"udp://{HERE}:{PORT}/announce")
OTHERS = torrent("none.bin", 64_000, f"http://{HERE}:{PORT}/announce")
MORE = torrent("more.bin", 96_000, f"http://{HERE}:{PORT}/announce")
(folder / "list").write_text(f"{OTHERS.hex()}\n{MORE.hex()}\n")
daemon = subprocess.Popen(
    [PROGRAM, "--status", "none", "--state", str(folder / "state"), "--listen", HERE, "--port", str(PEERS),
     "--tracker", f"{HERE}:{PORT}", "--tracker-udp", f"{HERE}:{PORT}", "--tracker-rate", "0",
     "--connections-per-address", "9", str(folder / "seeds")], stderr=subprocess.PIPE)
other = subprocess.Popen(
    ["opentracker", "-i", HERE, "-p", str(OTHER), "-P", str(OTHER), "-d", str(folder), "-u", "nobody", "-w", "/list"],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    until(lambda: listens(PORT) and listens(OTHER))
    time.sleep(1)
    seen = {}
    seen["first"] = ports(announce(2001, event="started")[b"peers"])
    second = announce(2002, path="/tracker/announce", event="started")
    seen["second"] = ports(second[b"peers"])
    seen["external"] = list(second[b"external ip"])
    seen["interval"] = [second[b"interval"], second[b"min interval"]]
    seen["unknown"] = announce(2003, key=b"x" * 20)[b"failure reason"].decode()
    scraped = ask("/scrape", info_hash=KEY)[b"files"][KEY]
    seen["scraped"] = [scraped[b"complete"], scraped[b"downloaded"], scraped[b"incomplete"]]

    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.connect((HERE, PORT))


    def heard(seconds=5):
        udp.settimeout(seconds)
        try:
            return udp.recv(4096)
        except TimeoutError:
            return None


    def told(connection, port, left=1, event=2):
        return struct.pack(">QII20s20sQQQIIIiH", connection, 1, 77, KEY, b"-XX0000-%012d" % port, 0, left, 0, event, 0, 0,
                           -1, port)


    udp.send(told(12345, 2004))
    seen["forged"] = heard(0.5) is None
    udp.send(struct.pack(">QII", 0x41727101980, 0, 99))
    action, transaction, connection = struct.unpack(">IIQ", heard())
    seen["connected"] = [action, transaction]
    udp.send(told(connection, 2004) + b"\x02\x09/announce")
    answer = heard()
    seen["announced"] = [*struct.unpack(">II", answer[:8]), *struct.unpack(">II", answer[12:20])]
    seen["udp"] = ports(answer[20:])
    udp.send(struct.pack(">QII", connection, 2, 78) + KEY + b"y" * 20)
    seen["udpScrape"] = list(struct.unpack(">8I", heard()))
    announce(2001, event="stopped")
    udp.send(told(connection, 2002, event=3))
    heard()
    seen["left"] = ports(announce(2005)[b"peers"])
    for status, path in [(426, "/"), (404, "/nowhere"), (414, "/announce?" + "x" * 3000)]:
        try:
            urllib.request.urlopen(f"http://{HERE}:{PORT}{path}", timeout=10)
        except urllib.error.HTTPError as error:
            seen.setdefault("statuses", []).append(error.code == status)

    ours, theirs = compared(PORT), compared(OTHER)
    # The daemon's own seed is one more that is always there.
    for answer in ours["http"] + ours["udp"]:
        if isinstance(answer["peers"], list):
            answer["peers"] = [port for port in answer["peers"] if port != PEERS]
        answer["complete"] -= 1
    for figures, place in [(ours["scrape"][0], 0), (ours["scrape"][1], 0), (ours["udpScrape"], 2), (ours["udpScrape"], 8)]:
        figures[place] -= 1
    seen["ours"], seen["opentracker"] = ours, theirs

    for name, host in [("http.bin", "10.99.0.2"), ("udp.bin", "10.99.0.2")]:
        session, handle = leech(name, host, 7101)
        # It is a seed once all is verified, which may be before all is written.
        seen[f"libtorrent {name}"] = until(
            lambda: handle.status().is_seeding and (folder / host / name).read_bytes() == (folder / "seeds" / name).read_bytes())
        out = folder / f"aria2-{name}"
        subprocess.run(
            ["aria2c", "--no-conf", "--enable-dht6=false", "--dht-listen-port=7202", f"--dht-file-path={folder}/dht",
             # Without its DHT, which reaches nobody here, aria2 asks no tracker of UDP.
             "--enable-dht=true", "--bt-enable-lpd=false",
             "--enable-peer-exchange=false", "--disable-ipv6=true", "--seed-time=0", "--listen-port=7201",
             "--interface=10.99.0.3", "--file-allocation=none", "--console-log-level=error", f"--dir={out}",
             str((folder / "seeds" / name).with_suffix(".torrent"))], timeout=60, stdout=subprocess.DEVNULL)
        seen[f"aria2 {name}"] = (out / name).read_bytes() == (folder / "seeds" / name).read_bytes()
        # They are told of each other: libtorrent is still there when aria2 asks.
        key = bytes(libtorrent.torrent_info(str((folder / "seeds" / name).with_suffix(".torrent"))).info_hash().to_bytes())
        seen[f"named {name}"] = 7101 in ports(announce(2009, key=key)[b"peers"])
        del session
finally:
    for process in (daemon, other):
        process.terminate()
        process.wait(20)
    shutil.rmtree(folder)
print(json.dumps(seen, sort_keys=True))
