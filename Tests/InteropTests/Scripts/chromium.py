"""chromium.py PAGE: does Chromium play the page's video, and seek in it? Prints what it saw, as JSON.

    currentSrc, states (networkState and readyState), duration, width, start (s until the first picture), played (s), seek (s until `seeked`), after (s played on),
    error, title, scrollsSideways, consoleErrors
"""
import json
import shutil
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

PLAY = """
const done = arguments[0], video = document.querySelector('video'), begin = performance.now();
if (!video) { done({error: 'no video element'}); return; }
video.muted = true;
const failure = () => ({error: video.error ? video.error.message : null, currentSrc: video.currentSrc,
                        states: [video.networkState, video.readyState]});
const wait = (test, ms) => new Promise(resolve => {
  const end = performance.now() + ms;
  (function look() { test() || performance.now() > end ? resolve(test()) : setTimeout(look, 20); })();
});
(async () => {
  video.play().catch(() => {});
  const started = await wait(() => video.readyState >= 2 && video.videoWidth > 0 && video.currentTime > 0, 90000);
  if (!started) { done({...failure(), failed: 'no picture in 90 s'}); return; }
  const start = (performance.now() - begin) / 1000;
  await wait(() => video.currentTime >= 0.7, 30000);
  const played = video.currentTime, from = performance.now();
  const to = video.duration * 0.6;
  video.currentTime = to;
  await wait(() => !video.seeking, 90000);
  const seek = (performance.now() - from) / 1000;
  const landed = !video.seeking;
  await wait(() => video.currentTime >= to + 0.5, 30000);
  done({...failure(), duration: video.duration, width: video.videoWidth, start, played, seek, landed,
        after: video.currentTime - to, textTracks: video.textTracks.length});
})();
"""

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage",
             "--autoplay-policy=no-user-gesture-required"):
    options.add_argument(flag)
options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
try:
    driver.set_script_timeout(300)
    driver.get(sys.argv[1])
    seen = driver.execute_async_script(PLAY)
    seen["title"] = driver.title
    seen["scrollsSideways"] = driver.execute_script(
        "return document.documentElement.scrollWidth > document.documentElement.clientWidth")
    seen["consoleErrors"] = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
