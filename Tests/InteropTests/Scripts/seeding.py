"""seeding.py BOBINED FOLDER: real clients download from the daemon, each from an address of its own. Prints JSON:

    {client and torrent: {"whole": are the files equal?, "seconds": how long it took, "said": the end of its log where they are not}}

To be run by Debian's python3 (python3-libtorrent) inside a network namespace of its own, `unshare -n`, as root: nothing leaves it.
FOLDER is made here: torrents of version 1, hybrid and version 2, of one file and of several, by libtorrent's creator.
"""
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

import libtorrent as lt

BOBINED, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
SEED, TRACKER = "10.99.0.1", "10.99.0.2"
PORT = 6881
LIMIT = 90


def content(name, size):
    """Bytes that do not repeat."""
    return hashlib.shake_256(name.encode()).digest(size)


def make(name, files, flags):
    """A torrent beside its data: one file, or a folder of several."""
    public = ROOT / "public" / name
    public.mkdir(parents=True)
    single = len(files) == 1
    storage = lt.file_storage()
    for path, size in files.items():
        place = public / path if single else public / "set" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content(f"{name}/{path}", size))
        storage.add_file(path if single else f"set/{path}", size)
    torrent = lt.create_torrent(storage, 65536, flags)
    torrent.add_tracker(f"http://{TRACKER}:6969/announce")
    lt.set_piece_hashes(torrent, str(public))
    # Its name says nothing: the data is found by `info.name`.
    path = public / f"{name}.torrent"
    path.write_bytes(lt.bencode(torrent.generate()))
    return path


class Tracker(http.server.BaseHTTPRequestHandler):
    """Tells everybody of the daemon, as aria2, Transmission, rTorrent and ctorrent take peers from nothing else; and again soon, since
    Transmission on a busy machine sometimes makes nothing of the first answer."""

    def do_GET(self):
        peers = socket.inet_aton(SEED) + PORT.to_bytes(2, "big")
        body = b"d8:completei1e10:incompletei1e8:intervali20e5:peers6:" + peers + b"e"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def files_of(name):
    public = ROOT / "public" / name
    found = {}
    for path in public.rglob("*"):
        if path.is_file() and path.suffix != ".torrent":
            found[str(path.relative_to(public))] = path.read_bytes()
    return found


def is_whole(name, out):
    for path, data in files_of(name).items():
        got = out / path
        if not got.is_file() or got.stat().st_size != len(data) or got.read_bytes() != data:
            return False
    return True


def run(command, log, **options):
    return subprocess.Popen(command, stdout=log.open("wb"), stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                            start_new_session=True, **options)


def end(process):
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            try:
                os.killpg(process.pid, number)
                process.wait(timeout=3)
            except (subprocess.TimeoutExpired, ProcessLookupError):
                pass


def magnet(torrent, with_v1=True, with_v2=True):
    info = lt.torrent_info(str(torrent))
    hashes = info.info_hashes()
    parts = []
    if with_v1 and hashes.has_v1():
        parts.append(f"xt=urn:btih:{hashes.v1}")
    if with_v2 and hashes.has_v2():
        parts.append(f"xt=urn:btmh:1220{hashes.v2}")
    return "magnet:?" + "&".join(parts) + "&tr=" + urllib.parse.quote(f"http://{TRACKER}:6969/announce", safe="")


def libtorrent(address, out, log, source):
    number = int(address.rpartition(".")[2])
    session = lt.session({
        "listen_interfaces": f"{address}:7101", "outgoing_interfaces": address, "enable_dht": False, "enable_lsd": False,
        "enable_upnp": False, "enable_natpmp": False, "enable_incoming_utp": False, "enable_outgoing_utp": False,
        # The others try encryption first, as they come; these do not, which saves the pause after the seed hung up.
        "out_enc_policy": 1 if number == 1 else 2, "alert_mask": lt.alert.category_t.all_categories})
    params = lt.parse_magnet_uri(source) if isinstance(source, str) else lt.add_torrent_params()
    if not isinstance(source, str):
        params.ti = lt.torrent_info(str(source))
    params.save_path = str(out)
    handle = session.add_torrent(params)
    until = time.monotonic() + LIMIT
    with log.open("w") as lines:
        while time.monotonic() < until:
            handle.connect_peer((SEED, PORT))
            for _ in range(10):
                for alert in session.pop_alerts():
                    print(alert.message(), file=lines)
                if handle.status().is_seeding:
                    # What is written is on the disk when the session is gone.
                    session.remove_torrent(handle)
                    return
                time.sleep(0.1)


