"""announces.py BOBINED FOLDER SECONDS ROUNDS: how many announces a second does the tracker of bobined answer, and opentracker?

To be run as root in a network namespace of its own, `unshare -n`. Both track the same swarms and run at the same time; they are asked
one after the other, in turn, ROUNDS times for SECONDS each:

    close   by wrk over HTTP, one announce a connection, as clients do
    kept    by wrk over HTTP with connections that may be kept; opentracker of Debian closes them all the same
    udp     by this program: datagrams of 8 sockets, 32 of each on their way

Prints JSON: {way: {"bobined": [announces a second of each round], "opentracker": the same}, "cpu": {way: {tracker: microseconds an
announce}}, "peers": {tracker: peers in an answer}, "wrong": answers that were none}
"""
import hashlib
import json
import os
import pathlib
import re
import selectors
import socket
import struct
import subprocess
import sys
import time
import urllib.parse
import urllib.request

BOBINED, FOLDER, SECONDS, ROUNDS = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
HERE, SWARMS, PEERS = "127.0.0.1", 200, 40
PORTS = {"bobined": 6969, "opentracker": 6970}
ANSWER = struct.pack(">II", 1, 2)
TICK = os.sysconf("SC_CLK_TCK")

# Requests are written before, and answers not looked at, so that wrk itself does not hold anybody up.
SCRIPT = """
local keys, requests, last = { KEYS }, {}, 0
function init()
  for number = 1, 2000 do
    local port = 20000 + number % PEERS
    requests[number] = wrk.format("GET", "/announce?info_hash=" .. keys[math.random(#keys)] .. "&peer_id=-XX0000-0000000" .. port
      .. "&port=" .. port .. "&uploaded=0&downloaded=0&left=1&compact=1&numwant=50", { Connection = "CONNECTION" })
  end
end
function request()
  last = last % #requests + 1
  return requests[last]
end
"""


def make():
    """Torrents of a few bytes; their infohashes."""
    (FOLDER / "seeds").mkdir(parents=True)
    keys = []
    for number in range(SWARMS):
        data, name = number.to_bytes(4, "big"), b"%05d.bin" % number
        info = b"d6:lengthi4e4:name%d:%s12:piece lengthi16384e6:pieces20:%se" % (len(name), name, hashlib.sha1(data).digest())
        (FOLDER / "seeds" / name.decode()).write_bytes(data)
        (FOLDER / "seeds" / f"{number:05}.torrent").write_bytes(b"d4:info%se" % info)
        keys.append(hashlib.sha1(info).digest())
    return keys


def wrk(port, way):
    """Announces, and how many a second; how many were not answered with status 200."""
    script = FOLDER / f"{way}.lua"
    names = ", ".join('"' + "".join(f"%{byte:02x}" for byte in key) + '"' for key in KEYS)
    script.write_text(SCRIPT.replace("KEYS", names).replace("PEERS", str(PEERS))
                      .replace("CONNECTION", "close" if way == "close" else "keep-alive"))
    said = subprocess.run(["wrk", "-t1", "-c64", f"-d{SECONDS}s", "-s", script, f"http://{HERE}:{port}/"], check=True,
                          capture_output=True, text=True).stdout
    count, seconds = re.search(r"(\d+) requests in ([\d.]+)s", said).groups()
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return int(count), int(count) / float(seconds), int(wrong.group(1)) if wrong else 0


def peers(port):
    """How many peers one announce over HTTP is told of."""
    url = f"http://{HERE}:{port}/announce?peer_id=-XX0000-000000000001&port=20001&left=1&compact=1&numwant=50&info_hash="
    with urllib.request.urlopen(url + urllib.parse.quote(KEYS[7])) as answer:
        return int(re.search(rb"5:peers(\d+):", answer.read()).group(1)) // 6


def connect(port):
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.connect((HERE, port))
    one.settimeout(5)
    one.send(struct.pack(">QII", 0x41727101980, 0, 1))
    connection, = struct.unpack(">8xQ", one.recv(100))
    return one, connection


