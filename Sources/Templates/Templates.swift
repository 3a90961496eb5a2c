// Templates: see docs/architecture.md.
