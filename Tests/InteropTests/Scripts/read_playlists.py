"""Reads every playlist of an output with the m3u8 package; every media byte range must begin with a `moof` box.

usage: read_playlists.py OUTPUT
"""

import pathlib
import sys

import m3u8

output = pathlib.Path(sys.argv[1])
count = 0
for path in sorted(output.rglob("*.m3u8")):
    playlist = m3u8.load(str(path))
    count += 1
    if playlist.is_variant:
        assert playlist.playlists, f"{path}: no variants"
        for variant in playlist.playlists:
            assert variant.stream_info.codecs, f"{path}: no CODECS"
            assert (path.parent / variant.uri).exists(), f"{path}: {variant.uri} is not there"
        continue
    assert playlist.is_endlist, f"{path}: no end"
    if not playlist.segment_map:
        continue
    for segment in playlist.segments:
        file = path.parent / segment.uri
        length, offset = (int(part) for part in segment.byterange.split("@"))
        with open(file, "rb") as stream:
            stream.seek(offset)
            head = stream.read(8)
        assert head[4:8] == b"moof", f"{path}: {segment.byterange} begins with {head!r}"
        assert offset + length <= file.stat().st_size, f"{path}: {segment.byterange} ends behind the file"
assert count >= 3, f"only {count} playlists"
print(count, "playlists")
