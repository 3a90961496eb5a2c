// Build: see docs/architecture.md.
