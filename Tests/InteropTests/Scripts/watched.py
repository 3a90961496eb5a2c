"""watched.py BROWSER BASE LIST: does a browser play the pages' videos to their end, and show the pictures that are asked for?

BROWSER is chromium or firefox, LIST a file with a line a page: slug, tab, `time:number` with commas between them, where other numbers
that are right may follow with a colon before each. Of each page a line of JSON: slug, currentSrc, duration, ended, waits (s that it
waited for data after it had begun), seen (the numbers in the picture after each seek), corners, failed. The blocks that the numbers
are read from: Support/Awkward.swift.
"""
import json
import shutil
import sys
import tempfile

WATCH = """
const [seeks, done] = arguments;
const video = document.querySelector('video');
if (!video) { done({failed: 'no video element'}); return; }
const wait = (test, ms) => new Promise(resolve => {
  const end = performance.now() + ms;
  (function look() { test() || performance.now() > end ? resolve(test()) : setTimeout(look, 15); })();
});
const canvas = document.createElement('canvas');
const read = () => {
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  const pixel = (x, y) => pen.getImageData(Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1).data;
  let number = 0;
  for (let bit = 0; bit < 9; bit++) {
    const [r, g, b] = pixel(0.1 + 0.1 * bit, 0.42);
    if (r + g + b > 300) number += 1 << bit;
  }
  const corners = [[0.08, 0.08], [0.92, 0.08], [0.08, 0.92], [0.92, 0.92]].map(([x, y]) => {
    const [r, g, b] = pixel(x, y);
    if (Math.min(r, g, b) > 140) return 'white';
    return r > g && r > b ? 'red' : g > b ? 'green' : 'blue';
  });
  return {number, corners};
};
(async () => {
  const told = () => ({currentSrc: video.currentSrc, duration: video.duration, error: video.error && video.error.message});
  let started = false, waits = 0, since = 0;
  const ahead = () => {
    for (let i = 0; i < video.buffered.length; i++) {
      if (video.buffered.start(i) <= video.currentTime + 0.1 && video.buffered.end(i) > video.currentTime) return video.buffered.end(i) - video.currentTime;
    }
    return 0;
  };
  video.addEventListener('waiting', () => {
    // Several times as fast, a busy machine stands with all of it ready.
    if (started && !since && ahead() < 1 && video.currentTime < video.duration - 0.25) since = performance.now();
  });
  const goesOn = () => { if (since) { waits += (performance.now() - since) / 1000; since = 0; } };
  video.addEventListener('timeupdate', goesOn);
  video.muted = true;
  if (!await wait(() => video.readyState >= 2 && video.videoWidth > 0, 60000)) {
    video.play().catch(() => {});
    if (!await wait(() => video.readyState >= 2 && video.videoWidth > 0, 30000)) {
      done({...told(), failed: 'no picture in 90 s'}); return;
    }
  }
  video.playbackRate = video.duration > 6 ? 4 : 2;
  await video.play().catch(() => {});
  await wait(() => video.currentTime > 0, 30000);
  started = true;
  const ended = await wait(() => video.ended, (video.duration / video.playbackRate + 5) * 1000);
  goesOn();
  const size = [video.videoWidth, video.videoHeight];
  const seen = [];
  let corners = [];
  for (const [time, ...numbers] of seeks) {
    video.currentTime = time;
    await wait(() => !video.seeking, 30000);
    // A browser may say that it is there a moment before the picture is.
    await wait(() => numbers.includes(read().number), 2000);
    const last = read();
    seen.push(last.number);
    corners = last.corners;
  }
  done({...told(), ended, waits, seen, corners, size});
})().catch(error => done({failed: String(error)}));
"""


def chromium(pages):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage",
                 "--autoplay-policy=no-user-gesture-required"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.set_script_timeout(300)
        for slug, page, seeks in pages:
            driver.get(page)
            yield slug, driver.execute_async_script(WATCH, seeks)
    finally:
        driver.quit()


def firefox(pages):
    from marionette_driver.marionette import Marionette

    with tempfile.TemporaryDirectory() as profile:
        with open(f"{profile}/user.js", "w") as prefs:
            prefs.write('user_pref("media.autoplay.default", 0);\nuser_pref("media.autoplay.blocking_policy", 0);\n')
            prefs.write('user_pref("network.captive-portal-service.enabled", false);\n')
            prefs.write('user_pref("network.connectivity-service.enabled", false);\n')
        browser = Marionette(port=0, bin=shutil.which("firefox-esr") or shutil.which("firefox"), headless=True, profile=profile,
                             startup_timeout=90)
        browser.start_session()
        try:
            browser.timeout.script = 90
            for slug, page, seeks in pages:
                browser.navigate(page)
                yield slug, browser.execute_async_script(WATCH, script_args=[seeks], sandbox=None)
        finally:
            browser.quit()


name, base, listed = sys.argv[1:]
pages = []
for line in open(listed):
    slug, seeks = line.rstrip("\n").split("\t")
    pages.append((slug, f"{base}videos/{slug}/",
                  [[float(part) for part in seek.split(":")] for seek in seeks.split(",")]))
for slug, seen in {"chromium": chromium, "firefox": firefox}[name](pages):
    print(json.dumps({"slug": slug} | seen, sort_keys=True), flush=True)
