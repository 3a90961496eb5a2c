"""hostile.py SITE TWIN: does anything run in the pages of SITE, and is anything in them that is not in those of TWIN?

Both are folders of built sites with the same paths; TWIN has harmless texts in all places. They are served without their
Content-Security-Policy, so that escaping alone protects. Prints what Chromium saw, as JSON:

    pages       how many were opened, and how many had a policy to take away
    executed    pages in which a text ran as a script
    strange     {page: what}: elements, attributes or schemes that the theme does not make, also in the rendered Markdown
    headings    {page: text of its first heading}
    titles      {page: document.title}
    cues        {track: texts of its cues}, and elements in them that WebVTT does not know
    fragments   how many pieces of HTML for other sites (embed code, oEmbed, feeds) were opened, each in a page of its own
    control     whether this script sees a text that does run
"""
import concurrent.futures
import functools
import http.server
import json
import pathlib
import re
import shutil
import sys
import threading
import xml.etree.ElementTree

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
REFRESH = re.compile(rb'<meta http-equiv="refresh" content="[^"]*">')
# Everything whose value a browser follows, loads or runs.
SKELETON = """
window.skeleton = root => {
  const lines = [], strange = [];
  const markdown = new Set(('P H2 H3 H4 H5 H6 A CODE PRE EM STRONG DEL UL OL LI BLOCKQUOTE HR BR IMG TABLE THEAD TBODY TR TH TD INPUT')
    .split(' '));
  const harmless = new Set(['href', 'src', 'alt', 'title', 'class', 'align', 'start', 'type', 'checked', 'disabled']);
  const walk = (node, isProse) => {
    for (const child of node.children) {
      const names = [...child.attributes].map(each => each.name);
      for (const name of ['href', 'src', 'action', 'formaction', 'poster', 'data', 'srcdoc']) {
        const value = child.getAttribute(name);
        if (value !== null && !/^(https?:|magnet:|mailto:|[^:]*$|[^:]*[/?#])/i.test(value)) strange.push(`${name}=${value}`);
      }
      for (const name of names) if (/^on/i.test(name)) strange.push(`${child.tagName} ${name}`);
      if (isProse) {
        if (!markdown.has(child.tagName)) strange.push(`${child.tagName} in prose`);
        for (const name of names) if (!harmless.has(name)) strange.push(`${name} in prose`);
      } else {
        lines.push(`${child.tagName} ${names.sort().join(' ')}`);
      }
      walk(child, isProse || child.classList.contains('prose') && child.tagName === 'DIV');
    }
  };
  walk(root, false);
  return {lines, strange};
};
"""
LOOK = SKELETON + """
const done = arguments[arguments.length - 1];
(async () => {
  for (const each of document.querySelectorAll('details')) each.open = true;
  for (const each of document.querySelectorAll('a, input, textarea, button, summary')) each.focus();
  const parse = async base => {
    const text = await (await fetch(base + location.pathname)).text();
    return skeleton(new DOMParser().parseFromString(text, 'text/html'));
  };
  const own = await parse(''), twin = await parse(arguments[0]);
  const strange = own.strange;
  if (!strange.length && own.lines.join() !== twin.lines.join()) {
    const index = own.lines.findIndex((line, i) => line !== twin.lines[i]);
    strange.push(`${own.lines[index]} in place of ${twin.lines[index]}`);
  }
  for (const block of document.querySelectorAll('script[type="application/ld+json"]')) JSON.parse(block.textContent);
  const cues = {};
  const embedded = location.pathname.includes('/embed/');
  for (const element of embedded ? [] : document.querySelectorAll('track')) {
    const end = performance.now() + 30000;
    // The page's own scripts may begin meanwhile and put captions away, which takes the cues from whoever asks.
    for (element.track.mode = 'hidden'; element.readyState < 2 && performance.now() < end; element.track.mode = 'hidden') {
      await new Promise(next => setTimeout(next, 10));
    }
    if (element.readyState !== 2) strange.push(`${element.src} is not read`);
    if (element.kind !== 'metadata') {
      cues[element.getAttribute('src')] = [...element.track.cues].map(cue => cue.text);
      for (const cue of element.track.cues) {
        for (const node of cue.getCueAsHTML().querySelectorAll('*')) {
          if (!['B', 'I', 'U', 'SPAN', 'RUBY', 'RT'].includes(node.tagName)) strange.push(`${node.tagName} in a cue`);
        }
      }
    }
  }
  await new Promise(next => setTimeout(next, 30));
  done({executed: window.hostile ?? null, strange, heading: document.querySelector('h1')?.textContent ?? null,
        title: document.title, cues, embed: document.querySelector('textarea')?.value ?? null});
})().catch(error => done({executed: null, strange: [`${error}`], heading: null, title: null, cues: {}, embed: null}));
"""
FRAGMENT = """
const done = arguments[arguments.length - 1];
setTimeout(() => done({executed: window.hostile ?? null,
  inside: [...document.body.querySelectorAll('*')].map(each => `${each.tagName} ${[...each.attributes].map(a => a.name).sort().join(' ')}`)}), 30);
"""


