"""ends.py BROWSER PUBLIC: videos to their ends, however these are cut, and places at the end and beyond it.

PUBLIC is a built site. `short` has sound that ends before its last pictures, `tail` one picture in its last segment, and `whole` is longer
than what is loaded ahead. Prints JSON: for each way, [ended, how far from its length the play head is then, whether its length is what it was
before, error], and for `back` where it plays on from the third second after it was sent there from its end.
"""
import json
import sys
import time

from browsers import browser
from mediaserver import MediaServer

server = MediaServer(sys.argv[2])
driver = browser(sys.argv[1])
STATE = "const v = document.querySelector('video'); return [v.ended, v.duration - v.currentTime, v.duration, v.currentSrc.slice(0, 5), v.error?.message ?? null]"


def until(test, seconds=12):
    end = time.monotonic() + seconds
    while not test(found := driver.look(STATE)) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def go(name, query=""):
    driver.get(f"{server.base}videos/{name}/{query}")
    return until(lambda found: found[3] == "blob:" and found[2])


def play():
    driver.look("const v = document.querySelector('video'); v.muted = true; v.playbackRate = 2; v.play().catch(() => {})")


def end(length):
    ended, left, duration, _, error = until(lambda found: found[0])
    return [ended, abs(left) < 0.1, abs(duration - length) < 0.2, error]


seen = {}
try:
    for name in ("short", "tail"):
        length = go(name)[2]
        play()
        seen[name] = end(length)
    length = go("whole")[2]
    play()
    until(lambda found: found[2] - found[1] > 0.3)
    for key, place in (("end", "v.duration"), ("beyond", "99999")):
        driver.look(f"const v = document.querySelector('video'); v.currentTime = {place}; v.play().catch(() => {{}})")
        seen[key] = end(length)
    driver.look("const v = document.querySelector('video'); v.currentTime = 3; v.play().catch(() => {})")
    seen["back"] = until(lambda found: 3.3 < found[2] - found[1] < 9)[2] == length and driver.look("return document.querySelector('video').currentTime < 9")
    go("whole", "?t=99999")
    play()
    seen["address"] = end(length)
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
