// ActivityPub: see docs/architecture.md.
