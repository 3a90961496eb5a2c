"""Each range of an I-frame playlist, put behind the init section, must decode to exactly one picture.

usage: iframe_ranges.py OUTPUT
"""

import io
import pathlib
import sys

import av
import m3u8

av.logging.set_level(av.logging.PANIC)
output = pathlib.Path(sys.argv[1])
ranges = 0
for path in sorted(output.rglob("*.iframes.m3u8")):
    playlist = m3u8.load(str(path))
    assert playlist.is_i_frames_only, f"{path}: not marked"
    data = (path.parent / playlist.segments[0].uri).read_bytes()

    def cut(text):
        length, offset = (int(part) for part in text.split("@"))
        return data[offset:offset + length]

    head = cut(playlist.segment_map[0].byterange)
    for segment in playlist.segments:
        with av.open(io.BytesIO(head + cut(segment.byterange)), format="mov") as container:
            pictures = 0
            try:
                for frame in container.decode(video=0):
                    pictures += 1
            except av.error.FFmpegError:
                pass
        assert pictures == 1, f"{path}: {segment.byterange} decodes to {pictures} pictures"
        ranges += 1
assert ranges > 0, "no ranges"
print(ranges, "ranges")
