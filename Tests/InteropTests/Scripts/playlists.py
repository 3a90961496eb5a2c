"""playlists.py ROOT [sound]: does the m3u8 package read every playlist below ROOT, and do they tell the truth?

Every URI must exist; every byte range must lie inside its file, start with a `moof` box and follow the one before; a segment that is a file
of its own must be one `moof` and one `mdat` and nothing else, and an I-frame's range must be its start; a media playlist's durations must stay within its target duration (RFC 8216, 4.3.3.1); a multivariant playlist must name codecs and bandwidths.
"""
import os
import struct
import sys
from urllib.parse import unquote

import m3u8

problems = []
counts = {"multivariant": 0, "media": 0, "iframes": 0, "subtitles": 0, "files": 0}


def target(playlist, uri):
    return os.path.normpath(os.path.join(os.path.dirname(playlist), unquote(uri)))


def check_multivariant(path, text):
    counts["multivariant"] += 1
    for entry in text.playlists:
        info = entry.stream_info
        if not (info.codecs and info.bandwidth and info.average_bandwidth):
            problems.append(f"{path}: a variant without CODECS, BANDWIDTH or AVERAGE-BANDWIDTH")
        if info.average_bandwidth and info.bandwidth < info.average_bandwidth:
            problems.append(f"{path}: peak bandwidth below the average")
        if not os.path.isfile(target(path, entry.uri)):
            problems.append(f"{path}: {entry.uri} is not there")
    for entry in list(text.media) + list(text.iframe_playlists):
        if entry.uri and not os.path.isfile(target(path, entry.uri)):
            problems.append(f"{path}: {entry.uri} is not there")


def parts(byterange):
    length, _, offset = byterange.partition("@")
    return int(length), int(offset)


def boxes(file):
    """The types of the boxes of a file, from its first to its last byte."""
    found = []
    with open(file, "rb") as media:
        end = os.path.getsize(file)
        while media.tell() < end:
            start = media.tell()
            size, kind = struct.unpack(">I4s", media.read(8))
            found.append(kind)
            if size < 8 or start + size > end:
                return found + [b"?"]
            media.seek(start + size)
    return found


def check_media(path, text):
    iframes = text.is_i_frames_only
    subtitles = all(segment.uri.split("?")[0].endswith(".vtt") for segment in text.segments)
    counts["iframes" if iframes else "subtitles" if subtitles else "media"] += 1
    if not text.is_endlist or not text.segments:
        problems.append(f"{path}: no end or no segment")
    if not text.target_duration or any(round(s.duration) > text.target_duration for s in text.segments):
        problems.append(f"{path}: a segment longer than the target duration {text.target_duration}")
    expected = None
    for number, segment in enumerate(text.segments):
        file = target(path, segment.uri)
        if not os.path.isfile(file):
            problems.append(f"{path}: {segment.uri} is not there")
            continue
        if file.endswith(".m4s"):
            counts["files"] += 1
            if boxes(file) != [b"moof", b"mdat"]:
                problems.append(f"{path}: {segment.uri} consists of {boxes(file)}")
            if iframes != bool(segment.byterange) or (iframes and parts(segment.byterange)[1] != 0):
                problems.append(f"{path}: {segment.uri} has the range {segment.byterange}")
        if not segment.byterange:
            continue
        length, offset = parts(segment.byterange)
        if offset + length > os.path.getsize(file):
            problems.append(f"{path}: range {number} ends behind {segment.uri}")
        with open(file, "rb") as media:
            media.seek(offset)
            head = media.read(8)
        if head[4:8] != b"moof":
            problems.append(f"{path}: range {number} starts with {head[4:8]!r}, not with a moof")
        if not iframes and expected is not None and offset != expected:
            problems.append(f"{path}: range {number} starts at {offset}, the one before ends at {expected}")
        expected = offset + length
    for part in text.segment_map:
        length, offset = parts(part.byterange) if part.byterange else (None, 0)
        with open(target(path, part.uri), "rb") as media:
            media.seek(offset)
            init = media.read(length)
        if init[4:8] != b"ftyp" or b"mvex" not in init:
            problems.append(f"{path}: the map is no init section")


for folder, _, names in sorted(os.walk(sys.argv[1])):
    for name in sorted(names):
        if name.endswith(".m3u8"):
            path = os.path.join(folder, name)
            text = m3u8.load(path)
            (check_multivariant if text.is_variant else check_media)(path, text)

for problem in problems:
    print(problem, file=sys.stderr)
# Where all is sound alone there are no pictures to list.
expected = {"multivariant": True, "media": True, "iframes": "sound" not in sys.argv[2:]}
for kind, is_there in expected.items():
    if bool(counts[kind]) != is_there:
        sys.exit(f"found {counts[kind]} {kind} playlists")
print(counts)
sys.exit(1 if problems else 0)
