"""beside.py run BOBINED FOLDER MIB ROUNDS: the daemon, rTorrent and libtorrent seed one file, each to a leecher that discards what it gets.
Prints JSON:

    {seeder: {"cpu": [seconds of processor a GiB, by round], "rate": [MB/s], "memory": resident bytes at the end}}

To be run by Debian's python3 (python3-libtorrent) in a network namespace of its own, as root. The seeders take turns, ROUNDS times, so that
whatever else the machine does meets all of them. The processor's time is what the scheduler counted (/proc/PID/task/*/schedstat): the ticks of
/proc/PID/stat miss most of what a process does in short turns. The first round, in which pieces are verified, is not counted.
"""
import hashlib
import json
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import time

BLOCK, PIECE = 16384, 1 << 20
PORTS = {"bobined": 16881, "rtorrent": 17501, "libtorrent": 17101}


def leech(port, key, size):
    """Asks for the whole file once, 128 blocks at a time, and throws it away. Gives MB/s."""
    peer = socket.create_connection(("127.0.0.1", port), timeout=30)
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    peer.sendall(b"\x13BitTorrent protocol" + bytes(7) + b"\x04" + key + b"-XX0000-" + str(time.monotonic_ns())[-12:].encode())
    peer.sendall(struct.pack(">IB", 1, 2))
    buffer = memoryview(bytearray(1 << 20))
    blocks = size // BLOCK
    asked = got = 0
    isChoked, begin = True, None
    held, at, skip = 0, 0, 68
    while got < blocks:
        if not isChoked and asked < blocks and asked - got <= 64:
            begin = begin or time.monotonic()
            fresh = min(128 - (asked - got), blocks - asked)
            peer.sendall(b"".join(struct.pack(">IBIII", 13, 6, *divmod(number * BLOCK, PIECE), BLOCK)
                                  for number in range(asked, asked + fresh)))
            asked += fresh
        # What begins a message, whole; what follows it is skipped.
        if held - at < 5 and at:
            buffer[:held - at] = bytes(buffer[at:held])
            held, at = held - at, 0
        count = peer.recv_into(buffer[held:])
        if count == 0:
            raise SystemExit("the seeder hung up")
        held += count
        while True:
            step = min(skip, held - at)
            at, skip = at + step, skip - step
            if held - at < 4:
                break
            length = int.from_bytes(buffer[at:at + 4], "big")
            if length and held - at < 5:
                break
            kind = buffer[at + 4] if length else None
            at += 5 if length else 4
            skip = length - 1 if length else 0
            if kind == 7:
                got += 1
            elif kind in (0, 1):
                isChoked = kind == 0
        if at == held:
            held = at = 0
    return size / (time.monotonic() - begin) / 1e6


def seed_with_libtorrent(torrent, folder):
    import libtorrent as lt
    session = lt.session({
        "listen_interfaces": f"127.0.0.1:{PORTS['libtorrent']}", "enable_dht": False, "enable_lsd": False, "enable_upnp": False,
        "enable_natpmp": False, "in_enc_policy": 2, "allow_multiple_connections_per_ip": True, "choking_algorithm": 0})
    params = lt.add_torrent_params()
    params.ti, params.save_path = lt.torrent_info(torrent), folder
    params.flags |= lt.torrent_flags.seed_mode
    session.add_torrent(params)
    signal.pause()


def processor(process):
    tasks = pathlib.Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def make(folder, mebibytes):
    """The file and its torrent; gives the infohash."""
    data = hashlib.shake_256(b"film").digest(PIECE)
    pieces = b""
    with (folder / "film.mp4").open("wb") as file:
        for number in range(mebibytes):
            piece = number.to_bytes(8, "big") + data[8:]
            file.write(piece)
            pieces += hashlib.sha1(piece).digest()
    info = b"d6:lengthi%de4:name8:film.mp412:piece lengthi%de6:pieces%d:%se" % (mebibytes * PIECE, PIECE, len(pieces), pieces)
    # Nobody is there; rTorrent takes no torrent without a tracker.
    (folder / "film.torrent").write_bytes(b"d8:announce27:http://127.0.0.1:1/announce4:info" + info + b"e")
    return hashlib.sha1(info).digest()


def seeders(bobined, folder, log):
    session = folder.parent / "rtorrent"
    session.mkdir()
    (folder.parent / "rtorrent.rc").write_text("\n".join([
        f"directory.default.set = {folder}", f"session.path.set = {session}", f"network.port_range.set = {PORTS['rtorrent']}-{PORTS['rtorrent']}",
        "network.port_random.set = no", "network.bind_address.set = 127.0.0.1", "dht.mode.set = disable", "protocol.pex.set = no",
        "protocol.encryption.set = none", "system.daemon.set = true", f'load.start = "{folder}/film.torrent"', ""]))
    return {
        "bobined": [bobined, "--listen", "127.0.0.1", "--port", str(PORTS["bobined"]), "--status", "127.0.0.1:19681", "--state",
                    str(folder.parent / "state"), "--no-announce", "--dht", "none", "--tracker", "none", "--tracker-udp", "none", str(folder)],
        "rtorrent": ["rtorrent", "-n", "-o", f"import={folder.parent}/rtorrent.rc"],
        "libtorrent": [sys.executable, __file__, "seed", str(folder / "film.torrent"), str(folder)],
    }


def take(port, key, size):
    """The leecher is a process of its own: it has the other processor."""
    for attempt in range(40):
        run = subprocess.run([sys.executable, __file__, "leech", str(port), key.hex(), str(size)], capture_output=True, text=True, timeout=300)
        if run.returncode == 0:
            return float(run.stdout)
        time.sleep(0.5)
    raise SystemExit(f"nothing comes from port {port}: {run.stderr[-500:]}")


def run(bobined, root, mebibytes, rounds):
    folder = pathlib.Path(root) / "public"
    folder.mkdir(parents=True)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    size, log = mebibytes * PIECE, open(folder.parent / "log", "wb")
    key = make(folder, mebibytes)
    running = {}
    try:
        for name, command in seeders(bobined, folder, log).items():
            running[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        for name in running:
            take(PORTS[name], key, size)
        seen = {name: {"cpu": [], "rate": []} for name in running}
        for _ in range(rounds):
            for name, process in running.items():
                before = processor(process)
                seen[name]["rate"].append(round(take(PORTS[name], key, size), 1))
                seen[name]["cpu"].append(round((processor(process) - before) * 2**30 / size, 3))
        for name, process in running.items():
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            seen[name]["memory"] = int(status.split("VmRSS:")[1].split()[0]) * 1024
    finally:
        for process in running.values():
            process.kill()
            process.wait()
    print(json.dumps(seen))


if sys.argv[1] == "leech":
    print(leech(int(sys.argv[2]), bytes.fromhex(sys.argv[3]), int(sys.argv[4])))
elif sys.argv[1] == "seed":
    seed_with_libtorrent(sys.argv[2], sys.argv[3])
else:
    run(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
