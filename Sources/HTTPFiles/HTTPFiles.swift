// HTTPFiles: see docs/architecture.md.
