"""documents.py SITE: is every document of a built site what its ending says? Prints, as JSON, how many of each kind were read
and what was wrong:

    json, xml, playlists, texts (WebVTT), torrents
    problems  [{path, problem}]
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree

import libtorrent
import m3u8

site = pathlib.Path(sys.argv[1])
counts = {"json": 0, "xml": 0, "playlists": 0, "texts": 0, "torrents": 0}
problems = []


def once(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice")
    return dict(pairs)


def playlist(text):
    loaded = m3u8.loads(text)
    names = [media.name for media in loaded.media]
    if any("\n" in (name or "") for name in names):
        raise ValueError("a name of two lines")
    for line in text.split("\n"):
        if line.startswith("#") and not line.startswith("#EXT"):
            raise ValueError(f"a comment: {line}")
        if line and not line.startswith("#") and any(sign in line for sign in " <>\"'`\\"):
            raise ValueError(f"no address: {line}")


def cues(text):
    lines = text.split("\n")
    if lines[0] != "WEBVTT" or "\r" in text or "\0" in text:
        raise ValueError("no WebVTT")
    for line in lines:
        if "-->" in line and not re.fullmatch(r"[0-9:.]+ --> [0-9:.]+.*", line):
            raise ValueError(f"an arrow in a text: {line}")


for path in sorted(each for each in site.rglob("*") if each.is_file()):
    name = str(path.relative_to(site))
    try:
        if path.suffix in (".json", ".jsonld") or "nodeinfo" in path.name or path.parent.name == "wf":
            json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=once)
            counts["json"] += 1
        elif path.suffix == ".xml" or path.name == "host-meta":
            xml.etree.ElementTree.parse(path)
            counts["xml"] += 1
        elif path.suffix == ".m3u8":
            playlist(path.read_bytes().decode("utf-8"))
            counts["playlists"] += 1
        elif path.suffix == ".vtt":
            cues(path.read_bytes().decode("utf-8"))
            counts["texts"] += 1
        elif path.suffix == ".torrent":
            info = libtorrent.torrent_info(str(path))
            if info.num_files() != 1 or "/" in info.files().file_path(0):
                raise ValueError(f"its file is {info.files().file_path(0)}")
            counts["torrents"] += 1
        if any(ord(sign) < 0x20 or sign in '\\"<>|?*' or ord(sign) == 0x7F for sign in name):
            raise ValueError("a path that not every system can name")
    except Exception as error:
        problems.append({"path": name, "problem": f"{type(error).__name__}: {error}"})
print(json.dumps({**counts, "problems": problems}, sort_keys=True))