def packet(connection, key, port):
    return struct.pack(">QII20s20sQQQIIIiH", connection, 1, 2, key, b"-XX0000-%012d" % port, 0, 1, 0, 0, 0, 0, 50, port)


def fill(port):
    """Every swarm gets its peers."""
    one, connection = connect(port)
    for key in KEYS:
        for number in range(PEERS):
            one.send(packet(connection, key, 20000 + number))
            assert one.recv(2048)[:8] == ANSWER
    one.close()


def datagrams(port):
    """As `wrk`, by UDP. A datagram that got lost is not waited for."""
    poll = selectors.DefaultSelector()
    packets, count, wrong = {}, 0, 0
    for number in range(8):
        one, connection = connect(port)
        packets[one] = [packet(connection, KEYS[(37 * each + number) % SWARMS], 20000 + each % PEERS) for each in range(200)]
        one.setblocking(False)
        poll.register(one, selectors.EVENT_READ)
        for each in packets[one][:32]:
            one.send(each)
    began, now, places = time.monotonic(), time.monotonic(), dict.fromkeys(packets, 32)
    while now < began + SECONDS:
        ready = poll.select(0.05)
        # Nothing came: all were lost.
        for one in [key.fileobj for key, _ in ready] or packets:
            try:
                while True:
                    answer = one.recv(2048)
                    wrong += answer[:8] != ANSWER or len(answer) < 20 + 6 * 29
                    count += 1
                    places[one] = (places[one] + 1) % 200
                    one.send(packets[one][places[one]])
            except BlockingIOError:
                if not ready:
                    one.send(packets[one][0])
        now = time.monotonic()
    for one in packets:
        one.close()
    return count, count / (now - began), wrong


def cpu(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
KEYS = make()
(FOLDER / "list").write_text("".join(key.hex() + "\n" for key in KEYS))
# opentracker leaves root by itself.
for path in (FOLDER.parent, FOLDER):
    path.chmod(0o755)
processes = {
    "bobined": subprocess.Popen(
        [BOBINED, "--status", "none", "--state", FOLDER / "state", "--listen", HERE, "--no-announce", "--dht", "none",
         "--tracker", f"{HERE}:6969", "--tracker-udp", f"{HERE}:6969", "--tracker-rate", "0", FOLDER / "seeds"],
        stderr=(FOLDER / "log").open("wb")),
    "opentracker": subprocess.Popen(
        ["opentracker", "-i", HERE, "-p", "6970", "-P", "6970", "-d", FOLDER, "-u", "nobody", "-w", "/list"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)}
try:
    until = time.monotonic() + 30
    while b"torrents=200" not in (FOLDER / "log").read_bytes() and time.monotonic() < until:
        time.sleep(0.05)
    # Both are full of peers before anything is counted.
    for port in PORTS.values():
        fill(port)
    seen = {"cpu": {}, "wrong": 0, "peers": {name: peers(port) for name, port in PORTS.items()}}
    for way in ("close", "kept", "udp"):
        seen[way] = {name: [] for name in PORTS}
        spent, counts = dict.fromkeys(PORTS, 0.0), dict.fromkeys(PORTS, 0)
        for turn in range(ROUNDS):
            # Who comes first in one round comes last in the next.
            for name in sorted(PORTS, reverse=turn % 2 == 1):
                before = cpu(processes[name])
                count, rate, wrong = datagrams(PORTS[name]) if way == "udp" else wrk(PORTS[name], way)
                spent[name] += cpu(processes[name]) - before
                counts[name] += count
                seen[way][name].append(round(rate))
                seen["wrong"] += wrong
        seen["cpu"][way] = {name: round(1e6 * spent[name] / max(1, counts[name]), 1) for name in PORTS}
finally:
    for process in processes.values():
        process.terminate()
        process.wait(20)
print(json.dumps(seen))
