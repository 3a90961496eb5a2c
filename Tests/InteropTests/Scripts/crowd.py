"""crowd.py run BOBINED FOLDER LEECHERS SECONDS STRANGERS: a crowd at the daemon, in a network namespace. Prints JSON:

    calm, crowded   {"bytes": [what each leecher got], "refused": how often one was not let in}, without and with strangers
    strangers       {kind: connections that it made}
    memory          of the daemon at its highest, in bytes

LEECHERS take 64 KB/s each, every one from an address of its own in 127.0.0.0/8, for SECONDS. STRANGERS connections, from other addresses,
say nothing, half a handshake, ask for everything and read nothing, or say nonsense, and come again when they are let go.
"""
import asyncio
import hashlib
import json
import pathlib
import random
import resource
import signal
import struct
import subprocess
import sys
import time

PORT, BLOCK, RATE = 6881, 16384, 64_000
PIECES, PIECE_LENGTH = 512, 131072
draw = random.Random(7)
end, KEY = 0.0, b""


def hello(number):
    return b"\x13BitTorrent protocol" + bytes(7) + b"\x04" + KEY + b"-XX0000-" + b"%012d" % number


async def connect(address):
    return await asyncio.open_connection("127.0.0.1", PORT, local_addr=(address, 0))


async def leech(number, got, refused):
    """Asks for two blocks at a time, and waits as a slow line would."""
    place = draw.randrange(PIECES * PIECE_LENGTH // BLOCK)
    while time.monotonic() < end:
        writer = None
        try:
            reader, writer = await connect(f"127.1.{number // 250}.{number % 250 + 1}")
            writer.write(hello(number) + struct.pack(">IB", 1, 2))
            await asyncio.wait_for(reader.readexactly(68), 20)
            choked, asked = True, 0
            while time.monotonic() < end:
                length, = struct.unpack(">I", await asyncio.wait_for(reader.readexactly(4), max(0.1, end - time.monotonic())))
                message = await reader.readexactly(length)
                if not message:
                    continue
                if message[0] == 1:
                    choked, asked = False, 0
                elif message[0] == 0:
                    choked = True
                elif message[0] == 7:
                    asked -= 1
                    got[number] += length - 9
                    await asyncio.sleep(BLOCK / RATE)
                while not choked and asked < 2:
                    piece, begin = divmod(place * BLOCK, PIECE_LENGTH)
                    writer.write(struct.pack(">IBIII", 13, 6, piece, begin, BLOCK))
                    place = (place + 1) % (PIECES * PIECE_LENGTH // BLOCK)
                    asked += 1
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            if time.monotonic() < end:
                refused.append(number)
                await asyncio.sleep(1)
        finally:
            if writer:
                writer.close()


async def stranger(number, made):
    kind = ("silent", "half", "greedy", "nonsense")[number % 4]
    while time.monotonic() < end:
        writer = None
        try:
            reader, writer = await connect(f"127.{2 + number // 62500}.{number // 250 % 250}.{number % 250 + 1}")
            made[kind] = made.get(kind, 0) + 1
            if kind == "half":
                writer.write(hello(number)[:40])
            elif kind == "greedy":
                places = (divmod(block * BLOCK, PIECE_LENGTH) for block in range(500))
                wishes = b"".join(struct.pack(">IBIII", 13, 6, piece % PIECES, begin, BLOCK) for piece, begin in places)
                writer.write(hello(number) + struct.pack(">IB", 1, 2) + wishes)
                writer.transport.pause_reading()
            elif kind == "nonsense":
                writer.write(hello(number) + draw.randbytes(200))
            # Until it is let go, or half a minute.
            for _ in range(60):
                await asyncio.sleep(0.5)
                if writer.transport.is_closing() or reader.at_eof() or time.monotonic() > end:
                    break
        except OSError:
            await asyncio.sleep(0.5)
        finally:
            if writer:
                writer.transport.abort()


async def crowd(key, leechers, seconds, strangers):
    global end, KEY
    KEY = bytes.fromhex(key)
    end = time.monotonic() + seconds
    got, made, refused = [0] * leechers, {}, []
    await asyncio.gather(*(stranger(number, made) for number in range(strangers)),
                         *(leech(number, got, refused) for number in range(leechers)))
    print(json.dumps({"bytes": got, "strangers": made, "refused": len(refused)}))


def part(key, leechers, seconds, strangers):
    """In a process of its own: strangers must not keep the leechers' own program busy."""
    command = [sys.executable, __file__, "part", key, str(leechers), str(seconds), str(strangers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def result(process):
    return json.loads(process.communicate()[0])


def run(bobined, folder, leechers, seconds, strangers):
    folder = pathlib.Path(folder)
    (folder / "public").mkdir(parents=True)
    data = hashlib.shake_256(b"crowd").digest(PIECES * PIECE_LENGTH)
    pieces = b"".join(hashlib.sha1(data[at:at + PIECE_LENGTH]).digest() for at in range(0, len(data), PIECE_LENGTH))
    info = b"d6:lengthi%de4:name4:film12:piece lengthi%de6:pieces%d:%se" % (len(data), PIECE_LENGTH, len(pieces), pieces)
    (folder / "public/film").write_bytes(data)
    (folder / "public/film.torrent").write_bytes(b"d4:info%se" % info)
    key = hashlib.sha1(info).hexdigest()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    log = folder / "log"
    daemon = subprocess.Popen(
        [bobined, "--listen", "127.0.0.1", "--port", str(PORT), "--status", "none", "--no-announce", "--dht", "none", "--tracker", "none",
         "--tracker-udp", "none", "--state", str(folder / "state"), str(folder / "public")], stderr=log.open("wb"))
    try:
        until = time.monotonic() + 20
        while "ready" not in log.read_text() and time.monotonic() < until:
            time.sleep(0.05)
        seen = {"calm": result(part(key, leechers, seconds, 0))}
        # The leechers are there first, and stay a moment longer.
        crowded = part(key, leechers, seconds, 0)
        time.sleep(2)
        mob = part(key, 0, seconds - 3, strangers)
        seen["crowded"] = result(crowded)
        seen["strangers"] = result(mob)["strangers"]
        status = pathlib.Path(f"/proc/{daemon.pid}/status").read_text()
        seen["memory"] = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(timeout=20)
    print(json.dumps(seen))


soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))
if sys.argv[1] == "run":
    run(sys.argv[2], sys.argv[3], *(int(each) for each in sys.argv[4:7]))
else:
    asyncio.run(crowd(sys.argv[2], *(int(each) for each in sys.argv[3:6])))
