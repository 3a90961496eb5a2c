"""ends.py BROWSER PUBLIC: videos to their ends, however these are cut, and places at the end, beyond it and between segments.

PUBLIC is a built site. `short` has sound that ends before its last pictures, `tail` one picture in its last segment, `whole` is longer
than what is loaded ahead, `deaf` has sound in its first seconds alone, `guide` a second sound there. Prints JSON: for each way, [ended,
how far from its length the play head is then, whether its length is what it was before, error]; for `back` whether it plays on from the
third second after it was sent there from its end; for `brink` whether a jump came to an end that led to a moment before a segment that was
not loaded; for `deaf` whether it plays on without sound; for `guide` [sounds offered, whether it plays on where the second one ends,
source]; for `busy` [whether a server was asked that answered 503 for ten seconds, whether it plays on, qualities offered after it, source].
"""
import json
import sys
import time

from browsers import browser
from mediaserver import MediaServer

server = MediaServer(sys.argv[2])
driver = browser(sys.argv[1])
STATE = "const v = document.querySelector('video'); return [v.ended, v.duration - v.currentTime, v.duration, v.currentSrc.slice(0, 5), v.error?.message ?? null]"


def until(test, seconds=12, look=STATE):
    end = time.monotonic() + seconds
    while not test(found := driver.look(look)) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def video(test, seconds):
    """Whether something comes true of the video `v` in time."""
    return until(bool, seconds, f"const v = document.querySelector('video'); return Boolean({test})")


def go(name, query=""):
    driver.get(f"{server.base}videos/{name}/{query}")
    return until(lambda found: found[3] == "blob:" and found[2])


def play(rate=2):
    driver.look(f"const v = document.querySelector('video'); v.muted = true; v.playbackRate = {rate}; v.play().catch(() => {{}})")


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
    play(1)
    found = until(lambda found: 3.3 < found[2] - found[1] < 9)
    seen["back"] = found[2] == length and 3.3 < found[2] - found[1] < 9
    go("whole", "?t=99999")
    play()
    seen["address"] = end(length)
    go("whole", "?t=1")
    video("v.readyState > 1", 12)
    # Pictures and sound that begin more than two frames later are no place for Chromium.
    driver.look("document.querySelector('video').currentTime = 40 - 0.047")
    seen["brink"] = video("!v.seeking", 12)

    go("whole", "?t=1")
    play(1)
    video("v.buffered.length && v.buffered.end(0) - v.currentTime > 26", 12)
    server.faults = [(r"\.(mp4|m3u8) ", 503)]
    time.sleep(10)
    failed = sum(status == 503 for _, _, status, _ in server.log)
    server.faults = []
    play(4)
    # Beyond what was loaded before.
    seen["busy"] = [failed > 2, video("v.currentTime > 45", 20), driver.look("return document.querySelector('[data-do=quality]').length"),
                    driver.look("return document.querySelector('video').currentSrc.slice(0, 5)")]

    go("deaf", "?t=6")
    play()
    seen["deaf"] = video("v.currentTime > 10 && !v.error", 25)
    go("guide", "?t=4")
    sounds = driver.look("const list = document.querySelector('[data-do=sound]'); list.selectedIndex = 1;"
                         "list.dispatchEvent(new Event('change')); return list.length")
    play()
    seen["guide"] = [sounds, video("v.currentTime > 15 && !v.error", 25),
                     driver.look("return document.querySelector('video').currentSrc.slice(0, 5)")]
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
