"""Plays segments of several renditions one after the other, as a player that changes between them: switch.py FOLDER LIST,LIST...

Every segment has to begin with a keyframe and to decode after its own init section alone, without a message; the pictures of a
video put together from all renditions in turn have to follow each other in time.
"""
import io
import re
import sys

import av

av.logging.set_level(av.logging.ERROR)
folder, lists = sys.argv[1], sys.argv[2].split(",")


def segments(path):
    """(init, [bytes of each segment]) of a media playlist with byte ranges."""
    text = open(f"{folder}/{path}").read()
    base = path.rsplit("/", 1)[0]
    data = open(f"{folder}/{base}/" + re.search(r'#EXT-X-MAP:URI="([^"]+)"', text)[1], "rb").read()
    length, offset = map(int, re.search(r'#EXT-X-MAP:.*BYTERANGE="(\d+)@(\d+)"', text).groups())
    ranges = [tuple(map(int, found)) for found in re.findall(r"#EXT-X-BYTERANGE:(\d+)@(\d+)", text)]
    return data[offset : offset + length], [data[start : start + count] for count, start in ranges]


renditions = [segments(path) for path in lists]
count = len(renditions[0][1])
assert count >= 3, f"{count} segments"
last = -1.0
shown = 0
for index in range(count):
    init, parts = renditions[index % len(renditions)]
    with av.open(io.BytesIO(init + parts[index])) as container:
        stream = container.streams.video[0]
        first = next(packet for packet in container.demux(stream) if packet.size)
        assert first.is_keyframe, f"segment {index} does not begin with a keyframe"
    with av.open(io.BytesIO(init + parts[index])) as container:
        container.streams.video[0].codec_context.options = {"err_detect": "explode"}
        for frame in container.decode(container.streams.video[0]):
            assert not frame.is_corrupt, f"segment {index} has a damaged picture"
            time = float(frame.pts * frame.time_base)
            assert time > last - 0.001, f"segment {index}: {time} after {last}"
            last = time
            shown += 1
assert shown > count, f"{shown} pictures"
print(f'{{"segments": {count}, "pictures": {shown}}}')
