"""firefox.py PAGE [SECOND]: does Firefox, with JavaScript disabled, play the page's video and seek far in it?

The page's own scripts are off; the observer is the browser's privileged side. Prints what it saw, as JSON: currentSrc, duration, width,
start and seek (s), after (s played on), error. SECOND is where to seek, else 60 % of the duration.
"""
import json
import shutil
import sys
import tempfile

from marionette_driver.marionette import Marionette

PLAY = """
const [where, resolve] = arguments;
const video = document.querySelector('video');
if (!video) { resolve({failed: 'no video element'}); return; }
const clock = () => Date.now();
const begin = clock();
const later = (work, ms) => { const timer = Components.classes['@mozilla.org/timer;1']
    .createInstance(Components.interfaces.nsITimer); timers.push(timer);
    timer.initWithCallback(work, ms, Components.interfaces.nsITimer.TYPE_ONE_SHOT); };
const timers = [];
const wait = (test, ms) => new Promise(resolve => {
  const end = clock() + ms;
  (function look() { test() || clock() > end ? resolve(test()) : later(look, 20); })();
});
(async () => {
  const report = () => ({error: video.error ? video.error.message : null, currentSrc: video.currentSrc,
                         duration: video.duration, width: video.videoWidth});
  video.muted = true;
  video.play();
  if (!await wait(() => video.readyState >= 2 && video.videoWidth > 0 && video.currentTime > 0, 90000)) {
    resolve({...report(), failed: 'no picture in 90 s'}); return;
  }
  const start = (clock() - begin) / 1000;
  const duration = video.duration;
  const to = where === null ? duration * 0.6 : where, from = clock();
  video.currentTime = to;
  const landed = await wait(() => !video.seeking && video.readyState >= 2, 40000);
  const seek = (clock() - from) / 1000;
  await wait(() => video.currentTime >= to + 0.4, 5000);
  resolve({...report(), firstDuration: duration, start, landed, seek, after: video.currentTime - to});
})();
"""

page = sys.argv[1]
where = float(sys.argv[2]) if len(sys.argv) > 2 else None
with tempfile.TemporaryDirectory() as profile:
    with open(f"{profile}/user.js", "w") as prefs:
        prefs.write('user_pref("javascript.enabled", false);\n')
        prefs.write('user_pref("media.autoplay.default", 0);\nuser_pref("media.autoplay.blocking_policy", 0);\n')
        prefs.write('user_pref("network.captive-portal-service.enabled", false);\n')
        prefs.write('user_pref("network.connectivity-service.enabled", false);\n')
    browser = Marionette(
        port=0, bin=shutil.which("firefox-esr") or shutil.which("firefox"), headless=True, profile=profile,
        startup_timeout=90)
    browser.start_session()
    try:
        browser.timeout.script = 120
        browser.navigate(page)
        seen = browser.execute_async_script(PLAY, script_args=[where], sandbox="system")
        seen["title"] = browser.title
    finally:
        browser.quit()
print(json.dumps(seen, sort_keys=True))
