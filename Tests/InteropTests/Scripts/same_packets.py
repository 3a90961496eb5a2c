"""The packets of two files must be the same: their bytes, their order, and their times within two milliseconds.

usage: same_packets.py SOURCE OURS
"""

import sys

import av


def packets(path):
    found = {"video": [], "audio": []}
    with av.open(path) as container:
        streams = [stream for stream in (container.streams.video[:1] + container.streams.audio[:1])]
        for packet in container.demux(streams):
            if packet.size and packet.pts is not None:
                found[packet.stream.type].append((float(packet.pts * packet.time_base), bytes(packet)))
    return found


source, ours = packets(sys.argv[1]), packets(sys.argv[2])
for kind in ("video", "audio"):
    a, b = source[kind], ours[kind]
    assert len(a) == len(b) > 0, f"{kind}: {len(a)} packets in the source, {len(b)} in ours"
    shift = b[0][0] - a[0][0]
    for index, ((time_a, bytes_a), (time_b, bytes_b)) in enumerate(zip(a, b)):
        assert bytes_a == bytes_b, f"{kind} packet {index} differs"
        assert abs(time_b - time_a - shift) < 0.002, f"{kind} packet {index}: {time_a} became {time_b}"
    print(kind, len(a), "packets, shifted by %.4f s" % shift)
