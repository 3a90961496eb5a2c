"""onward.py BROWSER BASE: from one video to the next, by the list `walk` and without one, as a person who only watches. Prints JSON:

    list     [what each page of the way shows: {path, title, entries, current, next, auto, said}]
    stayed   {path, said, over}: who pressed "Stay here"
    last     {path, over}: the end of the list, some seconds later
    french   {title, entries, auto}
    alone    {auto, path, over}: a video without a list, some seconds after its end
    chosen   the path where one comes to who has chosen to go on
    begun    {position, resumed}: a part of a list begins at its start, wherever one stopped
    strange  [shown]: addresses that name no list, a list without this video, another host
    violations, consoleErrors
"""
import json
import sys
import time

from axe import AUDIT, AXE
from browsers import browser, until

STATE = """
if (document.readyState !== 'complete' || !(document.querySelector('.has-controls video')?.readyState >= 1)) return null;
const box = document.querySelector('.from-list'), shown = box?.checkVisibility() ? box : null, find = name => document.querySelector(`[data-do=${name}]`);
const below = link => link?.href.replace(arguments[0], '') ?? null;
return {path: below(location), title: shown?.querySelector('h2').textContent ?? null, list: below(shown?.querySelector('h2 a')),
        entries: [...shown?.querySelectorAll('li a') ?? []].map(below), current: [...shown?.querySelectorAll('[aria-current=page]') ?? []].map(below),
        next: find('next').checkVisibility() ? below(find('next')) : null, over: find('over').checkVisibility(), auto: find('auto').checked,
        said: find('said').textContent, stay: find('stay').checkVisibility(), paused: document.querySelector('video').paused};
"""
base = sys.argv[2]
driver = browser(sys.argv[1], "1280,900")
run = driver.look
seen = {"list": [], "strange": [], "violations": []}


def state(test=bool, seconds=15):
    end = time.monotonic() + seconds
    while True:
        found = run(STATE, base)
        if found and test(found) or time.monotonic() > end:
            return found
        time.sleep(0.05)


def go(path, test=bool):
    driver.get(base + path)
    return state(test)


def end():
    """Near the end: it plays the rest. What ends at a `stop` does so by itself."""
    run("const video = document.querySelector('video'); if (!/stop=/.test(location)) video.currentTime = video.duration - 0.3;"
        "video.play()")


def audit():
    run(AXE)
    seen["violations"] += driver.run(AUDIT, 120)


try:
    driver.get(base + "playlists/walk/")
    run("document.querySelector('.card-title a').click()")
    seen["list"].append(state(lambda found: found["title"]))
    end()
    asked = state(lambda found: found["stay"])
    run("document.querySelector('[data-do=stay]').click()")
    time.sleep(9)
    seen["stayed"] = {key: run(STATE, base)[key] for key in ("path", "said", "over")} | {"asked": asked["said"]}
    # As it asked, without its clock.
    run("document.querySelector('[data-do=said]').textContent = arguments[0]; document.querySelector('[data-do=stay]').hidden = false", asked["said"])
    audit()
    # Onto the next two, without a hand: one that had its end is asked again at its end.
    run("const video = document.querySelector('video'); video.currentTime = video.duration - 0.3; video.play()")
    # The next one stands on the next page of the list, which comes after what is shown of this one.
    seen["list"].append(state(lambda found: found["title"] and "sound" in found["path"] and (found["stay"] or not found["paused"]) and "walk" in (found["next"] or ""), 25))
    end()
    seen["list"].append(state(lambda found: found["title"] and "long" in found["path"] and not found["paused"], 25))
    end()
    state(lambda found: found["over"])
    time.sleep(9)
    seen["last"] = {key: run(STATE, base)[key] for key in ("path", "over", "said")}

    french = go("fr/videos/talk/?list=walk", lambda found: found["title"])
    seen["french"] = {key: french[key] for key in ("title", "entries", "auto")}

    seen["alone"] = {"auto": go("videos/long/")["auto"]}
    end()
    state(lambda found: found["over"])
    time.sleep(9)
    seen["alone"] |= {key: run(STATE, base)[key] for key in ("path", "over", "said")}
    run("document.querySelector('[data-do=auto]').click()")
    end()
    seen["chosen"] = state(lambda found: "videos/long/" not in found["path"], 25)["path"]

    go("videos/talk/")
    run("document.querySelector('video').currentTime = 16")
    until(lambda: run("return JSON.parse(localStorage.getItem('bobine-player') ?? '{}').places?.[0]?.[1] === 16"))
    position = "return document.querySelector('video').currentTime"
    go("videos/talk/?list=walk&stop=4")
    time.sleep(1)
    seen["begun"] = {"position": run(position), "resumed": (go("videos/talk/?list=walk", lambda found: found["said"]), run(position))[1]}
    for path in ("walk/../best", "%2F%2Fexample.org", "nothing", "walk/page/2", "walk/page/9"):
        go(f"videos/talk/?list={path}")
        time.sleep(0.5)
        seen["strange"].append(run(STATE, base)["title"])
    # A list that is not there is a request that fails, and nothing else.
    seen["consoleErrors"] = [message for message in driver.errors() if "404" not in message]
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
