"""strangers.py run BOBINED FOLDER SECONDS STRANGERS: strangers at the tracker and at the DHT's port of a daemon. Prints JSON:

    calm, crowded   {way: {"asked", "answered", "median", "slow"}}: announces and scrapes of real clients, without and with strangers; seconds
                    that half of the answers took at most, and 95 of 100
    met             whether two WebSockets exchanged an offer and its answer, with strangers around them
    dht             seconds until a torrent that came amid the strangers was announced to a node of the DHT
    strangers       {kind: how often}
    memory          of the daemon at its highest, in bytes; "open": its open files when the strangers are gone

To be run as root in a network namespace of its own. Every stranger has an address of its own in 127.0.0.0/8, and comes again when it is let
go: silent, half and dripping requests, floods that read nothing, garbage, endless targets and headers; WebSockets that are silent, send
garbage, huge frames, floods of questions and pings without reading, offers to everybody; datagrams of noise, of half and forged announces.
"""
import asyncio
import hashlib
import json
import os
import pathlib
import random
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

HERE, PORT, NODE = "127.0.0.1", 6969, 6882
draw = random.Random(11)
end, KEYS = 0.0, []
UPGRADE = (b"GET /tracker/socket HTTP/1.1\r\nHost: t\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


def escape(key):
    return b"".join(b"%%%02x" % byte for byte in key)


def announce(key, port):
    return b"GET /announce?info_hash=%s&peer_id=-XX0000-%012d&port=%d&left=1&compact=1 HTTP/1.1\r\nHost: t\r\n\r\n" % (
        escape(key), port, port)


def frame(text, opcode=1):
    data = text if isinstance(text, bytes) else text.encode()
    size = struct.pack(">B", 128 + len(data)) if len(data) < 126 else struct.pack(">BH", 254, len(data))
    return bytes([128 + opcode]) + size + bytes(4) + data


def latin(key):
    return key.decode("latin-1")


# Real clients.

async def by_http(address, tries):
    began = time.monotonic()
    answer = b""
    try:
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_connection(HERE, PORT, local_addr=(address, 0))
            writer.write(announce(draw.choice(KEYS), 5000).replace(b"Host: t", b"Host: t\r\nConnection: close"))
            answer = await reader.read()
            writer.close()
    except (OSError, asyncio.TimeoutError):
        pass
    tries.append(time.monotonic() - began if b"5:peers" in answer else None)


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self):
        self.answers = asyncio.Queue()

    def datagram_received(self, data, _):
        self.answers.put_nowait(data)

    def error_received(self, _):
        pass


async def by_udp(address, tries):
    """Asks again after a second, twice: datagrams may get lost."""
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Datagrams, local_addr=(address, 0), remote_addr=(HERE, PORT))
    began, answered = time.monotonic(), None

    async def ask(question):
        for _ in range(3):
            transport.sendto(question)
            try:
                async with asyncio.timeout(1):
                    return await protocol.answers.get()
            except asyncio.TimeoutError:
                pass
        return b""

    connected = await ask(struct.pack(">QII", 0x41727101980, 0, 1))
    if len(connected) == 16:
        answer = await ask(struct.pack(">QII20s20sQQQIIIiH", struct.unpack(">8xQ", connected)[0], 1, 2, draw.choice(KEYS),
                                       b"-XX0000-%012d" % 5001, 0, 1, 0, 2, 0, 0, -1, 5001))
        if answer[:8] == struct.pack(">II", 1, 2):
            answered = time.monotonic() - began
    transport.close()
    tries.append(answered)


