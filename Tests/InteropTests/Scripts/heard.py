"""heard.py BASE SLUG,SLUG...: does Chromium play the pages of videos that are sound alone, through HLS and as a file, and show the poster?

Of each page and each of the two ways a line of JSON: slug, currentSrc, duration, ended, places (where three seeks landed), sought, error,
problem (the page complains), colour (red, green, blue in the upper middle of the player after all of that).
"""
import io
import json
import shutil
import sys

import av
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

PLAY = """
const [asFile, done] = arguments, video = document.querySelector('video');
const wait = (test, ms) => new Promise(resolve => {
  const end = performance.now() + ms;
  (function look() { test() || performance.now() > end ? resolve(test()) : setTimeout(look, 15); })();
});
(async () => {
  video.muted = true;
  if (asFile) video.src = video.querySelectorAll('source')[1].src;
  await video.play().catch(() => {});
  await wait(() => video.readyState >= 2, 10000);
  video.playbackRate = 16;
  const ended = await wait(() => video.ended || video.error, 15000) && video.ended;
  video.playbackRate = 1;
  const sought = [0.55, 0.2, 0.85].map(share => Math.round(video.duration * share * 100) / 100), places = [];
  for (const time of sought) {
    video.currentTime = time;
    await video.play().catch(() => {});
    await wait(() => !video.seeking && video.currentTime > time + 0.1, 5000);
    video.pause();
    places.push(video.currentTime);
  }
  done({currentSrc: video.currentSrc, duration: video.duration, ended, sought, places, width: video.videoWidth,
        error: video.error && video.error.message, problem: !document.querySelector('[data-player-problem]').hidden});
})();
"""


def colour(png):
    with av.open(io.BytesIO(png), format="png_pipe") as container:
        picture = next(container.decode(video=0)).reformat(format="rgb24")
    plane = picture.planes[0]
    start = picture.height // 4 * plane.line_size + picture.width // 2 * 3
    return list(bytes(plane)[start : start + 3])


options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage",
             "--autoplay-policy=no-user-gesture-required", "--window-size=1280,900"):
    options.add_argument(flag)
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
try:
    driver.set_script_timeout(300)
    for slug in sys.argv[2].split(","):
        for as_file in (False, True):
            driver.get(f"{sys.argv[1]}videos/{slug}/")
            seen = {"slug": slug} | driver.execute_async_script(PLAY, as_file)
            seen["colour"] = colour(driver.find_element(By.TAG_NAME, "video").screenshot_as_png)
            print(json.dumps(seen, sort_keys=True), flush=True)
finally:
    driver.quit()
