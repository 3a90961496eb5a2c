"""sounds.py MASTER: what the m3u8 package reads of a multivariant playlist's group of sounds and of its variants, as JSON."""
import json
import sys

import m3u8

playlist = m3u8.load(sys.argv[1])
print(
    json.dumps(
        {
            "audio": [
                {
                    "name": entry.name,
                    "language": entry.language,
                    "default": entry.default,
                    "autoselect": entry.autoselect,
                    "channels": entry.channels,
                    "characteristics": entry.characteristics,
                    "uri": entry.uri,
                }
                for entry in playlist.media
                if entry.type == "AUDIO"
            ],
            "variants": [{"uri": entry.uri, "audio": entry.stream_info.audio} for entry in playlist.playlists],
        }
    )
)
