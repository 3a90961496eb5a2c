// CatalogFile: see docs/architecture.md.
