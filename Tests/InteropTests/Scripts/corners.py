"""corners.py BASE: what goes wrong in players now and then, tried on the pages of the harbour in Chromium. Prints, as JSON, what was seen:

    warning     [paused after `k`, open]: of a video behind a warning
    anchor      where a page opened at ?t=5 plays on after a link to a part of it was followed at 12 s
    skips       where three skips of 5 s lead that come during one slow seek
    top         [above the middle, below]: where a cue of the first line and one without a line are drawn
    idle        [hidden with the keyboard in the controls, captions above them, hidden without, shown by a word, the word]
    countdown   [stays offered after another word, path after the box was emptied, ten seconds later]
    tap         [hidden, paused, hidden]: before and after a finger on the middle, which shows a button
    places      what is kept of a video that was seen to its end from an address with a time
    panel       where the settings begin in a low window
    over        whether a frame names a next video at its end, of which there is none
    blocked     [wide after `t`, after another]: where the browser keeps nothing
    figures     [keys of Tab from the last control to the button that closes the figures (20 at most), closed by Enter]
    pages       where Page Down leads from 1 s on, in a video of 2 s without chapters
    field       the name of the field with the link
    over text   {language: words before the title of the next video}
    consoleErrors
"""
import json
import sys
import time

from selenium.webdriver.common.keys import Keys

from browsers import until
from visit import IDLE, PLAY, base, cdp, driver, go, press, run

seen = {}
TIME = "return document.querySelector('video').currentTime"
CUES = """
const video = document.querySelector('video'), track = video.textTracks[0], stage = document.querySelector('.player-stage').getBoundingClientRect();
if (!document.querySelector('.cues p')) return null;
return [...document.querySelectorAll('.cues p')].map(each => (each.getBoundingClientRect().top - stage.top) / stage.height);
"""


def path():
    return driver.current_url.removeprefix(base)


def warning():
    driver.get(base + "videos/shock/")
    until(lambda: run("return Boolean(document.querySelector('.has-controls'))"))
    press("k")
    time.sleep(0.5)
    return run("return [document.querySelector('video').paused, document.querySelector('.player-warning').open]")


def anchor():
    go("videos/talk/?t=5")
    run("document.querySelector('video').currentTime = 12; location.hash = '#content'")
    time.sleep(0.5)
    return run(TIME)


def skips():
    go("videos/talk/")
    run("document.querySelector('video').currentTime = 1")
    until(lambda: run("return !document.querySelector('video').seeking"))
    run("const video = document.querySelector('video'); Object.defineProperty(video, 'seeking', { configurable: true, get: () => true })")
    press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    run("const video = document.querySelector('video'); delete video.seeking; video.dispatchEvent(new Event('seeked'))")
    return until(lambda: run(TIME), lambda at: at > 15)


def top():
    go("videos/talk/")
    run("const track = document.querySelector('video').textTracks[0]; track.mode = 'hidden';")
    press("c")
    until(lambda: run("return document.querySelector('video').textTracks[0].cues?.length"))
    run("const video = document.querySelector('video'), track = video.textTracks[0];"
        "for (const line of [0, 'auto']) track.addCue(Object.assign(new VTTCue(8, 9, `${line}`), { line })); video.currentTime = 8.5")
    places = until(lambda: run(CUES), lambda found: found and len(found) == 2)
    return [places[0] < 0.2, places[1] > 0.5]


def idle():
    run(PLAY)
    run("document.querySelector('[data-do=position]').focus()")
    press(Keys.TAB)
    run("document.querySelector('video').currentTime = 8")
    time.sleep(3.5)
    told = [run(IDLE)]
    run("const video = document.querySelector('video'); video.pause(); video.currentTime = 8.2")
    until(lambda: run(CUES))
    told.append(run("return document.querySelector('.cues p:last-child').getBoundingClientRect().bottom <="
                    " document.querySelector('[data-do=row]').getBoundingClientRect().top"))
    run("document.activeElement.blur()")
    run(PLAY)
    told.append(until(lambda: run(IDLE), seconds=8))
    press(">")
    # In one look: what is said goes soon.
    told += run("return [document.querySelector('.player-stage').matches('.is-idle'), document.querySelector('[data-do=said]').textContent]")
    press("<")
    return told


