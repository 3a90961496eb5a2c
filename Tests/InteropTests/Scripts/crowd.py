"""crowd.py PORT INFOHASH PIECES PIECE_LENGTH LEECHERS SECONDS STRANGERS: a crowd at the daemon. Prints JSON:

    {"bytes": [what each leecher got], "strangers": {kind: connections that it made}, "refused": leechers that were not let in}

LEECHERS take 64 KB/s each, every one from an address of its own in 127.0.0.0/8, for SECONDS. STRANGERS connections, from other addresses,
meanwhile say nothing, half a handshake, ask for everything and read nothing, or say nonsense, and come again when they are let go.
"""
import asyncio
import json
import random
import struct
import sys
import time

PORT, KEY = int(sys.argv[1]), bytes.fromhex(sys.argv[2])
PIECES, PIECE_LENGTH, LEECHERS, SECONDS, STRANGERS = (int(each) for each in sys.argv[3:8])
BLOCK, RATE = 16384, 64_000
draw = random.Random(7)
end = 0.0


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


async def main():
    global end
    end = time.monotonic() + SECONDS
    got, made, refused = [0] * LEECHERS, {}, []
    crowd = [stranger(number, made) for number in range(STRANGERS)]
    await asyncio.gather(*crowd, *(leech(number, got, refused) for number in range(LEECHERS)))
    print(json.dumps({"bytes": got, "strangers": made, "refused": len(refused)}))


asyncio.run(main())
