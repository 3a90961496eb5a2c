"""controls.py BASE: the controls of the player, on the page and in the frame of `talk`, below BASE and below BASE/fr. Prints what was seen, as JSON:

    names       {language: [name]} of all that Tab reaches in the player, its panels open
    english     words of the player that are the same in both languages
    keys        {key: what it did}
    panel       {opened, speed, closed, back}: the settings by keyboard
    captions    {text, off, again, size, ground}: as drawn, after `c`, and after another visit
    session     {actions, title, moved}: what a headset or a locked screen can do, what it shows, what a seek of theirs did
    window      [in a window of its own after `i`, mode of the captions there, and after another `i`]
    placed      [cues with a place of their own at three sides, one that stands upright]: {mode, drawn, left, right}
    speeds      [of another visit, of one after the usual speed was chosen again]
    resumed     {at, said, restart, over}: another visit, and one that starts over
    preview     {picture, text}: pointing at the time bar
    shared      [link, code, plain link]: of the panel with the time
    fakes       {quality, sounds, chosen, again, other, told, figures, lines}: with a playback and a feed that only note what they are asked;
                `again` is the quality that another one is asked for, `other` where it has not the one that was chosen
    sharing     {page, text, off, kept, frame, asked}: what the feed was told
    touch       [hidden before, after a tap, after another]
    audits      how often axe-core looked, and its violations
    firefox     {native, names, plays, caption, half, panel}
    consoleErrors
"""
import json
import time

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from axe import AUDIT, AXE
from browsers import browser, until
from visit import base, cdp, driver, go, press, run

NAMES = """
const all = [...document.querySelectorAll('.player-stage :is(button, a, input, select)')].filter(each => each.checkVisibility());
return all.map(each => each.ariaLabel || each.labels?.[0]?.textContent.trim() || each.textContent.trim());
"""
STATE = """
const video = document.querySelector('video'), round = number => Math.round(number * 100) / 100;
return {paused: video.paused, time: round(video.currentTime), volume: round(video.volume), muted: video.muted, rate: video.playbackRate,
        captions: document.querySelector('.cues').textContent, full: Boolean(document.fullscreenElement),
        wide: Boolean(document.querySelector('.watch-theatre')), help: Boolean(document.querySelector('.player-keys:popover-open')),
        said: document.querySelector('[data-do=said]').textContent};
"""
PLACED = """
const track = document.querySelector('video').textTracks[0], line = document.querySelector('.cues p');
const part = side => line && `${Math.round(parseFloat(getComputedStyle(line)[side]) / line.offsetWidth * 100)}%`;
return {mode: track.mode, drawn: document.querySelector('.cues').textContent, active: [...track.activeCues].map(each => each.text),
        left: part('paddingLeft'), right: part('paddingRight')};
"""
FAKES = """
const [frame, done] = arguments;
const module = performance.getEntriesByType('resource').map(each => each.name).find(name => /controls-[0-9a-f]+[.]js$/.test(name));
Promise.all([import(module), fetch(location.href).then(page => page.text())]).then(([{attachControls}, text]) => {
  const stage = new DOMParser().parseFromString(text, 'text/html').querySelector('.player-stage');
  const video = stage.querySelector('video');
  video.dataset.tracker = 'wss://tracker.example/';
  document.querySelector('.player-stage').replaceWith(stage);
  const rendition = (id, height) => ({id, label: `${height}p`, height, bandwidth: height * 2000, frameRate: 25});
  const playback = {
    renditions: [rendition('a', 720), rendition('b', 360)], quality: 'auto', current: rendition('b', 360), sound: 0,
    sounds: [{label: 'English', language: 'en'}, {label: 'Français', language: 'fr'}]};
  let bytes = 0;
  window.told = [];
  const feed = {share: on => window.told.push(on), figures: () => ({server: bytes += 1e6, fromPeers: bytes / 2, toPeers: bytes / 4, peers: 3, state: 'on'})};
  window.playback = playback;
  attachControls(stage, video).use(playback, feed);
  done(true);
}, error => done(`${error}`));
"""

# What the browser would call at a media key.
cdp("Page.addScriptToEvaluateOnNewDocument", {"source": """
window.acts = {};
const { setActionHandler } = MediaSession.prototype;
MediaSession.prototype.setActionHandler = function (name, act) { acts[name] = act; setActionHandler.call(this, name, act); };
"""})
seen = {"audits": 0, "violations": []}


def state(test=lambda found: True):
    return until(lambda: run(STATE), test)


