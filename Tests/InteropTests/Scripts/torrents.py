"""torrents.py: libtorrent's view of our torrents.

    torrents.py read TORRENT               prints what it says, as JSON
    torrents.py make FILE NAME PIECE FORM  prints the infohashes that libtorrent computes for FILE (FORM: v1, v2, hybrid)
    torrents.py fetch TORRENT FOLDER       downloads from the web seed alone; gives up after 60 s
"""
import json
import os
import shutil
import sys
import tempfile
import time

import libtorrent as lt


def hashes(info):
    both = info.info_hashes()
    return {
        "v1": str(both.v1) if both.has_v1() else None,
        "v2": str(both.v2) if both.has_v2() else None,
    }


def read(path):
    info = lt.torrent_info(path)
    files = info.files()
    print(json.dumps({
        "name": info.name(), "pieceLength": info.piece_length(), "size": info.total_size(), "files": files.num_files(),
        "webSeeds": [seed["url"] for seed in info.web_seeds()], "trackers": [t.url for t in info.trackers()],
        "private": info.priv(), "hashes": hashes(info),
    }, sort_keys=True))


def make(path, name, piece, form):
    with tempfile.TemporaryDirectory() as folder:
        # libtorrent takes the torrent's name from the file's.
        link = os.path.join(folder, name)
        try:
            os.link(path, link)
        except OSError:
            shutil.copy(path, link)
        files = lt.file_storage()
        lt.add_files(files, link)
        flags = {"v1": lt.create_torrent.v1_only, "v2": lt.create_torrent.v2_only, "hybrid": 0}[form]
        torrent = lt.create_torrent(files, int(piece), flags)
        lt.set_piece_hashes(torrent, folder)
        print(json.dumps(hashes(lt.torrent_info(torrent.generate())), sort_keys=True))


def fetch(path, folder):
    session = lt.session({
        "listen_interfaces": "127.0.0.1:0", "enable_dht": False, "enable_lsd": False, "enable_upnp": False,
        "enable_natpmp": False, "ssrf_mitigation": False,
    })
    wanted = lt.add_torrent_params()
    wanted.ti = lt.torrent_info(path)
    wanted.save_path = folder
    wanted.trackers = []
    torrent = session.add_torrent(wanted)
    end = time.monotonic() + 60
    while time.monotonic() < end and not torrent.status().is_seeding:
        time.sleep(0.05)
    status = torrent.status()
    if not status.is_seeding:
        sys.exit(f"{status.progress:.0%} after 60 s")
    print("complete")


{"read": read, "make": make, "fetch": fetch}[sys.argv[1]](*sys.argv[2:])