class Browser:
    """A WebSocket that is written by hand."""

    async def open(self, address):
        """Comes again, as a page does, where all places are taken."""
        for attempt in range(100):
            try:
                return await self.try_to_open(address)
            except (OSError, AssertionError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.2)
        return await self.try_to_open(address)

    async def try_to_open(self, address):
        self.reader, self.writer = await asyncio.open_connection(HERE, PORT, local_addr=(address, 0))
        self.writer.write(UPGRADE)
        head = await self.reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head
        return self

    def say(self, message):
        self.writer.write(frame(json.dumps(message)))

    async def hear(self, wanted):
        """The next message that has something."""
        async with asyncio.timeout(10):
            while True:
                opcode, size = await self.reader.readexactly(2)
                if size == 126:
                    size, = struct.unpack(">H", await self.reader.readexactly(2))
                data = await self.reader.readexactly(size)
                if opcode == 0x89:
                    self.writer.write(frame(data, 10))
                elif wanted in (message := json.loads(data)):
                    return message


async def by_socket(browser, tries):
    began = time.monotonic()
    try:
        browser.say({"action": "scrape", "info_hash": latin(KEYS[0])})
        await browser.hear("files")
        tries.append(time.monotonic() - began)
    except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
        tries.append(None)


async def meet(one, other):
    """Two browsers come together, in a swarm without strangers: who is in one gets its share of the offers."""
    swarm = latin(KEYS[2])
    said = {"action": "announce", "info_hash": swarm, "left": 1}
    one.say(said | {"peer_id": "1" * 20, "event": "started"})
    await one.hear("interval")
    other.say(said | {"peer_id": "2" * 20, "event": "started", "offers": [{"offer_id": "o" * 20, "offer": {"type": "offer", "sdp": "x"}}]})
    await other.hear("interval")
    offer = await one.hear("offer")
    one.say({"action": "announce", "info_hash": swarm, "peer_id": "1" * 20, "to_peer_id": offer["peer_id"],
             "offer_id": offer["offer_id"], "answer": {"type": "answer", "sdp": "y"}})
    return (await other.hear("answer"))["answer"]["sdp"] == "y"


