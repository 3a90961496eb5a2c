"""Downloads a torrent with libtorrent, without trackers, DHT or peers: from its web seed alone.

usage: /usr/bin/python3 torrent_fetch.py TORRENT FOLDER
"""

import sys
import time

import libtorrent as lt

session = lt.session(
    {
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "listen_interfaces": "127.0.0.1:0",
    }
)
parameters = lt.add_torrent_params()
parameters.ti = lt.torrent_info(sys.argv[1])
parameters.save_path = sys.argv[2]
handle = session.add_torrent(parameters)
for _ in range(300):
    if handle.status().is_seeding:
        sys.exit(0)
    time.sleep(0.1)
sys.exit("nothing in 30 s: " + "; ".join(str(alert) for alert in session.pop_alerts()))
