"""accessibility.py PAGE...: do these pages meet WCAG 2.2 AA and what is good practice, as far as axe-core can tell? Prints what it saw, as JSON:

    pages         how many were looked at
    rules         how many rules found something to look at
    violations    [{page, scheme, width, rule, elements}]
    overflows     [{page, width, text, elements}] what stands out of the window or over another label: at 320 px (WCAG 2.2, 1.4.10), and at 1280
                  with letters of twice the size (1.4.4)
    moving        how many elements move by style in the light, and in the dark, where the reader asks for less motion
    consoleErrors

Each page is looked at in a narrow window, in a wide one and in the dark, the first and the last time also with each of its panels open.
In the narrow one all rules are asked, then those alone that see something else in another window or other colours.
"""
import importlib.util
import json
import pathlib
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

# The package brings axe-core; its own code drives another browser tool, so it is read and not imported.
AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text()
STANDARD = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]}
AUDIT = """
const [asked, done] = arguments;
axe.run(document, {runOnly: asked, resultTypes: ['violations'],
                   rules: asked.type === 'tag' ? {'target-size': {enabled: true}} : {}}).then(found => done({
  rules: [...found.passes, ...found.violations].map(rule => rule.id),
  violations: found.violations.map(rule => ({rule: rule.id, elements: rule.nodes.map(node => node.html.slice(0, 200))})),
}), error => done({error: `${error}`}));
"""
OVERFLOWS = """
const wide = document.documentElement.clientWidth, boxes = [...document.querySelectorAll('body *')];
const out = boxes.filter(each => {
  const box = each.getBoundingClientRect();
  // What scrolls by itself, what readers alone hear, and the picture that a card cuts.
  return box.width > 1 && (box.right > wide + 1 || box.left < -1) && !each.closest('.channels, .for-readers, pre, table, .card-picture');
});
const over = boxes.filter(each => each.matches('.card-warning') && [...each.parentElement.querySelectorAll('.badge')].some(badge => {
  const [a, b] = [each, badge].map(label => label.getBoundingClientRect());
  return a.width && b.width && a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom;
}));
if (document.documentElement.scrollWidth > wide) out.push(document.documentElement);
return [...out, ...over].slice(0, 5).map(each => each.outerHTML.slice(0, 100));
"""
MOVING = """
return [...document.querySelectorAll('*')].filter(each => {
  // What a closed panel holds has the styles of when it was last seen.
  if (!each.checkVisibility()) return false;
  const style = getComputedStyle(each);
  return [style.transitionDuration, style.animationDuration].some(times => times.split(',').some(time => parseFloat(time) > 0));
}).length;
"""
WINDOWS = [("light", 320), ("light", 1280), ("dark", 1280)]

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage"):
    options.add_argument(flag)
options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
rules, violations, overflows, looked = set(), [], [], 0
moving = {"light": 0, "dark": 0}


def audit(page, scheme, width):
    found = driver.execute_async_script(AUDIT, STANDARD if (scheme, width) == WINDOWS[0] else LOOKS)
    if "error" in found:
        sys.exit(f"{page}: {found['error']}")
    rules.update(found["rules"])
    violations.extend({"page": page, "scheme": scheme, "width": width, **rule} for rule in found["violations"])


def measure(page, width, text):
    """With letters of this size in pixels, as a reader sets it for all pages: queries of the window's width follow it."""
    driver.execute_cdp_cmd("Page.setFontSizes", {"fontSizes": {"standard": text}})
    if driver.execute_script("return parseFloat(getComputedStyle(document.documentElement).fontSize)") != text:
        sys.exit(f"{page}: the letters do not grow")
    found = driver.execute_script(OVERFLOWS)
    driver.execute_cdp_cmd("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    if found:
        overflows.append({"page": page, "width": width, "text": text, "elements": found})


def show(scheme, width):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce" if scheme == "dark" else "no-preference"}]})
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False})


try:
    driver.set_script_timeout(300)
    for page in sys.argv[1:]:
        show(*WINDOWS[0])
        driver.get(page)
        # The search page tells how much it found when all of it stands.
        WebDriverWait(driver, 90, poll_frequency=0.05).until(lambda d: d.execute_script(
            "const status = document.querySelector('[data-status]'); return !status || status.textContent !== ''"))
        driver.execute_script(AXE)
        panels = driver.execute_script("return document.querySelectorAll('details').length")
        for scheme, width in WINDOWS:
            show(scheme, width)
            looked += 1
            moving[scheme] += driver.execute_script(MOVING)
            for panel in range(-1, panels if width == 320 or scheme == "dark" else 0):
                driver.execute_script(
                    "document.querySelectorAll('details').forEach((each, i) => { each.open = i === arguments[0]; })", panel)
                audit(page, scheme, width)
            if scheme == "light":
                measure(page, width, 16 if width == 320 else 32)
    errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
finally:
    driver.quit()
print(json.dumps(
    {"pages": looked, "rules": len(rules), "violations": violations, "overflows": overflows, "moving": moving,
     "consoleErrors": errors}, sort_keys=True))
