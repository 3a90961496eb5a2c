// Encode: see docs/architecture.md.
