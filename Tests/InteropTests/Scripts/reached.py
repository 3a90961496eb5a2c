"""reached.py tls|ipv6 BOBINED FOLDER [DOCUMENT]: the daemon and real clients over HTTPS, and over IPv6 alone. Prints JSON.

    tls     nginx, with the lines that DOCUMENT gives for it and a certificate of an authority of our own, stands before the tracker of one
            daemon, and before opentracker. Another daemon announces to both, with the authority and without. libtorrent, aria2 and curl
            find it there.
    ipv6    one daemon is the tracker, another one seeds and announces to it by HTTP and UDP. libtorrent and Transmission download.

To be run as root by Debian's python3 (python3-libtorrent) in a network namespace of its own.
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import time
import urllib.parse
import urllib.request

SCENE, BOBINED, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
AUTHORITY = FOLDER / "authority.pem"
# OpenSSL reads it at its start: libtorrent's believes our authority.
os.environ["SSL_CERT_FILE"] = str(AUTHORITY)
import libtorrent as lt

PIECE = 65536
processes = []


def run(command, log, **options):
    process = subprocess.Popen([str(each) for each in command], stdout=(FOLDER / log).open("wb"), stderr=subprocess.STDOUT,
                               stdin=subprocess.DEVNULL, **options)
    processes.append(process)
    return process


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def until(test, seconds=40):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if value := test():
            return value
        time.sleep(0.1)
    return test()


def torrent(name, *tiers):
    """A film of our own and its torrent below `public`; the infohash."""
    (FOLDER / "public").mkdir(exist_ok=True)
    data = hashlib.shake_256(name.encode()).digest(400_000)
    (FOLDER / "public" / f"{name}.bin").write_bytes(data)
    pieces = b"".join(hashlib.sha1(data[at:at + PIECE]).digest() for at in range(0, len(data), PIECE))
    info = {b"length": len(data), b"name": f"{name}.bin".encode(), b"piece length": PIECE, b"pieces": pieces}
    whole = {b"announce": tiers[0].encode(), b"announce-list": [[each.encode()] for each in tiers], b"info": info}
    (FOLDER / "public" / f"{name}.torrent").write_bytes(lt.bencode(whole))
    return hashlib.sha1(lt.bencode(info)).digest()


def daemon(name, *options):
    return run([BOBINED, "--state", FOLDER / f"{name}.state", "--dht", "none", "--status", "none", "--rescan", "1", *options], f"{name}.log")


def said(name, words):
    return words in (FOLDER / f"{name}.log").read_text(errors="replace")


def libtorrent(name, address):
    """Fetches a torrent; nothing but its tracker tells of peers."""
    session = lt.session({
        "listen_interfaces": f"{address}:7101", "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "enable_incoming_utp": False, "enable_outgoing_utp": False, "allow_multiple_connections_per_ip": True,
        "alert_mask": lt.alert.category_t.all_categories})
    out = FOLDER / f"libtorrent-{name}"
    out.mkdir()
    handle = session.add_torrent({"ti": lt.torrent_info(str(FOLDER / "public" / f"{name}.torrent")), "save_path": str(out)})
    until(lambda: handle.status().is_seeding)
    if not (whole := handle.status().is_seeding):
        (FOLDER / f"libtorrent-{name}.log").write_text("\n".join(each.message() for each in session.pop_alerts()))
    session.remove_torrent(handle)
    return whole and same(out, name)


def same(out, name):
    """Whether the film came whole, once nothing writes any more."""
    return until(lambda: (out / f"{name}.bin").is_file()
                 and (out / f"{name}.bin").read_bytes() == (FOLDER / "public" / f"{name}.bin").read_bytes(), 3)


def certificate(name, subject=None):
    """Of our authority, which is made first."""
    key, cert = FOLDER / f"{name}.key", FOLDER / f"{name}.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", cert,
               "-subj", f"/CN={name}", "-days", "2"]
    if subject:
        command += ["-CA", AUTHORITY, "-CAkey", FOLDER / "authority.key", "-addext", f"subjectAltName={subject}",
                    "-addext", "basicConstraints=critical,CA:false"]
    subprocess.run(command, check=True, capture_output=True)


def query(key):
    return f"info_hash={urllib.parse.quote(key)}&peer_id=-XX0000-000000000001&port=3001&uploaded=0&downloaded=0&left=1&compact=1"


def tls(document):
    here, leech = "10.99.0.1", "10.99.0.2"
    for address in (here, leech, "10.99.0.3"):
        subprocess.run(["ip", "addr", "add", f"{address}/32", "dev", "lo"], check=True)
    certificate("authority")
    certificate("server", f"IP:{here}")
    certificate("wrong", "IP:10.99.0.77")
    rules = re.search(r"```nginx\n(.*?)```", pathlib.Path(document).read_text(), re.S).group(1)
    seen = {"rules": "Upgrade" in rules}

    def server(port, certificate, rules):
        return f"""server {{ listen {here}:{port} ssl; ssl_certificate {FOLDER}/{certificate}.pem; ssl_certificate_key {FOLDER}/{certificate}.key;
{rules} }}"""

    temporary = " ".join(f"{each}_temp_path {FOLDER}/t-{each};" for each in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    (FOLDER / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {FOLDER}/pid; user root; events {{ worker_connections 256; }}\n"
        f"http {{ {temporary} access_log off; " + server(443, "server", rules)
        + server(8443, "server", f"location / {{ proxy_pass http://{here}:6970; }}") + server(9443, "wrong", rules) + " }")
    run(["nginx", "-e", FOLDER / "nginx.errors", "-c", FOLDER / "nginx.conf"], "nginx.log")
    ours = torrent("ours", f"https://{here}/tracker/announce")
    theirs = torrent("theirs", f"https://{here}:8443/announce")
    wrong = torrent("wrong", f"https://{here}:9443/tracker/announce")
    (FOLDER / "list").write_text(f"{theirs.hex()}\n{wrong.hex()}\n")
    for path in (FOLDER.parent, FOLDER):
        path.chmod(0o755)
    run(["opentracker", "-i", here, "-p", "6970", "-P", "6970", "-d", FOLDER, "-u", "nobody", "-w", "/list"], "opentracker.log")
    (FOLDER / "none").mkdir()
    daemon("tracker", "--no-announce", "--listen", here, "--port", "6882", "--tracker", "127.0.0.1:6969", "--tracker-udp", "none", "--tracker-open",
           FOLDER / "none")
    seeder = ["--listen", here, "--port", "6881", "--tracker", "none", "--tracker-udp", "none"]

    # Without the authority nobody is told anything.
    stranger = daemon("stranger", *seeder, FOLDER / "public")
    seen["refused"] = until(lambda: said("stranger", "cannot prove who it is"))
    end(stranger)

    def curl(port, path, key):
        return subprocess.run(["curl", "-sS", "-m", "10", "--cacert", AUTHORITY, f"https://{here}:{port}{path}?{query(key)}"],
                              stdout=subprocess.PIPE).stdout

    seen["silent"] = until(lambda: curl(443, "/tracker/announce", ours)) and lt.bdecode(curl(443, "/tracker/announce", ours))[b"complete"] == 0
    daemon("seeder", *seeder, "--authorities", AUTHORITY, FOLDER / "public")
    seen["wrong"] = until(lambda: said("seeder", "cannot prove who it is"))
    for name, key, port, path in [("ours", ours, 443, "/tracker/announce"), ("theirs", theirs, 8443, "/announce")]:
        seen[f"curl {name}"] = bool(until(lambda: lt.bdecode(curl(port, path, key)).get(b"complete") == 1))
        answer = lt.bdecode(curl(port, path, key))
        seen[f"peers {name}"] = socket.inet_aton(here) + struct.pack(">H", 6881) in answer[b"peers"]
        seen[f"libtorrent {name}"] = libtorrent(name, leech)
        out = FOLDER / f"aria2-{name}"
        subprocess.run(["aria2c", "--no-conf", "--enable-dht=false", "--enable-dht6=false", "--bt-enable-lpd=false", "--enable-peer-exchange=false",
                        "--disable-ipv6=true", "--seed-time=0", "--listen-port=7201", "--interface=10.99.0.3", "--file-allocation=none",
                        f"--ca-certificate={AUTHORITY}", f"--dir={out}", FOLDER / "public" / f"{name}.torrent"],
                       timeout=60, stdout=(FOLDER / f"aria2-{name}.log").open("wb"))
        seen[f"aria2 {name}"] = same(out, name)
    # What the proxy says of its clients is believed: nobody comes from 127.0.0.1.
    seen["external"] = list(lt.bdecode(curl(443, "/tracker/announce", ours))[b"external ip"])
    context = ssl.create_default_context(cafile=str(AUTHORITY))
    with socket.create_connection((here, 443)) as plain, context.wrap_socket(plain, server_hostname=here) as one:
        one.sendall(b"GET /tracker/socket HTTP/1.1\r\nHost: t\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        text = b'{"action":"scrape","info_hash":"aaaaaaaaaaaaaaaaaaaa"}'
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += one.recv(1000)
        one.sendall(bytes([0x81, 128 + len(text)]) + bytes(4) + text)
        seen["wss"] = answer.startswith(b"HTTP/1.1 101") and b'"files"' in one.recv(1000)
    return seen


def transmission(name, address):
    out, config = FOLDER / f"transmission-{name}", FOLDER / f"transmission-{name}.config"
    out.mkdir()
    config.mkdir()
    (config / "settings.json").write_text(json.dumps({
        "dht-enabled": False, "lpd-enabled": False, "pex-enabled": False, "utp-enabled": False, "port-forwarding-enabled": False,
        "rpc-enabled": False, "peer-port": 7401, "bind-address-ipv6": address, "encryption": 0}))
    process = run(["transmission-cli", "-g", config, "-w", out, "-p", "7401", "-et", "-M", FOLDER / "public" / f"{name}.torrent"],
                  f"transmission-{name}.log")
    whole = until(lambda: same(out, name), 60)
    process.kill()
    return bool(whole)


def ipv6():
    here, seed = "fd99::1", "fd99::2"
    for number in range(1, 6):
        subprocess.run(["ip", "-6", "addr", "add", f"fd99::{number}/128", "dev", "lo", "nodad"], check=True)
    # Not one address of IPv4 is left.
    subprocess.run(["ip", "-4", "addr", "flush", "dev", "lo"], check=True)
    names = {"http": f"http://[{here}]:6969/announce", "udp": f"udp://[{here}]:6969/announce", "loopback": "http://[::1]:6969/announce"}
    keys = {name: torrent(name, url) for name, url in names.items()}
    (FOLDER / "none").mkdir()
    daemon("tracker", "--no-announce", "--listen", "::1", "--port", "6882", "--tracker", "[::]:6969", "--tracker-udp", "[::]:6969", "--tracker-open",
           FOLDER / "none")
    assert until(lambda: said("tracker", "ready"))
    daemon("seeder", "--listen", seed, "--port", "6881", "--tracker", "none", "--tracker-udp", "none", FOLDER / "public")
    seen = {}

    def scrape(key):
        return lt.bdecode(urllib.request.urlopen(f"http://[{here}]:6969/scrape?info_hash={urllib.parse.quote(key)}", timeout=5).read())

    for name, key in keys.items():
        seen[f"announced {name}"] = until(lambda: scrape(key)[b"files"][key][b"complete"] == 1)
    answer = lt.bdecode(urllib.request.urlopen(f"http://[{here}]:6969/announce?{query(keys['http'])}").read())
    place = socket.inet_pton(socket.AF_INET6, seed) + struct.pack(">H", 6881)
    seen["peers6"] = answer[b"peers6"] == place and answer[b"peers"] == b"" and len(answer[b"external ip"]) == 16
    # By UDP, at another address than the one that the system would answer from.
    udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    udp.settimeout(5)
    udp.connect(("fd99::4", 6969))
    udp.send(struct.pack(">QII", 0x41727101980, 0, 1))
    connection, = struct.unpack(">8xQ", udp.recv(100))
    udp.send(struct.pack(">QII20s20sQQQIIIiH", connection, 1, 2, keys["udp"], b"-XX0000-%012d" % 3002, 0, 1, 0, 2, 0, 0, -1, 3002))
    answer = udp.recv(2000)
    seen["udp"] = answer[:8] == struct.pack(">II", 1, 2) and answer[20:] == place
    for name in keys:
        seen[f"libtorrent {name}"] = libtorrent(name, "[::1]" if name == "loopback" else "[fd99::3]")
    seen["transmission http"] = transmission("http", "fd99::5")
    return seen


subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
FOLDER.mkdir(parents=True)
try:
    shown = tls(sys.argv[4]) if SCENE == "tls" else ipv6()
    shown["logs"] = {name: (FOLDER / name).read_text(errors="replace")[-600:] for name in os.listdir(FOLDER) if name.endswith(".log")} \
        if not all(value for value in shown.values()) else {}
finally:
    for process in processes:
        if process.poll() is None:
            end(process)
print(json.dumps(shown, sort_keys=True))
