"""met.py PORT: two pages in Chromium meet through the tracker on 127.0.0.1 and say a word to each other. Prints JSON."""
import json
import pathlib
import shutil
import sys
import threading
import time
import urllib.parse
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from selenium import webdriver
from selenium.webdriver.chrome.service import Service


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


pages = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=pathlib.Path(__file__).parent))
threading.Thread(target=pages.serve_forever, daemon=True).start()
key = "\r\n\u00e9\u00ff0123456789abcdef"
query = urllib.parse.urlencode({"tracker": f"ws://127.0.0.1:{sys.argv[1]}/tracker/socket", "key": key})
url = f"http://127.0.0.1:{pages.server_port}/met.html?{query}"

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--disable-features=WebRtcHideLocalIpsWithMdns"):
    options.add_argument(flag)
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


def until(script, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := driver.execute_script(script):
            return value
        time.sleep(0.1)
    return driver.execute_script("return seen")


try:
    driver.set_script_timeout(30)
    driver.get(url)
    first = driver.current_window_handle
    until("return socket.readyState === 1")
    driver.execute_async_script("announce(0).then(arguments[0])")
    seen = {"alone": until("return seen.figures")}
    driver.switch_to.new_window("window")
    driver.get(url)
    until("return socket.readyState === 1")
    driver.execute_async_script("announce(3).then(arguments[0])")
    seen["two"] = until("return seen.figures")
    seen["second"] = until("return seen.heard.length && seen.heard")
    seen["errors"] = driver.execute_script("return seen.errors")
    driver.execute_script("socket.close()")
    driver.switch_to.window(first)
    seen["first"] = until("return seen.heard.length && seen.heard")
    time.sleep(0.5)
    driver.execute_async_script("seen.figures = null; announce(0).then(arguments[0])")
    seen["after"] = until("return seen.figures")
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
