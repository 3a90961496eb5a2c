"""What libtorrent reads in a torrent, and what it makes of the file itself, as `key value` lines.

usage: /usr/bin/python3 torrent_facts.py TORRENT FILE
"""

import os
import shutil
import sys
import tempfile

import libtorrent as lt


def hashes(info):
    both = info.info_hashes()
    return (str(both.v1) if both.has_v1() else "-") + " " + (str(both.v2) if both.has_v2() else "-")


torrent = lt.torrent_info(sys.argv[1])
print("name", torrent.name())
print("read", hashes(torrent))
for seed in torrent.web_seeds():
    print("seed", seed["url"])
with tempfile.TemporaryDirectory() as folder:
    shutil.copyfile(sys.argv[2], os.path.join(folder, torrent.name()))
    files = lt.file_storage()
    lt.add_files(files, os.path.join(folder, torrent.name()))
    # libtorrent's flags: none for a hybrid, 32 for version 2 alone, 64 for version 1 alone.
    for form, flags in (("v1", 64), ("hybrid", 0), ("v2", 32)):
        creator = lt.create_torrent(files, torrent.piece_length(), flags)
        lt.set_piece_hashes(creator, folder)
        print(form, hashes(lt.torrent_info(creator.generate())))
