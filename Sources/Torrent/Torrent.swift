// Torrent: see docs/architecture.md.
