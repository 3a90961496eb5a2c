"""live.py BASE PROJECT: does an open page of `bobine serve` follow its project? Changes files of PROJECT and prints what Chromium
saw, as JSON. PROJECT has talk.md ("title: A talk", then a text) beside talk.mp4.

    reloaded (s until a changed title stood in the page), stayed (a page whose file did not change was left alone),
    problem (text of what is shown for a broken text), healed, hidden (Escape), again (after a reload), site (the page behind a broken bobine.yml),
    siteProblem, consoleErrors
"""
import json
import pathlib
import shutil
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

base, project = sys.argv[1], pathlib.Path(sys.argv[2])
text = project / "talk.md"

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage"):
    options.add_argument(flag)
options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def wait(script, seconds=20):
    """Until the script gives something; its value, or None."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            value = driver.execute_script("return " + script)
            if value:
                return value
        except Exception:  # The page is being loaded.
            pass
        time.sleep(0.05)
    return None


PROBLEM = "document.querySelector('bobine-problems')?.shadowRoot.querySelector('section').innerText"
seen = {}
try:
    driver.get(base + "videos/talk/")
    wait("performance.getEntriesByName(location.origin + '/.bobine/serve.js').length")
    time.sleep(0.5)

    begin = time.monotonic()
    text.write_text("---\ntitle: Another talk\n---\nHello.\n")
    seen["reloaded"] = time.monotonic() - begin if wait("document.querySelector('h1').innerText === 'Another talk'") else None
    seen["reloaded"] = seen["reloaded"] and round(time.monotonic() - begin, 2)

    text.write_text("---\ntitel: Broken\n---\nHello.\n")
    seen["problem"] = wait(PROBLEM)
    seen["title"] = driver.execute_script("return document.querySelector('h1').innerText")
    if len(sys.argv) > 3:
        driver.set_window_size(1000, 800)
        driver.save_screenshot(sys.argv[3])
    ActionChains(driver).send_keys(Keys.ESCAPE).perform()
    seen["hidden"] = wait("!document.querySelector('bobine-problems')", 3)
    driver.refresh()
    seen["again"] = wait(PROBLEM) == seen["problem"]

    text.write_text("---\ntitle: Mended\n---\nHello.\n")
    seen["healed"] = wait("document.querySelector('h1').innerText === 'Mended' && !document.querySelector('bobine-problems')")

    driver.get(base + "search/")
    time.sleep(0.5)
    driver.execute_script("window.mark = 1")
    text.write_text("---\ntitle: Mended\n---\nHello again.\n")
    driver.switch_to.new_window("tab")
    driver.get(base + "videos/talk/")
    changed = wait("document.body.innerText.includes('Hello again')")
    driver.close()
    driver.switch_to.window(driver.window_handles[0])
    time.sleep(0.5)
    seen["stayed"] = changed and driver.execute_script("return window.mark") == 1

    (project / "bobine.yml").write_text("titel: Site\n")
    seen["siteProblem"] = wait(PROBLEM)
    seen["site"] = driver.execute_script("return document.querySelector('h1').innerText")
    (project / "bobine.yml").write_text("title: Site\n")
    seen["siteHealed"] = wait("document.title.endsWith('Site') && !document.querySelector('bobine-problems')")
    seen["consoleErrors"] = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
