"""Plays the first <video> of a page in Debian's Chromium: start, run, seek to a share of its length, run on.

usage: chromium_play.py URL [SEEK_SHARE] [--screenshot FILE --size W,H --dark]
Prints one JSON object; exits with 1 where something did not play.
"""

import argparse
import json
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

STATE = """
const v = document.querySelector('video');
return {src: v.currentSrc, time: v.currentTime, duration: v.duration, width: v.videoWidth, height: v.videoHeight,
  ready: v.readyState, error: v.error ? v.error.code + ' ' + v.error.message : null, seeking: v.seeking,
  tracks: v.textTracks.length};
"""


def wait_until(driver, seconds, condition):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = driver.execute_script(STATE)
        if state["error"] or condition(state):
            return state
        time.sleep(0.05)
    return driver.execute_script(STATE)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("share", nargs="?", type=float, default=0.6)
    parser.add_argument("--screenshot")
    parser.add_argument("--size", default="1280,900")
    parser.add_argument("--dark", action="store_true")
    arguments = parser.parse_args()

    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required",
                 "--disable-dev-shm-usage", f"--window-size={arguments.size}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    report = {"ok": False}
    try:
        if arguments.dark:
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                   {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        driver.get(arguments.url)
        if arguments.screenshot:
            time.sleep(0.5)
            driver.save_screenshot(arguments.screenshot)
            report["ok"] = True
            return report
        begin = time.monotonic()
        driver.execute_script("const v = document.querySelector('video'); v.muted = true; v.play().catch(() => {});")
        started = wait_until(driver, 20, lambda s: s["time"] > 0.5 and s["width"] > 0)
        report["started"] = started
        report["start_seconds"] = time.monotonic() - begin
        target = (started["duration"] or 0) * arguments.share
        begin = time.monotonic()
        driver.execute_script("document.querySelector('video').currentTime = arguments[0]", target)
        landed = wait_until(driver, 20, lambda s: not s["seeking"] and s["ready"] >= 2 and s["time"] >= target - 0.1)
        report["seek_seconds"] = time.monotonic() - begin
        end = min(target + 0.5, started["duration"] - 0.2)
        after = wait_until(driver, 10, lambda s: s["time"] >= end)
        report["target"] = target
        report["after"] = after
        report["console"] = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
        report["ok"] = (started["error"] is None and after["error"] is None and started["width"] > 0
                        and landed["time"] >= target - 0.1 and after["time"] >= end)
        return report
    finally:
        driver.quit()
        print(json.dumps(report, sort_keys=True))


if __name__ == "__main__":
    sys.exit(0 if main()["ok"] else 1)
