"""readers.py FOLDER FEED: what readers of other people make of a site's feeds and of one of its watch pages.

FEED is the folder of a feed below FOLDER, "" for the site's own. Prints, as JSON:

    rss, atom     what feedparser says of feed.xml and atom.xml
    podcast       what podcastparser says of feed.xml
    enclosures    of every alternate enclosure with an integrity: how many there are, and those whose file is another
    guid          podcast:guid as Python makes it of the feed's own address
    lists         what listparser says of opml.xml
    pages         of each watch page what extruct says: {slug: {opengraph, data, names, links}}
    uncanonical   pages without one canonical address
    untyped       pages without OpenGraph's type, title and address
"""
import base64
import calendar
import hashlib
import io
import json
import pathlib
import sys
import uuid

import extruct
import feedparser
import listparser
import lxml.etree
import lxml.html
import podcastparser

root = pathlib.Path(sys.argv[1])
folder = root / sys.argv[2]


def read(name):
    feed = feedparser.parse((folder / name).read_bytes())
    return {
        "bozo": str(feed.get("bozo_exception", "")) if feed.bozo else None, "version": feed.version, "id": feed.feed.get("id"),
        "title": feed.feed.title, "link": feed.feed.link, "language": feed.feed.get("language"),
        "guid": feed.feed.get("podcast_guid"), "image": feed.feed.get("image", {}).get("href") or feed.feed.get("icon"),
        "entries": [{
            "id": entry.id, "title": entry.title, "link": entry.link, "published": calendar.timegm(entry.published_parsed),
            "authors": [author.get("name") for author in entry.get("authors", [])],
            "tags": [tag.get("label") or tag.term for tag in entry.get("tags", [])], "summary": entry.summary,
            "content": entry.content[0].value if "content" in entry else None,
            "enclosures": [[item.type, item.get("length"), item.href] for item in entry.enclosures],
            "contents": [[item.get("type"), item.get("filesize"), item.get("height")] for item in entry.get("media_content", [])],
            "thumbnails": [item["url"] for item in entry.get("media_thumbnail", [])],
            "duration": entry.get("itunes_duration"), "season": entry.get("itunes_season"), "episode": entry.get("itunes_episode"),
            "explicit": entry.get("itunes_explicit"), "place": entry.get("podcast_location"),
            "licence": entry.get("podcast_license") if isinstance(entry.get("podcast_license"), str) else entry.get("rights"),
            "rating": (entry.get("media_rating") or {}).get("content"),
        } for entry in feed.entries],
    }


def podcast():
    # It knows Podcasting 2.0 by the first name of its name space alone.
    text = (folder / "feed.xml").read_bytes().replace(
        b"https://podcastindex.org/namespace/1.0", b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md")
    feed = podcastparser.parse("https://feeds.example/", io.BytesIO(text))
    kept = ("guid", "title", "link", "published", "total_time", "explicit", "number", "season", "chapters_json_url", "transcript_url",
            "episode_art_url", "persons", "description")
    return {
        "title": feed["title"], "description": feed.get("description"), "cover": feed.get("cover_url"),
        "explicit": feed.get("explicit"), "funding": feed.get("funding_url") or feed.get("payment_url"),
        "episodes": [{**{name: episode.get(name) for name in kept},
                      "enclosures": [[file["mime_type"], file["file_size"], file["url"]] for file in episode["enclosures"]]}
                     for episode in feed["episodes"]],
    }


PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"


def enclosures(channel, base):
    told = {"files": 0, "wrong": []}
    for enclosure in channel.iter(PODCAST + "alternateEnclosure"):
        integrity = enclosure.find(PODCAST + "integrity")
        if integrity is None:
            continue
        told["files"] += 1
        uris = [source.get("uri").removeprefix(base) for source in enclosure.iter(PODCAST + "source")]
        data = (root / uris[0]).read_bytes()
        expected = "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()
        if (integrity.get("value"), int(enclosure.get("length"))) != (expected, len(data)) or not (root / uris[1]).exists():
            told["wrong"].append(uris)
    return told


def page(path):
    html = path.read_text()
    found = extruct.extract(html, syntaxes=["json-ld", "opengraph"], uniform=False)
    properties = [pair for block in found["opengraph"] for pair in block["properties"]]
    graph = [item for block in found["json-ld"] for item in block.get("@graph", [block])]
    tree = lxml.html.fromstring(html)
    return {
        "opengraph": properties, "data": graph,
        "names": {meta.get("name"): meta.get("content") for meta in tree.iter("meta") if meta.get("name")},
        "links": [[link.get("rel"), link.get("type"), link.get("href"), link.get("title")] for link in tree.iter("link")],
    }


def heads():
    """Of every page that a search engine may come to: alias pages lead on, and a 404 page has no address."""
    for path in sorted(root.rglob("*.html")):
        tree = lxml.html.fromstring(path.read_text())
        if not tree.xpath("//meta[@http-equiv='refresh']"):
            yield str(path.relative_to(root)), tree


def without(kind):
    return [path for path, tree in heads() if not kind(tree)]


channel = lxml.etree.parse(str(folder / "feed.xml")).find("channel")
address = channel.find(ATOM + "link").get("href")
lists = listparser.parse((root / "opml.xml").read_bytes())
print(json.dumps({
    "rss": read("feed.xml"), "atom": read("atom.xml"), "podcast": podcast(),
    "lists": {"bozo": bool(lists.bozo), "title": lists.meta.title, "feeds": [[feed.title, feed.url] for feed in lists.feeds]},
    "enclosures": enclosures(channel, address.removesuffix(f"{sys.argv[2]}/feed.xml".lstrip("/"))),
    "guid": str(uuid.uuid5(uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6"), address.partition("://")[2])),
    "uncanonical": without(lambda tree: len(tree.xpath("//link[@rel='canonical']")) == 1),
    "untyped": without(lambda tree: all(
        len(tree.xpath(f"//meta[@property='og:{name}']/@content")) == 1 for name in ("type", "title", "url"))),
    "pages": {path.parent.name: page(path) for path in sorted(root.glob("videos/*/index.html"))},
}))
