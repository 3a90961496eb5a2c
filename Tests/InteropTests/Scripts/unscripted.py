"""unscripted.py BROWSER BASE: a reader whose browser, chromium or firefox, runs no script of any page. Prints what was seen, as JSON.

    isOff     whether the browser runs no script: what a page shows to those who have none is to be seen
    address   of the video's page, which was reached from the first page over a channel, by clicks alone
    playing   {source, time, isMoving}: after a click on the picture; `isMoving`: the picture is another one half a second later
    paused    {time, isMoving}: after another click, when the controls have come to rest
    chapter   {address, time}: where the link of the second chapter leads, and the second that is shown there
    warned    {before, after}: whether a sensitive video is to be seen before and after a click on its warning
    download  status of the first file that is offered
    feeds     {address: [status, type]} of the feeds that the page about the site names
    search    {text, links} of the search page

What is seen is asked by the driver, which is no script of the page.
"""
import base64
import json
import shutil
import sys
import tempfile
import time
import urllib.request

from browsers import until

VIDEO = "const video = document.querySelector('video'); return {source: video.currentSrc, time: video.currentTime, paused: video.paused}"
ADDRESSES = "return [...document.querySelectorAll(arguments[0])].map(link => link.href)"


class Chromium:
    def __init__(self):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage"):
            options.add_argument(flag)
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.set_window_size(1280, 900)

    def go(self, address):
        self.driver.get(address)

    def ask(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def picture(self, element):
        return element.screenshot_as_png

    def address(self):
        return self.driver.current_url


class Firefox:
    def __init__(self):
        from marionette_driver.marionette import Marionette

        self.profile = tempfile.TemporaryDirectory()
        with open(f"{self.profile.name}/user.js", "w") as prefs:
            prefs.write('user_pref("javascript.enabled", false);\n')
            for name in ("network.captive-portal-service.enabled", "network.connectivity-service.enabled"):
                prefs.write(f'user_pref("{name}", false);\n')
        self.driver = Marionette(port=0, bin=shutil.which("firefox-esr") or shutil.which("firefox"), headless=True,
                                 profile=self.profile.name, startup_timeout=90)
        self.driver.start_session()
        self.driver.set_window_rect(width=1280, height=900)

    def go(self, address):
        self.driver.navigate(address)

    def ask(self, script, *arguments):
        return self.driver.execute_script(script, script_args=arguments, sandbox="system")

    def picture(self, element):
        return base64.b64decode(self.driver.screenshot(element=element))

    def address(self):
        return self.driver.get_url()


def status(address):
    with urllib.request.urlopen(address) as answer:
        return [answer.status, answer.headers["content-type"]]


reader = {"chromium": Chromium, "firefox": Firefox}[sys.argv[1]]()
base, seen = sys.argv[2], {}


def find(selector):
    return reader.driver.find_element("css selector", selector)


def follow(selector):
    """Clicks on a link and waits until its page is there."""
    before = reader.address()
    find(selector).click()
    until(lambda: (reader.address() != before, reader.ask("return document.readyState")), lambda state: state == (True, "complete"))


def watch():
    """How the first video of the page goes on."""
    begin = reader.ask(VIDEO)
    picture = reader.picture(find("video"))
    time.sleep(0.6)
    moved = reader.picture(find("video"))
    return {"source": begin["source"], "from": begin["time"], "time": reader.ask(VIDEO)["time"], "isMoving": picture != moved}


try:
    reader.go(base)
    follow(".channels a")
    follow(".card-title a[href*='/talk/']")
    seen["address"] = reader.address()
    find("video").click()
    until(lambda: reader.ask(VIDEO), lambda video: video["time"] > 0.3)
    seen["playing"] = watch()
    find("video").click()
    until(lambda: reader.ask(VIDEO), lambda video: video["paused"])
    seen["paused"] = until(watch, lambda state: not state["isMoving"])
    find(".action summary").click()
    seen["download"] = status(reader.ask(ADDRESSES, ".action[open] a[download]")[0])
    find(".chapters li:nth-child(2) a").click()
    until(lambda: reader.address(), lambda address: "/media/" in address)
    seen["chapter"] = {"address": reader.address(), "time": until(lambda: reader.ask(VIDEO), lambda video: video["time"] >= 19)["time"]}
    reader.go(base + "videos/shock/")
    before = find("video").is_displayed()
    find("summary").click()
    seen["warned"] = {"before": before, "after": find("video").is_displayed()}
    reader.go(base + "about/")
    seen["feeds"] = {address: status(address) for address in reader.ask(ADDRESSES, ".follow-feeds a, .follow-all a")}
    reader.go(base + "search/?q=harbour")
    seen["search"] = {"text": find("main").text, "links": reader.ask(ADDRESSES, "noscript a")}
    seen["isOff"] = find("noscript p").is_displayed()
finally:
    reader.driver.quit()
    del reader.driver  # Marionette cleans up when it goes, which is too late at the end of the program.
print(json.dumps(seen, sort_keys=True))
