"""Plays the first <video> of a page in Debian's Firefox through Marionette, with the page's own scripts switched off.

usage: firefox_play.py URL [SEEK_SHARE] [--scripts] [--screenshot FILE --size W,H]
Prints one JSON object; exits with 1 where something did not play.
"""

import argparse
import json
import sys
import time

from marionette_driver.marionette import Marionette

STATE = """
const v = document.querySelector('video');
return {src: v.currentSrc, time: v.currentTime, duration: v.duration, width: v.videoWidth, height: v.videoHeight,
  ready: v.readyState, error: v.error ? v.error.code + ' ' + v.error.message : null, seeking: v.seeking};
"""


def wait_until(client, seconds, condition):
    end = time.monotonic() + seconds
    while True:
        state = client.execute_script(STATE, sandbox="system")
        if state["error"] or condition(state) or time.monotonic() > end:
            return state
        time.sleep(0.05)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("share", nargs="?", type=float, default=0.6)
    parser.add_argument("--scripts", action="store_true")
    parser.add_argument("--screenshot")
    parser.add_argument("--size", default="1280,900")
    arguments = parser.parse_args()

    width, height = arguments.size.split(",")
    client = Marionette(bin="/usr/bin/firefox-esr", headless=True, app_args=[f"--width={width}", f"--height={height}"],
                        prefs={"javascript.enabled": arguments.scripts, "media.autoplay.default": 0,
                               "media.autoplay.blocking_policy": 0, "browser.shell.checkDefaultBrowser": False,
                               "datareporting.policy.dataSubmissionEnabled": False})
    report = {"ok": False}
    try:
        client.start_session()
        client.navigate(arguments.url)
        if arguments.screenshot:
            time.sleep(0.5)
            with open(arguments.screenshot, "wb") as file:
                file.write(client.screenshot(format="binary", full=False))
            report["ok"] = True
            return report
        begin = time.monotonic()
        client.execute_script("const v = document.querySelector('video'); v.muted = true; v.play();", sandbox="system")
        started = wait_until(client, 20, lambda s: s["time"] > 0.5 and s["width"] > 0)
        report["started"] = started
        report["start_seconds"] = time.monotonic() - begin
        target = (started["duration"] or 0) * arguments.share
        begin = time.monotonic()
        client.execute_script("document.querySelector('video').currentTime = arguments[0]", [target], sandbox="system")
        landed = wait_until(client, 40, lambda s: not s["seeking"] and s["ready"] >= 2 and s["time"] >= target - 0.1)
        report["seek_seconds"] = time.monotonic() - begin
        end = min(target + 0.5, started["duration"] - 0.2)
        after = wait_until(client, 10, lambda s: s["time"] >= end)
        report["target"] = target
        report["after"] = after
        report["ok"] = (started["error"] is None and after["error"] is None and started["width"] > 0
                        and landed["time"] >= target - 0.1 and after["time"] >= end)
        return report
    finally:
        client.cleanup()
        print(json.dumps(report, sort_keys=True))


if __name__ == "__main__":
    sys.exit(0 if main()["ok"] else 1)