async def clients(seconds):
    tries = {"http": [], "udp": [], "websocket": []}
    browser = await Browser().open("127.9.1.1")
    running = []
    for number in range(int(seconds * 20)):
        address = f"127.9.0.{1 + number % 100}"
        running += [asyncio.create_task(by_http(address, tries["http"])), asyncio.create_task(by_udp(address, tries["udp"]))]
        if number % 10 == 0:
            await by_socket(browser, tries["websocket"])
        await asyncio.sleep(0.05)
    await asyncio.gather(*running)
    try:
        # One of them comes just now: who says nothing for a minute is let go.
        met = await meet(browser, await Browser().open("127.9.1.2"))
    except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
        met = False
    said = {"met": met}
    for way, each in tries.items():
        times = sorted(one for one in each if one is not None)
        said[way] = {"asked": len(each), "answered": len(times), "median": times[len(times) // 2] if times else None,
                     "slow": times[len(times) * 95 // 100] if times else None}
    print(json.dumps(said))


# Strangers.

def offers(number):
    message = {"action": "announce", "info_hash": latin(KEYS[1]), "peer_id": f"{number:020}", "left": 1, "event": "started",
               "offers": [{"offer_id": f"{each:020}", "offer": {"type": "offer", "sdp": "s" * 2000}} for each in range(10)]}
    return frame(json.dumps(message))


async def stranger(number, made):
    kinds = ["silent", "half", "drip", "flood", "garbage", "target", "headers", "ws silent", "ws garbage", "ws huge", "ws flood", "ws pings",
             "ws offers"]
    kind = kinds[number % len(kinds)]
    address = f"127.{20 + number // 62500}.{number // 250 % 250}.{number % 250 + 1}"
    while time.monotonic() < end:
        writer = None
        try:
            async with asyncio.timeout(20):
                reader, writer = await asyncio.open_connection(HERE, PORT, local_addr=(address, 0))
                made[kind] = made.get(kind, 0) + 1
                endless = drip = b""
                if kind.startswith("ws"):
                    writer.write(UPGRADE)
                    await reader.readuntil(b"\r\n\r\n")
                if kind == "half":
                    writer.write(announce(KEYS[0], 1)[:40])
                elif kind == "drip":
                    drip = b"x"
                    writer.write(b"GET /announce?")
                elif kind == "flood":
                    writer.transport.pause_reading()
                    endless = announce(KEYS[0], 1 + number % 60_000) * 200
                elif kind == "garbage":
                    writer.write(draw.randbytes(500))
                elif kind == "target":
                    writer.write(b"GET /announce?")
                    endless = b"x" * 16384
                elif kind == "headers":
                    writer.write(b"GET /announce HTTP/1.1\r\n")
                    endless = b"X-Name: value\r\n" * 1000
                elif kind == "ws garbage":
                    writer.write(draw.randbytes(500) + frame(draw.randbytes(100)) * 20)
                elif kind == "ws huge":
                    writer.write(struct.pack(">BBQ4s", 0x81, 255, 1 << 40, bytes(4)))
                    endless = bytes(16384)
                elif kind == "ws flood":
                    writer.transport.pause_reading()
                    endless = frame(json.dumps({"action": "scrape", "info_hash": [latin(key) for key in KEYS]})) * 50
                elif kind == "ws pings":
                    writer.transport.pause_reading()
                    endless = frame(bytes(100), 9) * 100
                elif kind == "ws offers":
                    writer.transport.pause_reading()
                    writer.write(offers(number))
                while time.monotonic() < end and not writer.transport.is_closing() and not reader.at_eof():
                    if endless:
                        writer.write(endless)
                        await writer.drain()
                    elif drip:
                        writer.write(drip)
                    await asyncio.sleep(0.01 if endless else 0.5)
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.3)
        finally:
            if writer:
                writer.transport.abort()


def noise(port, kinds, made, name):
    """Datagrams to a port, some thousand a second."""
    sockets = []
    for number in range(50):
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.bind((f"127.30.0.{number + 1}", 0))
        one.setblocking(False)
        sockets.append(one)
    while time.monotonic() < end:
        for one in sockets:
            try:
                one.sendto(kinds(), (HERE, port))
                made[name] = made.get(name, 0) + 1
            except OSError:
                pass
        time.sleep(0.01)


def tracker_noise():
    return draw.choice([
        draw.randbytes(draw.randrange(1, 200)), struct.pack(">QII", 0x41727101980, 0, 5), bytes(60_000),
        struct.pack(">QII20s20sQQQIIIiH", draw.getrandbits(64), 1, 2, KEYS[0], bytes(20), 0, 1, 0, 2, 0, 0, -1, 5001),
        struct.pack(">QII", draw.getrandbits(64), 2, 2) + KEYS[0] * 70])


def dht_noise():
    me = draw.randbytes(20)
    return draw.choice([
        draw.randbytes(draw.randrange(1, 1400)), b"d1:ad2:id20:" + me + b"e1:q4:ping1:t2:aa1:y1:qe",
        b"d1:ad2:id20:" + me + b"9:info_hash20:" + KEYS[0] + b"e1:q9:get_peers1:t2:aa1:y1:qe",
        b"d1:rd2:id20:" + me + b"5:nodes416:" + draw.randbytes(416) + b"5:token4:abcde1:t4:" + draw.randbytes(4) + b"1:y1:re",
        b"d" * 1400, b"l" * 60_000])


async def mob(count, dht_port):
    made = {}
    threads = [threading.Thread(target=noise, args=(PORT, tracker_noise, made, "datagrams")),
               threading.Thread(target=noise, args=(dht_port, dht_noise, made, "dht"))]
    for thread in threads:
        thread.start()
    await asyncio.gather(*(stranger(number, made) for number in range(count)))
    for thread in threads:
        thread.join()
    print(json.dumps(made))


# The play.

class Node(threading.Thread):
    """One of ten honest nodes of the DHT, who know each other and note who is announced."""

    asker, announced = None, {}

    def __init__(self, number):
        super().__init__(daemon=True)
        self.number = number
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((f"127.9.2.{number}", NODE))
        self.start()

    def run(self):
        def name(number):
            return hashlib.sha1(b"node %d" % number).digest()

        nodes = b"".join(name(each) + bytes([127, 9, 2, each]) + struct.pack(">H", NODE) for each in range(1, 11))
        while True:
            packet, source = self.socket.recvfrom(65536)
            Node.asker = source[1]
            mark = packet[packet.index(b"1:t4:") + 5:][:4]
            if b"13:announce_peer" in packet:
                key = packet[packet.index(b"9:info_hash20:") + 14:][:20]
                Node.announced.setdefault(key, time.monotonic())
            self.socket.sendto(b"d1:rd2:id20:" + name(self.number) + b"5:nodes%d:" % len(nodes) + nodes + b"5:token4:goode1:t4:" + mark
                               + b"1:y1:re", source)


def torrent(folder, number):
    data, name = b"%020d" % number, b"%05d.bin" % number
    info = b"d6:lengthi20e4:name%d:%s12:piece lengthi16384e6:pieces20:%se" % (len(name), name, hashlib.sha1(data).digest())
    (folder / name.decode()).write_bytes(data)
    (folder / f"{number:05}.torrent").write_bytes(b"d4:info%se" % info)
    return hashlib.sha1(info).digest()


def part(folder, what, *arguments):
    keys = ",".join(key.hex() for key in KEYS)
    return subprocess.Popen([sys.executable, __file__, what, keys, *map(str, arguments)], stdout=subprocess.PIPE)


def result(process):
    return json.loads(process.communicate()[0])


def until(test, seconds=30):
    limit = time.monotonic() + seconds
    while not test() and time.monotonic() < limit:
        time.sleep(0.05)
    return test()


def run(bobined, folder, seconds, count):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    (folder / "seeds").mkdir(parents=True)
    # So few that the DHT knows all of them before the strangers come: 20 packets a second go there.
    KEYS.extend(torrent(folder / "seeds", number) for number in range(12))
    log = folder / "log"
    for number in range(1, 11):
        Node(number)
    daemon = subprocess.Popen(
        [bobined, "--listen", HERE, "--status", "none", "--tracker", f"{HERE}:{PORT}", "--tracker-udp", f"{HERE}:{PORT}", "--rescan", "1",
         "--tracker-proxies", "none", "--dht-bootstrap", f"127.9.2.1:{NODE}", "--state", folder / "state", folder / "seeds"],
        stderr=log.open("wb"))
    try:
        assert until(lambda: b"ready" in log.read_bytes()) and until(lambda: Node.asker)
        opened = lambda: len(os.listdir(f"/proc/{daemon.pid}/fd"))
        few = opened()
        calm = result(part(folder, "clients", seconds))
        strangers = part(folder, "mob", count, Node.asker, seconds + 4)
        time.sleep(2)
        crowded = part(folder, "clients", seconds)
        began, key = time.monotonic(), torrent(folder / "seeds", 1000)
        crowded, strangers = result(crowded), result(strangers)
        until(lambda: key in Node.announced, 20)
        seen = {"calm": calm, "crowded": crowded, "met": crowded.pop("met"), "strangers": strangers, "alive": daemon.poll() is None,
                "dht": Node.announced[key] - began if key in Node.announced else None}
        seen["open"] = [few, until(lambda: opened() <= few + 4 and opened())]
        status = pathlib.Path(f"/proc/{daemon.pid}/status").read_text()
        seen["memory"] = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(timeout=20)
    print(json.dumps(seen))


soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20_000), hard))
if sys.argv[1] == "run":
    run(sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
else:
    KEYS = [bytes.fromhex(key) for key in sys.argv[2].split(",")]
    if sys.argv[1] == "clients":
        asyncio.run(clients(int(sys.argv[3])))
    else:
        os.nice(5)
        end = time.monotonic() + int(sys.argv[5])
        asyncio.run(mob(int(sys.argv[3]), int(sys.argv[4])))