def aria2(address, out, log, source):
    return run(["aria2c", "--no-conf", "--enable-dht=false", "--enable-dht6=false", "--bt-enable-lpd=false",
                "--enable-peer-exchange=false", "--disable-ipv6=true", "--seed-time=0", "--listen-port=7201",
                f"--interface={address}", "--file-allocation=none", "--summary-interval=0", f"--dir={out}", str(source)], log)


def transmission(address, out, log, source):
    config = out.parent / f"{out.name}.config"
    config.mkdir()
    (config / "settings.json").write_text(json.dumps({
        "dht-enabled": False, "lpd-enabled": False, "pex-enabled": False, "utp-enabled": False,
        "port-forwarding-enabled": False, "rpc-enabled": False, "peer-port": 7401, "peer-port-random-on-start": False,
        "bind-address-ipv4": address, "encryption": 0, "message-level": 3}))
    return run(["transmission-cli", "-g", str(config), "-w", str(out), "-p", "7401", "-et", "-M", str(source)], log)


def rtorrent(address, out, log, source):
    session = out.parent / f"{out.name}.session"
    session.mkdir()
    settings = out.parent / f"{out.name}.rc"
    settings.write_text("\n".join([
        f"directory.default.set = {out}", f"session.path.set = {session}", "network.port_range.set = 7501-7501",
        "network.port_random.set = no", f"network.bind_address.set = {address}", "dht.mode.set = disable",
        "protocol.pex.set = no", "trackers.use_udp.set = yes", "protocol.encryption.set = none", "system.daemon.set = true",
        f'load.start = "{source}"', ""]))
    return run(["rtorrent", "-n", "-o", f"import={settings}"], log)


def ctorrent(address, out, log, source):
    return run(["ctorrent", "-e", "0", "-p", "7601", "-i", address, str(source)], log, cwd=out)


def qbittorrent(address, out, log, source):
    profile = out.parent / f"{out.name}.profile"
    (profile / "qBittorrent/config").mkdir(parents=True)
    (profile / "qBittorrent/config/qBittorrent.conf").write_text("\n".join([
        "[LegalNotice]", "Accepted=true", "[BitTorrent]", "Session\\DHTEnabled=false", "Session\\LSDEnabled=false",
        "Session\\PeXEnabled=false", "Session\\Port=7701", f"Session\\InterfaceAddress={address}", "Session\\BTProtocol=TCP",
        "[Network]", "PortForwardingEnabled=false", "[Preferences]", f"WebUI\\Address={address}", "WebUI\\Port=8091",
        "WebUI\\LocalHostAuth=false", "WebUI\\AuthSubnetWhitelistEnabled=true", "WebUI\\AuthSubnetWhitelist=10.99.0.0/16",
        "WebUI\\CSRFProtection=false", "WebUI\\HostHeaderValidation=false", ""]))
    process = run(["qbittorrent-nox", f"--profile={profile}"], log, env=os.environ | {"HOME": str(profile)})
    where = ["-F", f"savepath={out}"]
    what = ["-F", f"urls={source}"] if isinstance(source, str) else ["-F", f"torrents=@{source}"]
    for _ in range(100):
        if subprocess.run(["curl", "-sf", "-m", "5", *what, *where, f"http://{address}:8091/api/v2/torrents/add"],
                          stdout=subprocess.DEVNULL).returncode == 0:
            break
        time.sleep(0.2)
    return process


