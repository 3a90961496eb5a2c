"""listed.py FOLDER PORT: does the tracker on 127.0.0.1 know every infohash of the catalog in FOLDER? Prints JSON."""
import json
import pathlib
import sys
import time
import urllib.parse
import urllib.request

asked, known = {}, {}
for page in pathlib.Path(sys.argv[1], "catalog").glob("*.json"):
    for video in json.loads(page.read_text())["videos"]:
        for rendition in video["renditions"]:
            for kind, text in rendition["infohashes"].items():
                key = text.encode() if kind == "peertube" else bytes.fromhex(text)[:20]
                asked.setdefault(kind, []).append(key)
for _ in range(100):
    known = {}
    for kind, keys in asked.items():
        query = "&".join("info_hash=" + urllib.parse.quote(key) for key in keys)
        with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[2]}/scrape?{query}", timeout=10) as answer:
            body = answer.read()
        known[kind] = all(b"20:" + key + b"d8:complete" in body for key in keys)
    if all(known.values()):
        break
    time.sleep(0.1)
print(json.dumps(known, sort_keys=True))
