"""hands.py BASE: what a mouse and the keyboard do to the player one after the other, tried on the pages of the harbour in Chromium.
Prints, as JSON, what was seen:

    after       [in full screen, paused, volume in hundredths]: after a click on the button of full screen, then a space, then an arrow down
    resting     [paused]: after a second click where the first one was, once the controls had gone
    closing     [panel open, paused]: after a click on the picture beside the open settings
    quieter     [muted, volume]: after an arrow down where the sound was off
    listed      what has the focus after the list of keys was opened from the settings and closed with Escape
    held        [paused, time]: after `k` and after an arrow were held
    figures     [shown, shown in full screen]
    end         [seeking, near the end]: after the key to the end of a video that was not played yet
    chapter     [scrolled, time]: after a click on a chapter, a space and an arrow
    sliders     whether the controls hide after a click in the time bar and two keys
    rows        [hundredths, seconds]: where a digit without Shift and a letter of other layouts lead, from 2 s on
    selecting   where an arrow with Shift leads from 4 s
    goes        what has the focus after `Start over` was pressed
    again       [what is said, waiting shown, plays]: a press of the button of a video whose sources cannot be had, and one when they can
    frame       [full screen offered, in a frame that may not; error told to the page around it; room kept for a bar]
    consoleErrors
"""
import json
import sys
import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from browsers import until
from visit import IDLE, PLAY, base, cdp, driver, go, press, run

seen = {}
PAUSED = "return document.querySelector('video').paused"
VOLUME = "return Math.round(document.querySelector('video').volume * 100)"
FULL = "return Boolean(document.fullscreenElement)"


def click(name):
    ActionChains(driver).click(driver.find_element("css selector", name)).perform()


def after():
    go("videos/talk/")
    run(PLAY)
    run("document.querySelector('video').muted = false; document.querySelector('video').volume = 0.5")
    click("[data-do=full]")
    until(lambda: run(FULL))
    press(" ")
    until(lambda: run(PAUSED))
    press(Keys.ARROW_DOWN)
    told = [run(FULL), run(PAUSED), until(lambda: run(VOLUME), lambda found: found < 50)]
    press("f")
    until(lambda: not run(FULL))
    return told


def resting():
    go("videos/talk/")
    run("document.querySelector('video').muted = true")
    click("[data-do=play]")
    until(lambda: run(IDLE), seconds=10)
    ActionChains(driver).click().perform()
    return until(lambda: run(PAUSED))


def closing():
    go("videos/talk/")
    click("[popovertarget=player-panel]")
    until(lambda: run("return document.querySelector('.player-panel:popover-open')"))
    ActionChains(driver).move_to_element_with_offset(driver.find_element("css selector", "video"), -200, -100).click().perform()
    time.sleep(0.5)
    return [run("return document.querySelector('.player-panel').matches(':popover-open')"), run(PAUSED)]


def quieter():
    run("const video = document.querySelector('video'); video.muted = true; video.volume = 0.8; document.querySelector('.player-stage').focus()")
    press(Keys.ARROW_DOWN)
    time.sleep(0.3)
    return [run("return document.querySelector('video').muted"), run(VOLUME)]


def listed():
    run("document.querySelector('[popovertarget=player-panel]').focus()")
    press(Keys.ENTER)
    until(lambda: run("return document.querySelector('.player-panel:popover-open')"))
    run("document.querySelector('[data-do=keys-button]').focus()")
    press(Keys.ENTER)
    until(lambda: run("return document.querySelector('.player-keys:popover-open')"))
    press(Keys.ESCAPE)
    until(lambda: run("return !document.querySelector('.player-keys:popover-open')"))
    return run("return document.activeElement.getAttribute('popovertarget')")