def download(number, client, name, source, results):
    address = f"10.99.1.{number}"
    label = f"{client.__name__} {name}{' magnet' if isinstance(source, str) else ''}"
    out, log = ROOT / "out" / label.replace(" ", "-"), ROOT / "out" / (label.replace(" ", "-") + ".log")
    out.mkdir(parents=True)
    begin = time.monotonic()
    process = client(address, out, log, source)
    try:
        while not is_whole(name, out) and time.monotonic() < begin + LIMIT:
            time.sleep(0.1)
        seconds = time.monotonic() - begin
    finally:
        if process:
            end(process)
    whole = is_whole(name, out)
    results[label] = {"whole": whole, "seconds": round(seconds, 1)} | (
        {} if whole else {"said": log.read_text(errors="replace")[-1500:]})


subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
for address in [SEED, TRACKER] + [f"10.99.1.{number}" for number in range(1, 40)]:
    subprocess.run(["ip", "addr", "add", f"{address}/32", "dev", "lo"], check=True)

V1_ONLY, V2_ONLY, HYBRID = 64, 32, 0
several = {"film.mp4": 700_001, "film.fr.vtt": 1000, "hls/segment.m4s": 150_000}
v1 = make("v1", {"film.mp4": 1_500_000}, V1_ONLY)
hybrid = make("hybrid", {"film.mp4": 1_500_001}, HYBRID)
v2 = make("v2", {"film.mp4": 1_500_002}, V2_ONLY)
small = make("small", {"film.mp4": 5000}, HYBRID)
v1_set = make("v1-set", several, V1_ONLY)
hybrid_set = make("hybrid-set", several, HYBRID)
v2_set = make("v2-set", several, V2_ONLY)
# Others that bind an address of their own give the torrent by path alone.
downloads = [
    (libtorrent, "v1", v1), (libtorrent, "hybrid", hybrid), (libtorrent, "v2", v2), (libtorrent, "small", small),
    (libtorrent, "v1-set", v1_set), (libtorrent, "hybrid-set", hybrid_set), (libtorrent, "v2-set", v2_set),
    (libtorrent, "v1", magnet(v1)), (libtorrent, "hybrid", magnet(hybrid)), (libtorrent, "v2", magnet(v2)),
    (libtorrent, "v2-set", magnet(v2_set)), (libtorrent, "hybrid-set", magnet(hybrid_set, with_v2=False)),
    (qbittorrent, "v1", v1), (qbittorrent, "hybrid", magnet(hybrid)), (qbittorrent, "v2", v2),
    (rtorrent, "v1", v1), (rtorrent, "hybrid", hybrid), (rtorrent, "v1-set", v1_set), (rtorrent, "v1", magnet(v1)),
    (rtorrent, "hybrid", magnet(hybrid, with_v2=False)),
    (aria2, "v1", v1), (aria2, "v1-set", v1_set), (aria2, "v1", magnet(v1)),
    (transmission, "v1", v1), (transmission, "v1-set", v1_set), (transmission, "v1", magnet(v1)),
    (ctorrent, "v1", v1), (ctorrent, "hybrid", hybrid), (ctorrent, "v1-set", v1_set),
]
tracker = http.server.ThreadingHTTPServer((TRACKER, 6969), Tracker)
threading.Thread(target=tracker.serve_forever, daemon=True).start()
daemon_log = ROOT / "bobined.log"
daemon = run([BOBINED, "--listen", SEED, "--port", str(PORT), "--status", f"{SEED}:9681", "--state", str(ROOT / "state"),
              "--no-announce", "--dht", "none", "--tracker", "none", "--tracker-udp", "none", "--log-level", "debug", str(ROOT / "public")], daemon_log)
results = {}
try:
    for _ in range(100):
        if "ready" in daemon_log.read_text():
            break
        time.sleep(0.1)
    threads = [threading.Thread(target=download, args=(number, *each, results)) for number, each in enumerate(downloads, 1)]
    # So many at one time that two cores carry them.
    for thread in threads:
        while sum(each.is_alive() for each in threads) >= 8:
            time.sleep(0.1)
        thread.start()
    for thread in threads:
        thread.join()
    metrics = urllib.request.urlopen(f"http://{SEED}:9681/metrics").read().decode()
finally:
    end(daemon)
    shutil.rmtree(ROOT / "out", ignore_errors=True) if all(each["whole"] for each in results.values()) else None
print(json.dumps({"downloads": results, "metrics": metrics, "log": daemon_log.read_text()[-4000:]}))