class Stripped(http.server.SimpleHTTPRequestHandler):
    """Files of a site; of pages, their policy is taken away, and of those in old places that they lead on at once."""

    fragments = []
    stripped = set()

    def do_GET(self):
        match = re.fullmatch(r"/fragment/(\d+)", self.path)
        target = pathlib.Path(self.translate_path(self.path))
        if match:
            body = b"<!doctype html><body>" + Stripped.fragments[int(match[1])].encode()
        elif target.is_dir() or target.suffix == ".html":
            page = target / "index.html" if target.is_dir() else target
            if not page.is_file():
                return self.send_error(404)
            body, count = POLICY.subn(b"", REFRESH.sub(b"", page.read_bytes()))
            if count:
                Stripped.stripped.add(str(page))
        else:
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            pass


def serve(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Stripped, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


site, twin = (pathlib.Path(each) for each in sys.argv[1:3])
paths = sorted(str(page.relative_to(site)) for page in site.rglob("*.html"))
twins = sorted(str(page.relative_to(twin)) for page in twin.rglob("*.html"))
here, there = serve(site), serve(twin)

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
    options.add_argument(flag)
found = {"executed": [], "strange": {}, "headings": {}, "titles": {}, "cues": {}}
fragments = []


def with_driver(work):
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.set_script_timeout(300)
        return work(driver)
    finally:
        driver.quit()


def look_at(path, driver):
    page = path.removesuffix("index.html")
    driver.get(f"{here}/{page}")
    return page, driver.execute_async_script(LOOK, there)


def side_by_side(look, items):
    """What `look(item, driver)` gives for each item, in their order: two browsers, since most of the time one waits."""
    def share(part):
        return with_driver(lambda driver: [look(item, driver) for item in items[part::2]])
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        halves = list(pool.map(share, (0, 1)))
    return [halves[index % 2][index // 2] for index in range(len(items))]


def look_into(index, driver):
    driver.get(f"{here}/fragment/{index}")
    return driver.execute_async_script(FRAGMENT)


for page, seen in side_by_side(look_at, paths):
    if seen["executed"] is not None:
        found["executed"].append(page)
    if seen["strange"]:
        found["strange"][page] = seen["strange"]
    found["headings"][page], found["titles"][page] = seen["heading"], seen["title"]
    found["cues"].update({f"{page}{track}": texts for track, texts in seen["cues"].items()})
    if seen["embed"]:
        fragments.append((f"embed code of {page}", seen["embed"], "iframe"))
for document in sorted(site.rglob("oembed.json")):
    fragments.append((str(document.relative_to(site)), json.loads(document.read_text())["html"], "iframe"))
for item in json.loads((site / "feed.json").read_text())["items"]:
    fragments.append((f"feed.json {item['url']}", item.get("content_html", ""), "prose"))
for document in sorted(site.rglob("*.xml")):
    for element in xml.etree.ElementTree.parse(document).iter():
        if element.tag.endswith("}encoded") or element.get("type") == "html":
            fragments.append((str(document.relative_to(site)), element.text or "", "prose"))
for document in sorted(site.rglob("*.jsonld")):
    value = json.loads(document.read_text())
    # PeerTube asks for the Markdown itself in `content`, and renders it without its HTML.
    for key in ("summary",) if value.get("mediaType") == "text/markdown" else ("summary", "content"):
        if isinstance(value.get(key), str):
            fragments.append((f"{key} of {document.relative_to(site)}", value[key], "prose"))
Stripped.fragments = [text for _, text, _ in fragments]
for (name, _, kind), seen in zip(fragments, side_by_side(look_into, range(len(fragments)))):
    if seen["executed"] is not None:
        found["executed"].append(name)
    inside = {line.split(" ")[0] for line in seen["inside"]}
    if kind == "iframe" and (len(seen["inside"]) != 1 or inside != {"IFRAME"} or " on" in seen["inside"][0]):
        found["strange"][name] = seen["inside"]
    if kind == "prose" and any(" on" in line or line.split(" ")[0] in ("SCRIPT", "IFRAME", "SVG") for line in seen["inside"]):
        found["strange"][name] = seen["inside"]
Stripped.fragments = ["<title></title><script>window.hostile=1</script>"]
control = with_driver(lambda driver: look_into(0, driver))["executed"] is not None
policies = len([page for page in Stripped.stripped if page.startswith(str(site))])
print(json.dumps({"pages": len(paths), "policies": policies, "samePaths": paths == twins, "fragments": len(fragments),
                  "control": control, **found}, sort_keys=True))