def hold(key, code, times):
    for count in range(times):
        cdp("Input.dispatchKeyEvent", {"type": "keyDown", "key": key, "windowsVirtualKeyCode": code, "autoRepeat": count > 0})
    cdp("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "windowsVirtualKeyCode": code})


def held():
    go("videos/talk/")
    run("document.querySelector('video').muted = true; document.querySelector('.player-stage').focus()")
    hold("k", 75, 4)
    told = [until(lambda: run(PAUSED), lambda found: not found)]
    run("document.querySelector('video').pause(); document.querySelector('video').currentTime = 0")
    until(lambda: run("return !document.querySelector('video').seeking"))
    hold("ArrowRight", 39, 3)
    return told + [until(lambda: run("return document.querySelector('video').currentTime"), lambda at: at >= 15)]


def figures():
    shown = "return document.querySelector('.player-figures').matches(':popover-open')"
    run("document.querySelector('.player-figures').showPopover()")
    told = [run(shown)]
    press("f")
    until(lambda: run(FULL))
    told.append(until(lambda: run(shown), lambda found: not found))
    press("f")
    until(lambda: not run(FULL))
    return told


def end():
    go("videos/talk/")
    run("document.querySelector('.player-stage').focus()")
    press(Keys.END)
    far = "const v = document.querySelector('video'); return v.duration - v.currentTime < 0.5 && !v.ended"
    until(lambda: run(far))
    return [until(lambda: run("return document.querySelector('video').seeking"), lambda found: not found), run(far)]


def chapter():
    go("videos/talk/")
    run("document.querySelector('video').muted = true")
    click(".chapters a[data-seconds]:not([data-seconds='0'])")
    until(lambda: run("return !document.querySelector('video').paused"))
    before = run("return [scrollY, Number(document.querySelectorAll('.chapters a[data-seconds]')[1].dataset.seconds)]")
    press(" ")
    until(lambda: run(PAUSED))
    press(Keys.ARROW_RIGHT)
    forward = until(lambda: run("return document.querySelector('video').currentTime"), lambda at: at >= before[1] + 5)
    return [run("return scrollY") - before[0], forward >= before[1] + 5]


def sliders():
    go("videos/talk/")
    run(PLAY)
    click("[data-do=position]")
    press("k")
    press("k")
    return until(lambda: run(IDLE), seconds=10)


def type_key(key, code, modifiers=0):
    for kind in ("keyDown", "keyUp"):
        cdp("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, "modifiers": modifiers})


def rows():
    go("videos/talk/")
    run("document.querySelector('video').currentTime = 2; document.querySelector('.player-stage').focus()")
    until(lambda: run("return !document.querySelector('video').seeking"))
    type_key("(", "Digit5")
    half = until(lambda: run("const v = document.querySelector('video'); return v.currentTime / v.duration"), lambda at: at > 0.4)
    run("document.querySelector('video').currentTime = 2")
    until(lambda: run("return !document.querySelector('video').seeking"))
    type_key("\u0434", "KeyL")
    return [round(half * 100), round(until(lambda: run("return document.querySelector('video').currentTime"), lambda at: at > 10))]


def selecting():
    run("document.activeElement.blur(); document.querySelector('video').currentTime = 4")
    until(lambda: run("return !document.querySelector('video').seeking"))
    shift = 8
    type_key("ArrowRight", "ArrowRight", shift)
    time.sleep(0.4)
    return round(run("return document.querySelector('video').currentTime"))


def goes():
    run("localStorage.setItem('bobine-player', JSON.stringify({ ...JSON.parse(localStorage.getItem('bobine-player') ?? '{}'),"
        " places: [[location.pathname, 14]] }))")
    go("videos/talk/")
    until(lambda: run("return document.querySelector('[data-do=restart]').checkVisibility()"))
    run("document.querySelector('[data-do=restart]').focus()")
    press(Keys.ENTER)
    until(lambda: run("return !document.querySelector('[data-do=restart]').checkVisibility()"))
    return run("return document.activeElement.className.split(' ')[0]")


def again():
    cdp("Network.enable", {})
    cdp("Network.setBlockedURLs", {"urls": ["*.m3u8*", "*.mp4*", "*.m4s*"]})
    cdp("Network.clearBrowserCache", {})
    driver.get(base + "videos/long/")
    until(lambda: run("return document.querySelector('video').networkState === 3 && document.querySelector('.has-controls')"))
    # It may have been said as the page began.
    run("document.querySelector('video').muted = true; document.querySelector('[data-do=said]').textContent = ''")
    click("[data-do=start]")
    said = "return document.querySelector('[data-do=said]').textContent"
    waits = "return document.querySelector('.player-stage').matches('.is-waiting')"
    told = [until(lambda: run(said)), until(lambda: run(waits), lambda found: not found)]
    cdp("Network.setBlockedURLs", {"urls": []})
    # The press before it left the video as one that is to play.
    run("document.querySelector('video').pause()")
    until(lambda: run("return !document.querySelector('.is-playing')"))
    click("[data-do=start]")
    return told + [until(lambda: run("return document.querySelector('video').currentTime > 0.1"))]


def frame():
    cdp("Network.setBlockedURLs", {"urls": ["*.m3u8*", "*.mp4*", "*.m4s*"]})
    # A page without a policy of its own.
    driver.get(base + "robots.txt")
    run("""
        window.heard = [];
        addEventListener('message', ({ data, source }) => {
          heard.push(data.bobine);
          if (data.bobine === 'ready') source.postMessage({ bobine: 'state' }, '*');
        });
        const frame = document.createElement('iframe');
        Object.assign(frame, { src: 'videos/talk/embed/', allow: "fullscreen 'none'" });
        document.body.append(frame);
    """)
    until(lambda: run("return heard.includes('state')"))
    driver.switch_to.frame(0)
    until(lambda: run("return document.querySelector('.has-controls [data-do=full]')"))
    # Where its sources failed before anybody asked, they do so again.
    run("document.querySelector('video').load()")
    offered = run("return document.querySelector('[data-do=full]').checkVisibility()")
    gutter = run("return getComputedStyle(document.documentElement).scrollbarGutter")
    driver.switch_to.default_content()
    told = until(lambda: run("return heard.includes('error')"))
    cdp("Network.setBlockedURLs", {"urls": []})
    return [offered, told, gutter]


try:
    for look in (after, resting, closing, quieter, listed, held, figures, end, chapter, sliders, rows, selecting, goes, again, frame):
        seen[look.__name__] = look()
        print(look.__name__, seen[look.__name__], file=sys.stderr, flush=True)
    seen["consoleErrors"] = [
        entry["message"] for entry in driver.get_log("browser")
        if entry["level"] == "SEVERE" and "ERR_BLOCKED_BY_CLIENT" not in entry["message"] and "favicon.ico" not in entry["message"]]
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
