"""policy.py BROWSER PAGE... [--framed PAGE...]: what does chromium or firefox refuse on these pages? Prints what it saw, as JSON:

    pages    for each {page, violations, console, rules (of style sheets), pictures, broken (pictures), position, width}
    framed   for each page, whether a page of another site may show it in a frame

`violations` are those of a Content-Security-Policy, `console` all errors that the browser's console shows. Where there is a video, it has to
play: `position` is where it is then, and `width` that of its pictures.
"""
import html
import http.server
import json
import shutil
import sys
import tempfile
import threading
import time
import urllib.parse

WATCH = """
window.refused = [];
document.addEventListener('securitypolicyviolation', event =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`));
"""
LOOK = """
const done = arguments[arguments.length - 1], video = document.querySelector('video');
const wait = (test, ms) => new Promise(resolve => {
  const end = performance.now() + ms;
  (function look() { test() || performance.now() > end ? resolve() : setTimeout(look, 20); })();
});
(async () => {
  if (video) {
    video.muted = true;
    // The script has asked for a position by then, if the address names one.
    await wait(() => document.readyState === 'complete', 10000);
    video.play().catch(() => {});
    const from = Number(/[?#]t=([0-9]+)/.exec(location.href)?.[1] ?? 0);
    await wait(() => video.readyState >= 2 && video.currentTime > from + 0.2 && !video.seeking, 20000);
  }
  const pictures = [...document.images];
  for (const picture of pictures) picture.loading = 'eager';
  await wait(() => pictures.every(picture => picture.complete), 10000);
  done({violations: window.refused ?? null,
        rules: [...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0),
        pictures: pictures.length, broken: pictures.filter(picture => !picture.naturalWidth).map(picture => picture.src),
        position: video && video.currentTime, width: video && video.videoWidth, source: video && video.currentSrc});
})();
"""
ARRIVED = "return document.readyState === 'complete' && location.href === arguments[0]"
FRAMED = "return Boolean(document.querySelector('main.embed, header.site-header'))"


def wait_until(test, seconds=20):
    """Firefox has been seen to say that it is at a page whose body has not come yet."""
    end = time.monotonic() + seconds
    while not test() and time.monotonic() < end:
        time.sleep(0.05)


class Framing(http.server.BaseHTTPRequestHandler):
    """Another site: a page that shows the address behind its `?` in a frame."""

    def do_GET(self):
        page = urllib.parse.unquote(self.path.partition("?")[2])
        body = f'<!doctype html><iframe src="{html.escape(page)}" width="640" height="400"></iframe>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Framing)
threading.Thread(target=other.serve_forever, daemon=True).start()


def frame_of(page):
    return f"http://127.0.0.1:{other.server_port}/?{urllib.parse.quote(page, safe='')}"


def with_chromium(pages, framed):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage",
                 "--autoplay-policy=no-user-gesture-required"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    seen, frames = [], {}
    try:
        driver.set_script_timeout(300)
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        for page in pages:
            driver.get(page)
            wait_until(lambda: driver.execute_script(ARRIVED, page))
            found = driver.execute_async_script(LOOK)
            log = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
            seen.append({"page": page, "console": log, **found})
        for page in framed:
            driver.get(frame_of(page))
            driver.switch_to.frame(0)
            wait_until(lambda: driver.execute_script("return document.readyState === 'complete'"))
            frames[page] = driver.execute_script(FRAMED)
            driver.switch_to.default_content()
    finally:
        driver.quit()
    return seen, frames


def with_firefox(pages, framed):
    from marionette_driver.marionette import Marionette

    settings = {"media.autoplay.default": "0", "media.autoplay.blocking_policy": "0",
                "network.captive-portal-service.enabled": "false", "network.connectivity-service.enabled": "false"}
    with tempfile.TemporaryDirectory() as profile:
        with open(f"{profile}/user.js", "w") as prefs:
            prefs.writelines(f'user_pref("{name}", {value});\n' for name, value in settings.items())
        browser = Marionette(port=0, bin=shutil.which("firefox-esr") or shutil.which("firefox"), headless=True, profile=profile,
                             startup_timeout=90)
        browser.start_session()
        seen, frames = [], {}
        try:
            browser.timeout.script = 60

            def console(clear):
                with browser.using_context("chrome"):
                    return browser.execute_script("""
                        const lines = Services.console.getMessageArray()
                          .filter(each => each instanceof Ci.nsIScriptError && each.category.includes('CSP')
                            || each instanceof Ci.nsIScriptError && each.category.startsWith('content javascript'))
                          .map(each => each.errorMessage);
                        if (arguments[0]) Services.console.reset();
                        return lines;""", script_args=[clear])

            for page in pages:
                console(True)
                browser.navigate(page)
                wait_until(lambda: browser.execute_script(ARRIVED, script_args=[page]))
                found = browser.execute_async_script(LOOK, sandbox=None)
                time.sleep(0.3)
                log = console(False)
                found["violations"] = [line for line in log if "Content-Security-Policy" in line]
                seen.append({"page": page, "console": log, **found})
            for page in framed:
                browser.navigate(frame_of(page))
                browser.switch_to_frame(browser.find_element("css selector", "iframe"))
                wait_until(lambda: browser.execute_script("return document.readyState === 'complete'"))
                frames[page] = browser.execute_script(FRAMED)
                browser.switch_to_frame()
        finally:
            browser.quit()
    return seen, frames


arguments = sys.argv[2:]
split = arguments.index("--framed") if "--framed" in arguments else len(arguments)
run = {"chromium": with_chromium, "firefox": with_firefox}[sys.argv[1]]
seen, frames = run(arguments[:split], arguments[split + 1:])
print(json.dumps({"pages": seen, "framed": frames}, sort_keys=True))
