"""keyboard.py BASE WORD: a reader in Chromium who has a keyboard alone. Prints what was seen, as JSON.

    stops   what had the focus, in order: {page, is, isVisible, isMarked, follows}. `isVisible`: it, or its first line, is to be seen whole and
            nothing lies over it; `isMarked`: its outline or shadow is another than without the focus; `follows`: it stands in the page
            where the key leads, behind the stop before for Tab, ahead of it for Shift+Tab
    steps   what came of each step: skip, field, results, opened, plays, pauses, panel, file, french, warning, and the rest of each page,
            of the video's a second time with colours that the reader's system forces on it

The reader goes from the first page over the skip link to the search field, types WORD, goes down to a result, opens it, plays and pauses,
opens the downloads, and changes to French.
"""
import json
import shutil
import sys
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from browsers import until

# What marks the focus is drawn by the element, by what it lays over its card, or by the box around a field.
SEEN = """
const focused = document.activeElement;
if (!focused || focused === document.body) {
  window.lastStop = null;
  return null;
}
const looks = () => [[focused, null], [focused, '::after'], [focused.closest('form') ?? focused, null]].map(([element, part]) => {
  const style = getComputedStyle(element, part);
  // Another colour alone is no mark (WCAG 2.2, 1.4.1).
  return [style.outlineStyle === 'none' ? '' : `${style.outlineStyle} ${style.outlineWidth}`, style.boxShadow].join();
});
const marked = looks(), last = window.lastStop, plain = [];
// Among the controls of a video the focus would be lost.
if (last !== focused) {
  focused.blur();
  plain.push(...looks());
  focused.focus({preventScroll: true});
}
const box = focused.getClientRects()[0] ?? focused.getBoundingClientRect();
const [x, y] = [box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 2)];
const over = document.elementFromPoint(x, y);
const isInside = box.width > 1 && box.height > 1 && box.left >= -1 && box.right <= innerWidth + 1
  && box.top >= -1 && (box.bottom <= innerHeight + 1 || box.height > innerHeight);
window.lastStop = focused;
const step = last?.isConnected && last !== focused ? last.compareDocumentPosition(focused) : 0;
// Shift+Tab leads to the last control of a video, which the browser marks out of our sight; Tab first to the video itself.
const isInVideo = focused.localName === 'video' && (last === focused || Boolean(step & Node.DOCUMENT_POSITION_PRECEDING));
return {page: location.pathname, is: focused.id || focused.dataset.do || focused.getAttribute('href') || focused.textContent.trim().slice(0, 40) || focused.localName,
        tag: focused.localName, isSame: last === focused, inMain: Boolean(focused.closest('main')),
        isVisible: focused.checkVisibility({opacityProperty: true, visibilityProperty: true}) && isInside
          && Boolean(over && (over === focused || over.contains(focused) || focused.contains(over) || over.control === focused)),
        box: [box.left, box.top, box.right, box.bottom], over: over?.outerHTML.slice(0, 80),
        isMarked: isInVideo || marked.some((look, i) => look !== plain[i]),
        step: step & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : step & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 0};
"""
VIDEO = "const video = document.querySelector('video'); return {paused: video.paused, time: video.currentTime}"

base, word = sys.argv[1:]
options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage", "--window-size=1280,900"):
    options.add_argument(flag)
options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
stops, steps = [], {}


def press(*keys):
    ActionChains(driver).send_keys(*keys).perform()


