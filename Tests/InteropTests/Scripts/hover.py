"""hover.py PAGE: what does Chromium show when one points at the cards of a page? Prints what it saw, as JSON:

    early      storyboards that were loaded before anybody pointed
    seen       places in the storyboard that the preview showed, in order
    loaded     storyboards that were loaded then
    filled     does the preview fill its card's picture?
    moved      what moved on the page meanwhile (Layout Instability)
    left       previews that are there when the pointer has left
    hasty      storyboards that a pointer loaded which only passed
    sensitive  previews, and storyboards loaded, when pointing at a sensitive video
    calm, saving, touch   storyboards loaded for who asked for less motion, for less data, and with a finger
    consoleErrors
"""
import json
import shutil
import sys
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.chrome.service import Service

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900"):
    options.add_argument(flag)
options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
LONG_ENOUGH = 1.2


def boards():
    return driver.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name).filter(n => /storyboard-[^/]*\\.jpg$/.test(n))")


def previews():
    return driver.execute_script("return document.querySelectorAll('.card-preview').length")


def point(selector):
    ActionChains(driver, duration=0).move_to_element(driver.find_element(By.CSS_SELECTOR, selector)).perform()


def leave():
    ActionChains(driver, duration=0).move_to_element(driver.find_element(By.CSS_SELECTOR, ".site-header .brand")).perform()


def load():
    driver.get(sys.argv[1])
    leave()


seen = {}
try:
    driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    load()
    driver.execute_script(
        "window.moved = []; new PerformanceObserver(l => l.getEntries().forEach(e => moved.push(e.value + ' ' + e.sources.map("
        "s => `${s.node?.nodeName}.${s.node?.className ?? ''} ${JSON.stringify(s.previousRect)} ${JSON.stringify(s.currentRect)}`))))"
        ".observe({type: 'layout-shift', buffered: true})")
    seen["early"] = boards()
    # In one request: a busy machine takes long between two.
    card, brand = (driver.find_element(By.CSS_SELECTOR, each) for each in ("[data-board]", ".site-header .brand"))
    ActionChains(driver, duration=0).move_to_element(card).pause(0.1).move_to_element(brand).perform()
    time.sleep(LONG_ENOUGH)
    seen["hasty"] = boards()
    point("[data-board]")
    places, end = [], time.monotonic() + 6
    while time.monotonic() < end and len(places) < 3:
        place = driver.execute_script("return document.querySelector('.card-preview-tile')?.style.backgroundPosition")
        if place and place not in places:
            places.append(place)
        time.sleep(0.05)
    seen["seen"], seen["loaded"] = places, boards()
    seen["filled"] = driver.execute_script(
        "const tile = document.querySelector('.card-preview-tile')?.getBoundingClientRect();"
        "const box = document.querySelector('[data-board]').getBoundingClientRect();"
        "return !!tile && tile.width >= box.width - 1 && tile.height >= box.height - 1")
    leave()
    seen["left"] = previews()
    seen["moved"] = driver.execute_script("return moved")

    load()
    point(".card-sensitive .card-picture")
    time.sleep(LONG_ENOUGH)
    seen["sensitive"] = [previews(), *boards()]

    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
    load()
    point("[data-board]")
    time.sleep(LONG_ENOUGH)
    seen["calm"] = boards()
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    script = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {
        "source": "Object.defineProperty(navigator.connection, 'saveData', {get: () => true})"})
    load()
    point("[data-board]")
    time.sleep(LONG_ENOUGH)
    seen["saving"] = boards()
    driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)

    driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    load()
    box = driver.execute_script(
        "const r = document.querySelector('[data-board]').getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]")
    driver.execute_script("window.kinds = []; addEventListener('pointerdown', e => kinds.push(e.pointerType), true)")
    driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": box[0], "y": box[1]}]})
    time.sleep(LONG_ENOUGH)
    seen["touch"] = [*driver.execute_script("return kinds"), *boards()]
    driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    seen["consoleErrors"] = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
