"""iframes.py PLAYLIST: does each range of an I-frame playlist, after the init section, decode to exactly one picture?"""
import io
import os
import sys
from urllib.parse import unquote

import av
import m3u8

path = sys.argv[1]
playlist = m3u8.load(path)


def cut(uri, byterange):
    length, _, offset = (byterange or "-1@0").partition("@")
    with open(os.path.join(os.path.dirname(path), unquote(uri)), "rb") as file:
        file.seek(int(offset))
        return file.read(int(length))


# A map without a range is a whole file.
init = cut(playlist.segment_map[0].uri, playlist.segment_map[0].byterange)
if not playlist.is_i_frames_only or not playlist.segments:
    sys.exit("not an I-frame playlist, or an empty one")
for number, segment in enumerate(playlist.segments):
    data = init + cut(segment.uri, segment.byterange)
    with av.open(io.BytesIO(data), format="mp4") as container:
        stream = container.streams.video[0]
        pictures = []
        # An I-frame's range ends inside the fragment: what its moof tells about later samples is not there.
        packet = next(packet for packet in container.demux(stream) if packet.size)
        pictures += stream.codec_context.decode(packet)
        pictures += stream.codec_context.decode(None)
    if len(pictures) != 1 or not pictures[0].key_frame:
        sys.exit(f"range {number} decodes to {len(pictures)} pictures")
print(f"{len(playlist.segments)} pictures")
