"""frugal.py BASE PAGE...: what Chromium asks for and keeps when it shows these pages below BASE and plays their videos. Prints, as JSON:

    requests   how many
    strays     [[page, address]] what was asked for anywhere but below BASE
    cookies    all that the browser has then
    weights    {page: bytes} of the page, its style and its scripts, each compressed with gzip -6
    kept       {page: names} what scripts left in the browser's stores
    played     {page: second} that its video came to
"""
import gzip
import json
import shutil
import sys
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

PLAY = """
const done = arguments[0], video = document.querySelector('video');
if (!video) { done(null); return; }
video.muted = true;
video.play().catch(() => {});
const end = performance.now() + 15000;
(function look() { video.currentTime > 0.3 || performance.now() > end ? done(video.currentTime) : setTimeout(look, 50); })();
"""
KEPT = "return [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].filter(Boolean)"

base, pages = sys.argv[1], sys.argv[2:]
options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage",
             "--autoplay-policy=no-user-gesture-required"):
    options.add_argument(flag)
options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
requests, strays, weights, kept, played = 0, [], {}, {}, {}


def weight(address):
    with urllib.request.urlopen(address) as answer:
        return len(gzip.compress(answer.read(), 6, mtime=0))


try:
    driver.set_script_timeout(300)
    for page in pages:
        driver.get(base + page)
        played[page] = driver.execute_async_script(PLAY)
        kept[page] = driver.execute_script(KEPT)
        needed = set()
        for entry in driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] != "Network.requestWillBeSent":
                continue
            address, kind = message["params"]["request"]["url"], message["params"].get("type")
            if address.startswith(("data:", "blob:", "chrome:", "about:")):
                continue
            requests += 1
            if not address.startswith(base):
                strays.append([page, address])
            elif kind in ("Document", "Stylesheet", "Script"):
                needed.add(address)
        weights[page] = sum(weight(address) for address in needed)
    cookies = driver.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]
finally:
    driver.quit()
print(json.dumps({"requests": requests, "strays": strays, "cookies": cookies, "weights": weights, "kept": kept, "played": played},
                 sort_keys=True))
