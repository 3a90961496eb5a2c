"""crawl.py BASE PAGE...: every address that these pages below BASE name, and those that they lead to, as a browser understands it.
Prints, as JSON:

    pages    how many pages were read
    links    how many addresses of the site were asked for
    broken   [[page, address, status]] what does not answer 200
    strays   [[page, address]] what is on the same host, but not below BASE
    outside  the addresses on other hosts
    missing  {status, links, broken, strays} of an address deep below BASE where nothing lies
"""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import lxml.html

ADDRESSES = "//a/@href | //link/@href | //img/@src | //script/@src | //source/@src | //track/@src | //form/@action | //video/@poster"
base = sys.argv[1]
host = urllib.parse.urlsplit(base).netloc
answers = {}


def ask(address):
    """The status of an address, and its text where it is a page."""
    if address not in answers:
        try:
            with urllib.request.urlopen(address) as answer:
                isPage = answer.headers["content-type"].startswith("text/html")
                answers[address] = (answer.status, answer.read() if isPage else None)
        except urllib.error.HTTPError as error:
            answers[address] = (error.code, error.read())
    return answers[address]


def addresses(page, text):
    tree = lxml.html.document_fromstring(text)
    named = tree.xpath(ADDRESSES)
    for candidates in tree.xpath("//@srcset"):
        named += [candidate.split()[0] for candidate in candidates.split(",")]
    return {urllib.parse.urldefrag(urllib.parse.urljoin(page, each))[0] for each in named if not each.startswith("#")}


def look(page, text):
    """What a page names: (on the site, astray, elsewhere)."""
    inside, strays, outside = [], [], []
    for address in sorted(addresses(page, text)):
        parts = urllib.parse.urlsplit(address)
        if parts.netloc != host:
            outside.append(address)
        elif not address.startswith(base):
            strays.append([page, address])
        else:
            inside.append(address)
    return inside, strays, outside


waiting = [base + each for each in sys.argv[2:]]
pages, broken, strays, outside = set(waiting), [], [], set()
while waiting:
    page = waiting.pop()
    inside, astray, elsewhere = look(page, ask(page)[1])
    strays += astray
    outside |= set(elsewhere)
    for address in inside:
        status, text = ask(address)
        if status != 200:
            broken.append([page, address, status])
        elif text is not None and address not in pages:
            pages.add(address)
            waiting.append(address)

missing = base + "no/such/page/"
status, text = ask(missing)
inside, astray, _ = look(missing, text)
print(json.dumps({
    "pages": len(pages), "links": len(answers), "broken": broken, "strays": strays,
    "outside": sorted(each for each in outside if not each.startswith("magnet:")),
    "missing": {"status": status, "links": len(inside), "strays": astray,
                "broken": [[missing, each, ask(each)[0]] for each in inside if ask(each)[0] != 200]}}, sort_keys=True))
