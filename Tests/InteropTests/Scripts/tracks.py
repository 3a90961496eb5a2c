"""tracks.py PAGE: what Chromium makes of the tracks of the page's video. Prints, as JSON:

    tracks: list of {kind, label, language, readyState, cues: list of {start, end, text, line, align}}
"""
import json
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

LOOK = """
const done = arguments[0], video = document.querySelector('video');
const elements = [...video.querySelectorAll('track')];
const end = performance.now() + 20000;
(function look() {
  // At each turn: the page's own scripts may begin meanwhile and put captions away, which takes the cues from whoever asks.
  for (const element of elements) element.track.mode = 'hidden';
  // 2 is LOADED, 3 is ERROR.
  if (performance.now() < end && !elements.every(element => element.readyState >= 2)) { setTimeout(look, 20); return; }
  done({tracks: elements.map(({track, readyState}) => ({
    kind: track.kind, label: track.label, language: track.language, readyState,
    cues: [...(track.cues || [])].map(cue => ({start: cue.startTime, end: cue.endTime, line: cue.line, align: cue.align,
      text: cue.getCueAsHTML().textContent})),
  }))});
})();
"""

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage"):
    options.add_argument(flag)
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
try:
    driver.set_script_timeout(300)
    driver.get(sys.argv[1])
    seen = driver.execute_async_script(LOOK)
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