def back():
    ActionChains(driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()


def stop(direction=0):
    """What has the focus now; `direction` is that of the key: 1 for Tab, -1 for Shift+Tab."""
    seen = driver.execute_script(SEEN)
    if seen:
        # The controls of a video are stops of their own inside it.
        seen["follows"] = direction == 0 or seen["step"] in (direction, 0)
        seen["forced"] = driver.execute_script("return matchMedia('(forced-colors: active)').matches")
        stops.append(seen)
    return seen


def walk(test, direction=1, most=90):
    """Goes on until a stop passes the test; None where the page ends or holds the focus."""
    held = 0
    for _ in range(most):
        press(Keys.TAB) if direction > 0 else back()
        seen = stop(direction)
        held = held + 1 if seen and seen["isSame"] else 0
        if seen and test(seen):
            return seen
        if not seen or held > 12:
            return None
    return None


def go(address):
    driver.get(address)
    until(lambda: driver.execute_script("return document.readyState"), lambda state: state == "complete")


def rest(name):
    """All stops from here to the end of the page, which has to come."""
    before = len(stops)
    walk(lambda seen: False)
    left = driver.execute_script("return document.activeElement === document.body")
    steps[name] = {"stops": len(stops) - before, "ends": left}


try:
    go(base)
    press(Keys.TAB)
    first = stop()
    press(Keys.ENTER)
    skipped = walk(lambda seen: True)
    steps["skip"] = {"first": first["is"], "inMain": skipped["inMain"]}
    rest("first page")
    go(base)
    steps["field"] = bool(walk(lambda seen: seen["is"] == "query"))
    press(word, Keys.ENTER)
    status = until(lambda: driver.execute_script("return document.querySelector('[data-status]')?.textContent"))
    walk(lambda seen: seen["is"] == "query")
    press(Keys.ARROW_DOWN)
    down = stop(1)
    press(Keys.ARROW_DOWN)
    second = stop(1)
    press(Keys.ARROW_UP)
    up = stop(-1)
    steps["results"] = {"status": status, "down": down["is"], "second": second["is"], "up": up["is"]}
    rest("search page")
    walk(lambda seen: seen["is"] == "query")
    press(Keys.ARROW_DOWN, Keys.ENTER)
    until(lambda: "/videos/" in driver.current_url)
    until(lambda: driver.execute_script("return document.readyState"), lambda state: state == "complete")
    steps["opened"] = driver.current_url
    # They come after all that the page waits for.
    until(lambda: driver.execute_script("return document.querySelector('.has-controls')"))
    steps["video"] = bool(walk(lambda seen: seen["is"] == "play"))
    press(Keys.SPACE)
    started = until(lambda: driver.execute_script(VIDEO), lambda seen: seen["time"] > 0.2)
    later = until(lambda: driver.execute_script(VIDEO), lambda seen: seen["time"] > started["time"] + 0.5)
    steps["plays"] = {"paused": later["paused"], "from": started["time"], "to": later["time"]}
    press(Keys.SPACE)
    steps["pauses"] = until(lambda: driver.execute_script(VIDEO), lambda seen: seen["paused"])["paused"]
    panel = walk(lambda seen: seen["tag"] == "summary")
    press(Keys.ENTER)
    steps["panel"] = panel and panel["is"]
    if walk(lambda seen: seen["is"].endswith(".mp4")):
        address = driver.execute_script("return document.activeElement.href")
        with urllib.request.urlopen(urllib.request.Request(address, method="HEAD")) as answer:
            steps["file"] = {"status": answer.status, "type": answer.headers["content-type"]}
    rest("video page")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "forced-colors", "value": "active"}]})
    rest("forced colours")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    walk(lambda seen: seen["is"].endswith(".mp4"))
    switch = walk(lambda seen: "/fr/" in seen["is"], -1)
    press(Keys.ENTER)
    until(lambda: "/fr/" in driver.current_url)
    steps["french"] = {"address": driver.current_url, "language": driver.execute_script("return document.documentElement.lang"),
                       "title": driver.execute_script("return document.querySelector('h1').textContent")}
    go(base + "videos/shock/")
    walk(lambda seen: seen["tag"] == "summary")
    press(Keys.ENTER)
    steps["warning"] = until(lambda: driver.execute_script("return document.activeElement.dataset.do"), lambda name: name == "play")
    stop()
    rest("sensitive page")
    errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
finally:
    driver.quit()
print(json.dumps({"stops": stops, "steps": steps, "consoleErrors": errors}, sort_keys=True))