def focused():
    return run("return document.activeElement.dataset.do ?? document.activeElement.getAttribute('popovertarget')")


def audit(what, windows=((1280, "light"), (320, "dark"))):
    for width, scheme in windows:
        cdp("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        cdp("Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False})
        seen["audits"] += 1
        seen["violations"] += [[what, width, scheme, found] for found in driver.execute_async_script(AUDIT)]
        if run("return document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            seen["violations"].append([what, width, "scrolls sideways"])
    cdp("Emulation.clearDeviceMetricsOverride", {})
    cdp("Emulation.setEmulatedMedia", {"features": []})


def panels(language):
    """Each panel open, looked at, with the names of what is in it."""
    driver.execute_script(AXE)
    names = run(NAMES)
    audit(f"{language} controls")
    for panel in ("panel", "figures", "keys"):
        run("document.getElementById(arguments[0]).showPopover()", f"player-{panel}")
        audit(f"{language} {panel}")
        names += [name for name in run(NAMES) if name not in names]
        run("document.getElementById(arguments[0]).hidePopover()", f"player-{panel}")
    return names


def keys():
    done = {}
    run("document.querySelector('video').muted = true; document.activeElement.blur()")
    press("k")
    done["k"] = state(lambda found: not found["paused"])["paused"]
    press(Keys.SPACE)
    done["space"] = state(lambda found: found["paused"])["paused"]
    for key, name in (("3", "3"), ("l", "l"), ("j", "j"), (Keys.ARROW_RIGHT, "right"), (Keys.ARROW_LEFT, "left"), (".", "."), (",", ",")):
        before = state()["time"]
        press(key)
        done[name] = [before, state(lambda found: found["time"] != before)["time"]]
    for key, name in (("m", "muted"), ("<", "rate"), (">", "rate"), ("t", "wide"), ("?", "help")):
        before = run(STATE)[name]
        press(key)
        done[key] = [before, state(lambda found: found[name] != before)[name]]
    press(Keys.ESCAPE)
    done["escape"] = state(lambda found: not found["help"])["help"]
    press("f")
    done["f"] = state(lambda found: found["full"])["full"]
    press("f")
    state(lambda found: not found["full"])
    run("document.querySelector('[data-do=play]').focus()")
    for key, name in ((Keys.ARROW_DOWN, "down"), (Keys.ARROW_UP, "up")):
        before = state()["volume"]
        press(key)
        done[name] = [before, state(lambda found: found["volume"] != before)["volume"]]
    run("document.querySelector('[data-do=position]').focus()")
    before = state()["time"]
    press(Keys.HOME)
    done["home"] = state(lambda found: found["time"] != before)["time"]
    # Letters go to the player alone where one wants that, and to no field ever.
    run("document.getElementById('query').focus()")
    press("k")
    done["field"] = [run("return document.getElementById('query').value"), run(STATE)["paused"]]
    run("document.querySelector('[data-do=everywhere]').click(); document.activeElement.blur()")
    press("k")
    done["alone"] = run(STATE)["paused"]
    run("document.querySelector('[data-do=everywhere]').click()")
    return done


def settings():
    run("document.querySelector('[popovertarget=player-panel]').focus()")
    press(Keys.ENTER)
    opened = until(lambda: run("return Boolean(document.querySelector('.player-panel:popover-open'))"))
    press(Keys.TAB)
    first = focused()
    press("2")
    speed = until(lambda: run(STATE)["rate"], lambda rate: rate == 2)
    press(Keys.ESCAPE)
    closed = until(lambda: run("return !document.querySelector('.player-panel:popover-open')"))
    return {"opened": opened, "first": first, "speed": speed, "closed": closed, "back": focused()}


try:
    driver.set_script_timeout(120)
    seen["names"], words = {}, {}
    for language, path in (("fr", "fr/videos/talk/"), ("en", "videos/talk/")):
        go(path)
        words[language] = run("return Object.values(document.querySelector('template[data-controls]').dataset)")
        seen["names"][language] = panels(language)
    seen["english"] = [word for word in words["en"] if word and word in words["fr"]]
    seen["keys"] = keys()
    # What follows pauses it, perhaps before it plays.
    run("document.querySelector('video').play().catch(() => {})")
    title = until(lambda: run("return navigator.mediaSession.metadata?.title"))
    run("const video = document.querySelector('video'); video.pause(); video.currentTime = 2; acts.seekforward()")
    seen["session"] = {"actions": run("return Object.keys(acts).filter(name => acts[name]).sort()"), "title": title,
                       "moved": state(lambda found: found["time"] == 12)["time"]}
    seen["panel"] = settings()
    go("videos/talk/")
    seen["speeds"] = [run(STATE)["rate"]]
    run("const list = document.querySelector('[data-do=speed]'); list.value = '1'; list.dispatchEvent(new Event('change'))")
    go("videos/talk/")
    seen["speeds"].append(run(STATE)["rate"])

    drawn = {}
    run("document.querySelector('video').currentTime = 1")
    press("c")
    drawn["text"] = state(lambda found: found["captions"])["captions"]
    press("c")
    drawn["off"] = state(lambda found: not found["captions"])["captions"]
    press("c")
    run("for (const [name, value] of [['size', '2'], ['ground', 'none']]) { const list = document.querySelector(`[data-do=${name}]`);"
        " list.value = value; list.dispatchEvent(new Event('change')); } document.querySelector('video').currentTime = 16")
    until(lambda: run("return JSON.parse(localStorage.getItem('bobine-player') ?? '{}').places?.[0]?.[1] === 16"))
    go("videos/talk/")
    resumed = {"at": state(lambda found: found["time"] > 10)["time"], "said": run(STATE)["said"]}
    run("document.querySelector('[data-do=restart]').click()")
    resumed["restart"] = state(lambda found: found["time"] < 1)["time"]
    run("document.querySelector('video').currentTime = 1")
    drawn["again"] = state(lambda found: found["captions"])["captions"]
    # While it goes there Chromium may take the cue away.
    style = until(lambda: run("const cue = document.querySelector('.cues span'); return cue && [getComputedStyle(cue).fontSize, getComputedStyle(cue).backgroundColor]"))
    drawn["size"], drawn["ground"] = float(style[0][:-2]), style[1]
    go("videos/talk/?t=5")
    resumed["over"] = state(lambda found: found["time"] >= 5)["time"]
    seen["captions"], seen["resumed"] = drawn, resumed

    bar = driver.find_element("css selector", "[data-do=bar]")
    ActionChains(driver).move_to_element_with_offset(bar, bar.size["width"] // 4, 0).perform()
    until(lambda: run("const picture = document.querySelector('[data-do=picture]'); if (picture.hidden || !picture.checkVisibility()) {"
                      "document.querySelector('[data-do=bar]').dispatchEvent(new PointerEvent('pointermove', {clientX: 600})); return false } return true"))
    seen["preview"] = run("const find = name => document.querySelector(`[data-do=${name}]`);"
                          "return {picture: getComputedStyle(find('picture')).backgroundImage, text: find('at').textContent}")

    window = "return [Boolean(document.pictureInPictureElement), document.querySelector('video').textTracks[0].mode]"
    press("i")
    seen["window"] = [until(lambda: run(window), lambda found: found == [True, "showing"])]
    press("i")
    seen["window"].append(until(lambda: run(window), lambda found: found == [False, "hidden"]))
    seen["placed"] = []
    for cue in ({"position": 10, "align": "start", "size": 50}, {"position": 80, "align": "end", "size": 50}, {"align": "left", "size": 40}, {"vertical": "rl"}):
        run("const video = document.querySelector('video'), track = video.textTracks[0], cue = new VTTCue(8, 9, 'placed');"
            "for (const each of [...track.cues].filter(each => each.startTime === 8)) track.removeCue(each);"
            "track.addCue(Object.assign(cue, arguments[0])); video.currentTime = 1", cue)
        state(lambda found: found["captions"] == "Good evening.")
        run("document.querySelector('video').currentTime = 8.5")
        seen["placed"].append(until(lambda: run(PLACED), lambda found: found["active"] == ["placed"] and (found["drawn"] == "placed" or found["mode"] == "showing")))

    share = run("const open = document.querySelector('[data-share]').parentElement; open.open = true;"
                "const at = document.querySelector('[data-share-at]'), values = () => [...document.querySelectorAll('[data-share] [data-copy]')].map(each => each.value);"
                "at.click(); const [link, code] = values(); at.click(); return [link, code, values()[0]]")
    seen["shared"] = share

    seen["replaced"] = driver.execute_async_script(FAKES, False)
    until(lambda: run("return document.querySelector('video').readyState >= 1"))
    lists = run("return ['quality', 'sound'].map(name => [...document.querySelector(`[data-do=${name}]`).options].map(each => each.text))")
    run("for (const [name, i] of [['quality', 2], ['sound', 1]]) { const list = document.querySelector(`[data-do=${name}]`);"
        "list.selectedIndex = i; list.dispatchEvent(new Event('change')); } document.getElementById('player-figures').showPopover()")
    time.sleep(2.3)
    seen["fakes"] = {"quality": lists[0], "sounds": lists[1], "chosen": run("return [playback.quality, playback.sound]"), "figures": run(
        "return [...document.querySelectorAll('[data-figure]')].filter(each => !each.hidden).map(each => each.innerText)"),
        "lines": run("return [...document.querySelectorAll('[data-figure] path')].map(each => each.getAttribute('d')?.split('L').length ?? 0)")}
    driver.execute_script(AXE)
    audit("figures with peers")
    run("playback.onchange('player-network')")
    seen["fakes"]["told"] = run(STATE)["said"]
    sharing = {"page": run("return [...told]"), "text": run("return document.querySelector('.player-sharing').innerText")}
    run("document.querySelector('[data-do=share]').click()")
    sharing["off"] = run("return told.at(-1)")
    driver.execute_async_script(FAKES, False)
    sharing["kept"] = run("return told.at(-1)")
    seen["fakes"]["again"] = run("return playback.quality")
    run("localStorage['bobine-player'] = JSON.stringify({...JSON.parse(localStorage['bobine-player']), quality: '1080p'})")
    driver.execute_async_script(FAKES, False)
    seen["fakes"]["other"] = run("return playback.quality")
    run("localStorage.clear()")
    go("videos/talk/embed/")
    driver.execute_async_script(FAKES, True)
    sharing["frame"] = run("return [...told]")
    run("document.getElementById('player-panel').showPopover()")
    driver.execute_script(AXE)
    audit("frame", ((320, "light"),))
    sharing["asked"] = run("const share = document.querySelector('.player-panel [data-do=share]'); share.click(); return [share.checkVisibility(), told.at(-1)]")
    seen["sharing"] = sharing
    run("document.getElementById('player-panel').hidePopover(); const video = document.querySelector('video'); video.muted = true; video.play()")
    state(lambda found: found["time"] > 0.1)
    TAP = ("const video = document.querySelector('video'); video.dispatchEvent(new PointerEvent('pointerdown', {pointerType: 'touch', bubbles: true}));"
           "video.click(); return document.querySelector('.player-stage').matches('.is-idle')")
    # Awake, however long it took to begin.
    seen["touch"] = [run("const stage = document.querySelector('.player-stage'); stage.dispatchEvent(new Event('pointermove'));"
                         "return stage.matches('.is-idle')"), run(TAP), run(TAP), run(STATE)["paused"]]
    errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
finally:
    driver.quit()
seen["consoleErrors"] = errors

from marionette_driver.keys import Keys as FirefoxKeys  # noqa: E402

fox = browser("firefox")
try:
    ask = fox.look
    fox.get(base + "videos/talk/")
    until(lambda: ask("return document.querySelector('.has-controls video')?.readyState >= 1"))
    ask("document.querySelector('video').volume = 1")
    until(lambda: ask(NAMES), lambda found: "Mute" in found)
    firefox = {"native": ask("return document.querySelector('video').controls"), "names": ask(NAMES)}
    # The cue lasts two seconds of the video: slowly, so that a busy machine sees it, too.
    ask("const video = document.querySelector('video'); video.muted = true; video.playbackRate = 0.25")
    body = fox.driver.find_element("css selector", "[data-do=play]")
    body.send_keys("k")
    firefox["plays"] = until(lambda: ask(STATE), lambda found: not found["paused"] and found["time"] > 0.2)["paused"] is False
    body.send_keys("c")
    firefox["caption"] = until(lambda: ask(STATE), lambda found: found["captions"])["captions"]
    body.send_keys("k")
    body.send_keys("5")
    firefox["half"] = until(lambda: ask(STATE), lambda found: found["time"] > 14)["time"]
    ask("document.querySelector('[popovertarget=player-panel]').click()")
    firefox["panel"] = until(lambda: ask("const box = document.querySelector('.player-panel:popover-open')?.getBoundingClientRect();"
                                         "return box && [box.top, box.left >= 0 && box.right <= innerWidth]"))
    body.send_keys(FirefoxKeys.ESCAPE)
finally:
    fox.quit()
seen["firefox"] = firefox
print(json.dumps(seen, sort_keys=True))
