"""segments.py ROOT: are the segment files below ROOT what docs/catalog.md says, byte for byte those of the MP4?

From each rendition of `catalog/1.json` and its MP4 alone: names, sizes and bytes of `init.mp4` and of every segment; then the media playlist
must name exactly these in their order, and `segments-sha256.json` the hash of each.
"""
import glob
import hashlib
import json
import os
import struct
import sys
from urllib.parse import urljoin, urlparse

root = os.path.abspath(sys.argv[1])
total = 0


def local(url):
    """A file of the site, by an address in catalog/1.json."""
    return root + urlparse(urljoin("http://site/catalog/1.json", url)).path


for video in json.load(open(root + "/catalog/1.json"))["videos"]:
    hashes = {}
    for rendition in video["renditions"]:
        movie = open(local(rendition["file"]["url"]), "rb").read()
        segments = rendition["segments"]
        folder = local(segments["folder"])
        place = segments["initOffset"] + segments["initLength"]
        expected = {"init.mp4": movie[segments["initOffset"]:place]}
        names = []
        while movie[place + 4:place + 8] == b"moof":
            start = place
            for kind in (b"moof", b"mdat"):
                size, found = struct.unpack(">I4s", movie[place:place + 8])
                assert found == kind, f"{found} at {place}"
                place += size
            data = movie[start:place]
            digest = hashlib.sha256(data).hexdigest()
            names.append(f"{len(names)}-{digest[:8]}.m4s")
            expected[names[-1]] = data
            hashes[names[-1]] = digest
        assert len(names) == segments["count"] and len(names) > 1, f"{len(names)} segments"
        found = {name: open(folder + name, "rb").read() for name in os.listdir(folder)}
        assert found == expected, f"{folder}: {sorted(found)} and {sorted(expected)} differ"
        playlist = local(rendition["playlist"])
        base = os.path.basename(folder.rstrip("/")) + "/"
        listed = [line.strip() for line in open(playlist) if not line.startswith("#")]
        assert listed == [base + name for name in names], f"{playlist}: {listed}"
        assert f'#EXT-X-MAP:URI="{base}init.mp4"\n' in open(playlist).read(), playlist
        total += len(names)
    told = json.load(open(local(video["segmentHashes"])))
    assert told == hashes, f"{video['segmentHashes']}: {told}"
assert total > 0 and len(glob.glob(root + "/media/*/*/*.m4s")) == total, "other segments lie there"
print(f"{total} segments are as they should be")