def countdown():
    go("videos/talk/")
    run("const auto = document.querySelector('[data-do=auto]'), video = document.querySelector('video'); if (!auto.checked) auto.click();"
        "video.muted = true; video.currentTime = video.duration - 0.3; video.play()")
    stay = "return document.querySelector('[data-do=stay]').checkVisibility()"
    until(lambda: run(stay))
    press(">")
    told = [run(stay)]
    run("document.querySelector('[data-do=auto]').click()")
    time.sleep(10)
    return told + [path()]


def tap():
    go("videos/talk/")
    cdp("Emulation.setTouchEmulationEnabled", {"enabled": True})
    run(PLAY)
    told = [until(lambda: run(IDLE), seconds=8)]
    x, y = run("const { left, top, width, height } = document.querySelector('video').getBoundingClientRect(); return [left + width / 2, top + height / 2]")
    cdp("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    cdp("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    time.sleep(0.5)
    told += [run("return document.querySelector('video').paused"), run(IDLE)]
    cdp("Emulation.setTouchEmulationEnabled", {"enabled": False})
    return told


def places():
    kept = "return JSON.parse(localStorage.getItem('bobine-player') ?? '{}').places ?? []"
    go("videos/talk/")
    run("document.querySelector('video').currentTime = 16")
    until(lambda: run(kept))
    go("videos/talk/?t=28")
    run("const video = document.querySelector('video'); video.muted = true; video.loop = false; video.play()")
    until(lambda: run("return document.querySelector('video').ended"))
    return until(lambda: run(kept), lambda found: not found)


def low(width, height):
    cdp("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})


def panel():
    low(660, 300)
    go("videos/talk/embed/")
    run("document.querySelector('[popovertarget=player-panel]').click()")
    begins = until(lambda: run("return document.querySelector('.player-panel:popover-open')?.getBoundingClientRect().top"), lambda found: found is not None)
    cdp("Emulation.clearDeviceMetricsOverride", {})
    return begins


def over():
    run("const video = document.querySelector('video'); video.muted = true; video.currentTime = video.duration - 0.2; video.play()")
    until(lambda: run("return document.querySelector('.is-over')"))
    return run("return document.querySelector('.player-over').checkVisibility()")


def blocked():
    name = cdp("Page.addScriptToEvaluateOnNewDocument", {"source":
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"})["identifier"]
    go("videos/talk/")
    told = []
    for wanted in (True, False):
        press("t")
        told.append(until(lambda: run("return Boolean(document.querySelector('.watch-theatre'))"), lambda found: found is wanted))
    cdp("Page.removeScriptToEvaluateOnNewDocument", {"identifier": name})
    return told


def figures():
    go("videos/talk/")
    run("document.querySelector('[popovertarget=player-panel]').click(); document.querySelector('[data-do=figures-button]').click()")
    until(lambda: run("return document.querySelector('.player-figures:popover-open')"))
    press(Keys.ESCAPE)
    run("document.querySelector('[data-do=full]').focus()")
    count = 0
    while count < 20 and not run("return document.activeElement.matches('.player-figures .player-close')"):
        press(Keys.TAB)
        count += 1
    press(Keys.ENTER)
    return [count, until(lambda: run("return !document.querySelector('.player-figures:popover-open')"))]


def pages():
    go("videos/long/")
    run("document.querySelector('video').currentTime = 1; document.querySelector('[data-do=position]').focus()")
    until(lambda: run("return document.querySelector('[data-do=position]').value === '1'"))
    press(Keys.PAGE_DOWN)
    return until(lambda: run(TIME), lambda at: at != 1)


def words():
    told = {}
    for language, at in (("en", "videos/talk/"), ("fr", "fr/videos/talk/")):
        go(at)
        told[language] = run("return document.querySelector('.player-over').firstChild.textContent")
    return told


try:
    for look in (warning, anchor, skips, top, idle, countdown, tap, places, panel, over, blocked, figures, pages):
        seen[look.__name__] = look()
        print(look.__name__, seen[look.__name__], file=sys.stderr, flush=True)
    seen["field"] = run("return document.querySelector('[data-share] input').labels[0].textContent")
    seen["over text"] = words()
    seen["consoleErrors"] = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
