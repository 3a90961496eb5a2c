"""many.py run BOBINED FOLDER COUNT IDLE: COUNT torrents of 2,000 pieces at bobined, rTorrent and libtorrent. Prints JSON:

    {"bobined": {"first": seconds until a first start is ready, "second": a second one, "memory": resident bytes after IDLE seconds},
     "rtorrent": {"first", "memory"}, "libtorrent": {"first", "memory", "empty": bytes of its Python before the first torrent}}

To be run by Debian's python3 as root in a network namespace of its own. The data are holes, which nobody reads: rTorrent is given
resume data that say all is there, libtorrent the flag to believe so. All announce to a tracker that refuses connections.
many.py libtorrent FOLDER is libtorrent's part.
"""
import hashlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

PIECES, LENGTH = 2000, 65536
TRACKER = b"http://127.0.0.1:1/announce"


def make(folder, count):
    for name in ("public", "resumed"):
        (folder / name).mkdir(parents=True)
    for number in range(count):
        name = f"v{number:05}.mp4"
        with open(folder / "public" / name, "wb") as file:
            file.truncate(PIECES * LENGTH)
        pieces = hashlib.shake_256(name.encode()).digest(20 * PIECES)
        head = b"d8:announce%d:%s4:infod6:lengthi%de4:name%d:%s12:piece lengthi%de6:pieces%d:" % (
            len(TRACKER), TRACKER, PIECES * LENGTH, len(name), name.encode(), LENGTH, len(pieces))
        (folder / "public" / f"v{number:05}.torrent").write_bytes(head + pieces + b"ee")
        modified = int((folder / "public" / name).stat().st_mtime)
        resume = b"17:libtorrent_resumed8:bitfieldi%de5:filesld9:completedi%de5:mtimei%de8:priorityi1eeee" % (
            PIECES, PIECES, modified)
        (folder / "resumed" / f"v{number:05}.torrent").write_bytes(head + pieces + b"e" + resume + b"e")


def memory(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return 1024 * int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


def until(test, process, seconds=400):
    """Seconds until it is so."""
    began = time.monotonic()
    while not test():
        if time.monotonic() > began + seconds or process.poll() is not None:
            raise SystemExit(f"{process.args[0]} was not ready within {seconds} s")
        time.sleep(0.005)
    return time.monotonic() - began


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def bobined(program, folder, count):
    """One start, with all that it does unless it is told not to."""
    log = folder / "log"
    process = subprocess.Popen(
        [program, "--listen", "127.0.0.1", "--status", "none", "--tracker", "127.0.0.1:6969", "--tracker-udp", "127.0.0.1:6969",
         "--dht-bootstrap", "127.0.0.1:2", "--state", folder / "state", folder / "public"], stderr=log.open("wb"))
    ready = b"ready torrents=%d\n" % count
    return process, until(lambda: ready in log.read_bytes(), process)


def scgi(path, method, *arguments):
    """One call of rTorrent's control socket; None while it does not answer."""
    values = "".join(f"<param><value><string>{each}</string></value></param>" for each in arguments)
    body = f"<?xml version='1.0'?><methodCall><methodName>{method}</methodName><params>{values}</params></methodCall>".encode()
    head = b"CONTENT_LENGTH\0%d\0SCGI\0001\0" % len(body)
    with socket.socket(socket.AF_UNIX) as one:
        one.settimeout(300)
        try:
            one.connect(str(path))
        except OSError:
            return None
        one.sendall(b"%d:%s,%s" % (len(head), head, body))
        answer = b""
        while part := one.recv(65536):
            answer += part
    found = re.search(rb"<i8>(\d+)</i8>|<i4>(\d+)</i4>", answer)
    return int(found.group(1) or found.group(2)) if found else None


def rtorrent(folder, count):
    (folder / "session").mkdir()
    settings = folder / "rtorrent.rc"
    settings.write_text("\n".join([
        f"directory.default.set = {folder}/public", f"session.path.set = {folder}/session", "network.port_range.set = 7501-7501",
        "network.port_random.set = no", "network.bind_address.set = 127.0.0.1", "dht.mode.set = disable", "protocol.pex.set = no",
        "network.max_open_files.set = 128", "pieces.hash.on_completion.set = no", "system.daemon.set = true",
        f"network.scgi.open_local = {folder}/control", f'load.start = "{folder}/resumed/*.torrent"', ""]))
    process = subprocess.Popen(["rtorrent", "-n", "-o", f"import={settings}"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def all_seeded():
        time.sleep(0.1)
        return (scgi(folder / "control", "view.size", "", "seeding") or 0) >= count

    return process, until(all_seeded, process)


def libtorrent(folder):
    """In a process of its own, whose memory is measured; it says when it is ready."""
    import libtorrent as lt
    session = lt.session({"listen_interfaces": "127.0.0.1:7101", "enable_dht": False, "enable_lsd": False, "enable_upnp": False,
                          "enable_natpmp": False, "alert_mask": 0})
    print("empty", flush=True)
    sys.stdin.readline()
    handles = []
    for path in sorted((folder / "public").glob("*.torrent")):
        handles.append(session.add_torrent({
            "ti": lt.torrent_info(str(path)), "save_path": str(folder / "public"),
            "flags": lt.torrent_flags.seed_mode | lt.torrent_flags.upload_mode}))
    while not all(handle.status().is_seeding for handle in handles):
        time.sleep(0.05)
    print("ready", flush=True)
    time.sleep(1000)


def run(program, folder, count, idle):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    make(folder, count)
    seen = {}
    process, first = bobined(program, folder, count)
    end(process)
    process, second = bobined(program, folder, count)
    time.sleep(idle)
    seen["bobined"] = {"first": round(first, 2), "second": round(second, 2), "memory": memory(process)}
    end(process)

    process, first = rtorrent(folder, count)
    time.sleep(idle)
    seen["rtorrent"] = {"first": round(first, 2), "memory": memory(process)}
    process.kill()
    process.wait()

    process = subprocess.Popen([sys.executable, __file__, "libtorrent", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "empty\n"
    empty, began = memory(process), time.monotonic()
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ready\n"
    first = time.monotonic() - began
    time.sleep(idle)
    seen["libtorrent"] = {"first": round(first, 2), "memory": memory(process), "empty": empty}
    process.kill()
    process.wait()
    print(json.dumps(seen))


if sys.argv[1] == "libtorrent":
    libtorrent(pathlib.Path(sys.argv[2]))
else:
    run(sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
