"""accessibility.py PAGE...: do these pages meet WCAG 2.2 AA, as far as axe-core can tell? Prints what it saw, as JSON:

    pages         how many were looked at
    rules         how many rules found something to look at
    violations    [{page, scheme, width, rule, elements}]
    consoleErrors

Each page is looked at in a narrow and a wide window, light and dark, with all its panels closed and with one open.
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
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AUDIT = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: arguments[0], rules: {'target-size': {enabled: true}}}).then(done, error => done({error: `${error}`}));
"""

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage"):
    options.add_argument(flag)
options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
rules, violations, looked = set(), [], 0


def audit(page, scheme, width):
    found = driver.execute_async_script(AUDIT, STANDARD)
    if "error" in found:
        sys.exit(f"{page}: {found['error']}")
    rules.update(rule["id"] for rule in found["passes"] + found["violations"])
    violations.extend(
        {"page": page, "scheme": scheme, "width": width, "rule": rule["id"],
         "elements": [node["html"][:200] for node in rule["nodes"]]}
        for rule in found["violations"])


try:
    driver.set_script_timeout(60)
    for scheme in ("light", "dark"):
        driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        for width in (360, 1280):
            driver.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride",
                {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False})
            for page in sys.argv[1:]:
                driver.get(page)
                looked += 1
                # The search page tells how much it found when all of it stands.
                WebDriverWait(driver, 20).until(lambda d: d.execute_script(
                    "const status = document.querySelector('[role=status]'); return !status || status.textContent !== ''"))
                driver.execute_script(AXE)
                audit(page, scheme, width)
                panels = driver.execute_script("return document.querySelectorAll('details').length")
                for panel in range(panels):
                    driver.execute_script(
                        "document.querySelectorAll('details').forEach((each, i) => { each.open = i === arguments[0]; })", panel)
                    audit(page, scheme, width)
    errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
finally:
    driver.quit()
print(json.dumps(
    {"pages": looked, "rules": len(rules), "violations": violations, "consoleErrors": errors}, sort_keys=True))
