"""looks.py [--flaws STYLE] [--print PAGE] PAGE...: can every page be read and used in every window? Prints what it saw, as JSON:

    views      how many times a page was looked at
    texts      how many lines of text were measured, in all
    checked    {rule: elements} that axe-core found something to look at in
    findings   texts, each for what was found in one or more views; they begin with one of
               overflow   the page scrolls sideways
               small      text under 12 pixels
               overlap    text or a control lies on another
               contrast   axe: color-contrast
               target     axe: target-size (WCAG 2.2, 2.5.8, with its exceptions)
    flawed     [{kind, page, width, scheme, opened, what}] of the first page with the style sheet STYLE on top, closed alone
    printed    what PAGE of `--print PAGE` shows on paper

Each page is loaded once, and looked at in four windows, light and dark, with its panels closed and opened (axe: opened in the
narrow one alone).
"""
import argparse
import collections
import importlib.util
import json
import pathlib
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text()
RULES = {"color-contrast": "contrast", "target-size": "target"}
ASK_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: {type: 'rule', values: arguments[0]}, rules: {'target-size': {enabled: true}},
                   resultTypes: ['violations', 'passes']})
  .then(done, error => done({error: `${error}`}));
"""
MEASURE = r"""
const findings = [], root = document.scrollingElement;
const name = node => {
  const element = node.nodeType === 3 ? node.parentElement : node;
  const words = (node.nodeType === 3 ? node.data : element.innerText ?? '').trim().slice(0, 40);
  return `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className} "${words}"`;
};
/** What is seen of a box: less what scrolling and clipping ancestors hide. */
const seen = (box, element) => {
  let { left, top, right, bottom } = box;
  for (let e = element; e && e !== document.body; e = e.parentElement) {
    const style = getComputedStyle(e);
    if (style.clipPath !== 'none') return null;
    if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
    const clip = e.getBoundingClientRect();
    left = Math.max(left, clip.left); right = Math.min(right, clip.right);
    top = Math.max(top, clip.top); bottom = Math.min(bottom, clip.bottom);
  }
  return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : null;
};
const isShown = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

if (root.scrollWidth > root.clientWidth) {
  const wide = [...document.body.querySelectorAll('*')].filter(e => isShown(e) && e.getBoundingClientRect().right > root.clientWidth + 1);
  findings.push(['overflow', `${root.scrollWidth} > ${root.clientWidth}: ${wide.slice(-3).map(name).join(', ')}`]);
}

const boxes = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let texts = 0;
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || !isShown(element) || element.closest('video, noscript, script, option, select, textarea')) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  let visible = false;
  for (const line of range.getClientRects()) {
    const box = seen(line, element);
    if (!box) continue;
    visible = true;
    texts += 1;
    // A line's box has room above and below its letters.
    const room = (line.bottom - line.top) * 0.22;
    boxes.push({ node, element, left: box.left, right: box.right, top: Math.max(box.top, line.top + room), bottom: Math.min(box.bottom, line.bottom - room) });
  }
  const size = parseFloat(getComputedStyle(element).fontSize);
  if (visible && size < 12) findings.push(['small', `${size} px: ${name(node)}`]);
}
for (const element of document.querySelectorAll('button, input, select, textarea, summary, .button, .chip')) {
  if (!isShown(element)) continue;
  const box = seen(element.getBoundingClientRect(), element);
  if (box) boxes.push({ node: element, element, ...box });
}
boxes.sort((a, b) => a.top - b.top);
for (const [index, a] of boxes.entries()) {
  for (let other = index + 1; other < boxes.length && boxes[other].top < a.bottom; other += 1) {
    const b = boxes[other];
    if (a.node === b.node || a.node.contains(b.node) || b.node.contains(a.node)) continue;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 2 && high > 2) findings.push(['overlap', `${name(a.node)} and ${name(b.node)}: ${Math.round(wide)} × ${Math.round(high)} px`]);
  }
}
return { texts, findings };
"""

parser = argparse.ArgumentParser()
parser.add_argument("--flaws")
parser.add_argument("--print", dest="paper")
parser.add_argument("pages", nargs="+")
arguments = parser.parse_args()
flaws, pages = arguments.flaws and pathlib.Path(arguments.flaws).read_text(), arguments.pages

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage", "--hide-scrollbars"):
    options.add_argument(flag)
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
checked, views, texts = collections.Counter(), 0, 0


def load(page):
    driver.get(page)
    # The search page tells how much it found when all of it stands.
    WebDriverWait(driver, 90).until(lambda d: d.execute_script(
        "const status = document.querySelector('[data-status]'); return !status || status.textContent !== ''"))
    driver.execute_script(AXE)
    # Another colour is there at once. (A style sheet of a script is not held back by the page's policy.)
    driver.execute_script(
        "const s = new CSSStyleSheet(); s.replaceSync('* { transition: none !important }'); document.adoptedStyleSheets = [s]")


def look(page, width, scheme, opened):
    global views, texts
    views += 1
    measured = driver.execute_script(MEASURE)
    texts += measured["texts"]
    found = measured["findings"]
    # What a panel holds has the colours that it has at every width.
    if width != 320 and not (opened and width != 360):
        answer = driver.execute_async_script(ASK_AXE, list(RULES))
        if "error" in answer:
            sys.exit(f"{page}: {answer['error']}")
        for rule in answer["passes"] + answer["violations"]:
            checked[rule["id"]] += len(rule["nodes"])
        found += [[RULES[rule["id"]], node["html"][:200]] for rule in answer["violations"] for node in rule["nodes"]]
    return [{"page": page, "width": width, "scheme": scheme, "opened": opened, "kind": kind, "what": what} for kind, what in found]


def show(width, scheme):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})


WINDOWS = [(width, scheme) for width in (360, 768, 1440) for scheme in ("light", "dark")] + [(320, "light")]
findings, flawed, printed = [], [], None
try:
    driver.set_script_timeout(300)
    for page in pages:
        load(page)
        panels = driver.execute_script("return document.querySelectorAll('details').length")
        for opened in (False, True) if panels else (False,):
            if opened:
                driver.execute_script(
                    "document.querySelectorAll('details').forEach(each => { each.removeAttribute('name'); each.open = true; })")
            for width, scheme in WINDOWS:
                if opened and scheme == "dark" and width != 360:
                    continue
                show(width, scheme)
                findings += look(page, width, scheme, opened)
    if flaws is not None:
        load(pages[0])
        driver.execute_script(
            "const s = new CSSStyleSheet(); s.replaceSync(arguments[0]); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]", flaws)
        for width, scheme in WINDOWS:
            show(width, scheme)
            flawed += look(pages[0], width, scheme, False)
    if arguments.paper:
        driver.get(arguments.paper)
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        printed = driver.execute_script("return document.body.innerText")
finally:
    driver.quit()
places = collections.defaultdict(list)
for each in findings:
    place = f"{each['page']} {each['width']} {each['scheme']}{' opened' if each['opened'] else ''}"
    places[f"{each['kind']}: {each['what']}"].append(place)
findings = [f"{what}: in {len(where)} views, first {where[0]}" for what, where in places.items()]
print(json.dumps(
    {"views": views, "texts": texts, "checked": checked, "findings": findings, "flawed": flawed, "printed": printed},
    sort_keys=True))
