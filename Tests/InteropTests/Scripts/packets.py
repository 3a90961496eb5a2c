"""packets.py SOURCE MP4 [KIND]: are the coded packets of both files the same, and in step?

Compares with PyAV, which brings an FFmpeg newer than the one that wrote the file. Every packet of the video and of the first audio
stream (or of KIND alone) must have the same bytes, and the same time up to one shift for the whole file.
"""
import hashlib
import sys
from fractions import Fraction

import av


def packets(path, kind):
    with av.open(path) as container:
        streams = [stream for stream in container.streams if stream.type == kind]
        if not streams:
            return []
        found = []
        for packet in container.demux(streams[0]):
            if packet.size:
                found.append((hashlib.sha256(bytes(packet)).digest(), packet.pts * packet.time_base, packet.is_keyframe))
        return found


source, result = sys.argv[1:3]
total = 0
shift = None
for kind in sys.argv[3:] or ("video", "audio"):
    a, b = packets(source, kind), packets(result, kind)
    if len(a) != len(b):
        sys.exit(f"{kind}: {len(a)} packets in the source, {len(b)} in ours")
    if not a:
        continue
    # Containers count in different units: a MKV in milliseconds. Audio and video share one shift.
    if shift is None:
        shift = b[0][1] - a[0][1]
    for number, (x, y) in enumerate(zip(a, b)):
        if x[0] != y[0]:
            sys.exit(f"{kind} packet {number}: other bytes")
        if abs(y[1] - x[1] - shift) > Fraction(2, 1000):
            sys.exit(f"{kind} packet {number}: at {float(y[1])} s, in the source at {float(x[1])} s, shift {float(shift)}")
        if kind == "video" and x[2] != y[2]:
            sys.exit(f"{kind} packet {number}: keyframe {y[2]}, in the source {x[2]}")
    total += len(a)
if total == 0:
    sys.exit("no packet at all")
print(f"{total} packets are equal")
