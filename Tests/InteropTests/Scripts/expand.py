"""expand.py FOLDER: does JSON-LD expansion lose a term of any ActivityPub document below FOLDER?

A term is lost where no context defines it: readers that expand a document never see it. Each document is expanded and compacted again with
its own context, by PyLD, and must come back whole. Prints {"kinds": {kind: documents}, "lost": {path: [term, ...]}}.

The contexts of W3C are not fetched: vocabularies.json beside this file has what our documents use of them, and nothing else.
"""
import json
import pathlib
import sys

from pyld import jsonld

here = pathlib.Path(__file__).parent
contexts = json.loads((here / "vocabularies.json").read_text())


def load(url, options):
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
            "document": {"@context": contexts[url]}}


def terms(value, path=()):
    """Every key, with the keys above it, and every value of `type`."""
    if isinstance(value, list):
        return {found for item in value for found in terms(item, path)}
    if not isinstance(value, dict):
        return set()
    found = set()
    for key, item in value.items():
        if key == "@context":
            continue
        found.add(path + (key,))
        if key in ("type", "@type"):
            found.add(path + (key, str(item)))
        found |= terms(item, path + (key,))
    return found


def unknown_types(value):
    """Types that stayed words: what is known has become an address."""
    if isinstance(value, list):
        return {found for item in value for found in unknown_types(item)}
    if not isinstance(value, dict):
        return set()
    own = {kind for kind in value.get("@type", []) if ":" not in kind} if isinstance(value.get("@type"), list) else set()
    return own | {found for key, item in value.items() if key != "@value" for found in unknown_types(item)}


root = pathlib.Path(sys.argv[1])
options = {"documentLoader": load}
kinds, lost = {}, {}
for path in sorted(root.rglob("*.jsonld")):
    document = json.loads(path.read_text())
    kind = document.get("type", "chapters")
    kinds[kind] = kinds.get(kind, 0) + 1
    expanded = jsonld.expand(document, options)
    back = jsonld.compact(expanded, document["@context"], {**options, "graph": False})
    missing = {"/".join(found) for found in terms(document) - terms(back)} | unknown_types(expanded)
    if missing:
        lost[str(path.relative_to(root))] = sorted(missing)
print(json.dumps({"kinds": kinds, "lost": lost}))
