"""formats.py FOLDER [MUTATIONS]: do the feeds, maps and data blocks of a built site hold to the schemas in ../Schemas?

Prints {"checked": {schema: files}, "problems": {path: [text, ...]}, "caught": [bool, ...]}. MUTATIONS is a JSON file with a list of
{"path", "from", "to"}: for each, whether the schemas find fault with that file once the first such text in it is another one. It is an error if
there is no such text.

What a schema of its kind cannot say is said here: how often a link of a kind stands, that no two clips begin at once, that times rise.
"""
import collections
import json
import pathlib
import sys

import extruct
from jsonschema import Draft202012Validator
from lxml import etree

schemas = pathlib.Path(__file__).parent.parent / "Schemas"
root = pathlib.Path(sys.argv[1])
checked = collections.Counter()
ATOM = "{http://www.w3.org/2005/Atom}"


def load(name):
    path = schemas / name
    if path.suffix == ".json":
        return Draft202012Validator(json.loads(path.read_text()))
    return (etree.RelaxNG if path.suffix == ".rng" else etree.XMLSchema)(file=str(path))


known = {path.name: load(path.name) for path in schemas.iterdir()}


def xml(data, schema):
    try:
        document = etree.fromstring(data)
    except etree.XMLSyntaxError as error:
        return [str(error)]
    if known[schema].validate(document):
        return counted(document)
    return [f"{error.line}: {error.message}" for error in known[schema].error_log]


def counted(document):
    problems = []
    if document.tag == ATOM + "feed":
        for element in [document, *document.iter(ATOM + "entry")]:
            kinds = collections.Counter(link.get("rel") for link in element.findall(ATOM + "link"))
            if kinds["alternate"] != 1 or kinds["self"] > 1 or kinds["via"] > 1:
                problems.append(f"links: {dict(kinds)}")
    ids = [element.text for name in ("guid", ATOM + "id") for element in document.iter(name)]
    if len(set(ids)) < len(ids):
        problems.append("an id stands twice")
    return problems


def data(value, schema):
    return [f"{error.json_path}: {error.message}" for error in known[schema].iter_errors(value)]


def text(data_of_file, schema):
    try:
        value = json.loads(data_of_file)
    except ValueError as error:
        return [str(error)]
    problems = data(value, schema)
    if schema == "chapters.json" and not problems:
        starts = [chapter["startTime"] for chapter in value["chapters"]]
        if starts != sorted(set(starts)):
            problems.append("times do not rise")
    return problems


def page(html, path):
    problems = []
    for block in extruct.extract(html, syntaxes=["json-ld"])["json-ld"]:
        checked["structured-data.json"] += 1
        found = data(block, "structured-data.json")
        if not found and "@graph" in block:
            media = block["@graph"][0]
            clips = media.get("hasPart", [])
            starts = [clip["startOffset"] for clip in clips]
            if starts != sorted(set(starts)) or any(clip["endOffset"] <= clip["startOffset"] for clip in clips):
                found.append("two clips begin at once, or one is empty")
            if any(clip["url"] != f'{media["url"]}?t={clip["startOffset"]}' for clip in clips):
                found.append("a clip leads elsewhere")
        problems += found
    return problems


def problems_of(path, contents):
    name = path.name
    if name == "feed.xml":
        schema = "rss.rng"
    elif name == "atom.xml":
        schema = "atom.rng"
    elif name == "opml.xml":
        schema = "opml.rng"
    elif name.startswith("sitemap") and name.endswith(".xml"):
        schema = "sitemap.xsd"
    elif name == "feed.json":
        schema = "json-feed.json"
    elif name in ("oembed.json", "chapters.json"):
        schema = name
    elif name == "index.html":
        return page(contents.decode(), path)
    else:
        return None
    checked[schema] += 1
    return (xml if name.endswith(".xml") else text)(contents, schema)


problems = {}
for path in sorted(root.rglob("*")):
    if path.is_file():
        found = problems_of(path, path.read_bytes())
        if found:
            problems[str(path.relative_to(root))] = found
told = {"checked": dict(checked), "problems": problems, "caught": []}
for mutation in json.loads(pathlib.Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else []:
    path = root / mutation["path"]
    whole = path.read_text()
    if mutation["from"] not in whole:
        sys.exit(f"{path} has no {mutation['from']!r}")
    told["caught"].append(bool(problems_of(path, whole.replace(mutation["from"], mutation["to"], 1).encode())))
print(json.dumps(told))
