"""search.py WHAT ...: the search of a site in real browsers. Prints what it saw, as JSON.

    search.py words SCRIPT RULES TEXTS OUT    what the page's script makes of texts in Chromium: OUT is a list of lists of words
    search.py measure BASE QUERIES            each query of the list in a fresh page of Chromium with an empty cache:
                                              [{results, count, ms, bytes: {search, other}, requests}]
    search.py use BROWSER BASE WORD OTHER     a reader with a keyboard alone, in chromium or firefox
    search.py plain BASE                      the search page in Chromium without JavaScript: what is to be seen

RULES, TEXTS and QUERIES are files of JSON. `ms` is from the start of the navigation to the results; `bytes` are those of bodies and headers,
without compression, of the index's files and of everything else but pictures.
"""
import base64
import json
import shutil
import sys
import tempfile
import time
import urllib.parse

WORDS = """
const [source, rules, texts, done] = arguments;
import(`data:text/javascript;base64,${source}`).then(module => {
  const ready = module.alphabet(rules);
  done(texts.map(text => module.words(text, ready)));
}, error => done(`${error}`));
"""
# The results stand when the page says how many there are.
STAND = """
const done = arguments[arguments.length - 1], end = performance.now() + 20000;
(function look() {
  const status = document.querySelector('[data-status]'), list = document.querySelector('[data-results]');
  if (status?.textContent) {
    const files = performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'));
    const bytes = {search: 0, other: 0};
    let requests = 0;
    for (const file of files) {
      if (file.initiatorType === 'img') continue;
      requests += 1;
      bytes[file.name.includes('.json') ? 'search' : 'other'] += file.transferSize;
    }
    done({ms: performance.now(), status: status.textContent, bytes, requests,
          results: [...list.querySelectorAll('a')].slice(0, 3).map(link => link.href)});
  } else if (performance.now() > end) {
    done({failed: 'no results in 20 s'});
  } else {
    requestAnimationFrame(look);
  }
})();
"""
SEEN = """
const status = document.querySelector('[role=status]'), list = document.querySelector('[data-results]');
return {address: location.search, path: location.pathname, title: document.title, status: status?.textContent,
        isShown: Boolean(status?.checkVisibility()), focus: document.activeElement.id || document.activeElement.textContent.trim(),
        outline: getComputedStyle(document.activeElement, document.activeElement.closest('.card-title') ? '::after' : null).outlineStyle,
        results: [...list?.querySelectorAll('a') ?? []].map(link => link.textContent),
        transcripts: performance.getEntriesByType('resource').filter(file => file.name.includes('/transcripts-')).length};
"""


def chromium(*flags):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage", *flags):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(300)
    driver.set_window_size(1280, 900)
    return driver


class Chromium:
    def __init__(self):
        from selenium.webdriver.common.keys import Keys

        self.driver, self.keys = chromium(), Keys

    def go(self, address):
        self.driver.get(address)

    def run(self, script):
        return self.driver.execute_script(script)

    def type(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def click(self, selector):
        self.driver.find_element("css selector", selector).click()

    def errors(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def quit(self):
        self.driver.quit()


class Firefox:
    def __init__(self):
        from marionette_driver.keys import Keys
        from marionette_driver.marionette import Marionette

        self.keys, self.profile = Keys, tempfile.TemporaryDirectory()
        with open(f"{self.profile.name}/user.js", "w") as prefs:
            for name in ("network.captive-portal-service.enabled", "network.connectivity-service.enabled"):
                prefs.write(f'user_pref("{name}", false);\n')
        self.driver = Marionette(port=0, bin=shutil.which("firefox-esr") or shutil.which("firefox"), headless=True,
                                 profile=self.profile.name, startup_timeout=90)
        self.driver.start_session()
        self.driver.set_window_rect(width=1280, height=900)

    def go(self, address):
        self.driver.navigate(address)

    def run(self, script):
        return self.driver.execute_script(script, sandbox=None)

    def type(self, *keys):
        self.driver.get_active_element().send_keys(*keys)

    def click(self, selector):
        self.driver.find_element("css selector", selector).click()

    def errors(self):
        with self.driver.using_context("chrome"):
            return self.driver.execute_script("""
                return Services.console.getMessageArray().filter(each => each instanceof Ci.nsIScriptError
                  && (each.category.includes('CSP') || each.category.startsWith('content javascript'))).map(each => each.errorMessage);""")

    def quit(self):
        self.driver.quit()
        self.profile.cleanup()


def until(look, test, seconds=15):
    """What is seen when the test holds, or at last."""
    end = time.monotonic() + seconds
    while True:
        try:
            seen = look()
            if seen is not None and test(seen) or time.monotonic() > end:
                return seen
        except Exception:
            # Between two pages there is no document to look at.
            if time.monotonic() > end:
                raise
        time.sleep(0.05)


def use(browser, base, word, other):
    reader = {"chromium": Chromium, "firefox": Firefox}[browser]()
    keys = reader.keys
    steps = {}

    def step(name, test):
        steps[name] = until(lambda: reader.run(SEEN), test)
        return steps[name]

    try:
        reader.go(base)
        until(lambda: reader.run("return document.readyState"), lambda state: state == "complete")
        reader.type("/")
        step("slash", lambda seen: seen["focus"] == "query")
        reader.type(word, keys.ENTER)
        step("found", lambda seen: seen["status"] and seen["results"])
        reader.click("#query")
        reader.type(keys.ARROW_DOWN)
        step("down", lambda seen: seen["focus"] != "query")
        reader.type(keys.ARROW_DOWN)
        step("downAgain", lambda seen: seen["results"][1:] and seen["focus"] == seen["results"][1])
        reader.type(keys.ARROW_UP)
        step("up", lambda seen: seen["focus"] == seen["results"][0])
        reader.type(keys.TAB)
        step("tab", lambda seen: seen["focus"] == seen["results"][1])
        reader.type(keys.ARROW_UP)
        reader.type(keys.ARROW_UP)
        step("upToField", lambda seen: seen["focus"] == "query")
        count = steps["found"]["status"]
        reader.run("const year = document.querySelector('select[name=year]'); year.selectedIndex = 1;"
                   "year.dispatchEvent(new Event('input', {bubbles: true}))")
        step("year", lambda seen: seen["status"] != count)
        before = steps["year"]["status"]
        reader.run("const year = document.querySelector('select[name=year]'); year.selectedIndex = 0;"
                   "year.dispatchEvent(new Event('input', {bubbles: true}))")
        step("allYears", lambda seen: seen["status"] != before)
        shown = len(steps["allYears"]["results"])
        reader.click("[data-more]")
        step("more", lambda seen: len(seen["results"]) > shown and seen["focus"] == seen["results"][shown])
        # What is said, only when it is asked for.
        reader.go(base + "search/?q=" + urllib.parse.quote(other))
        step("unsaid", lambda seen: seen["status"])
        reader.click("input[name=transcripts]")
        step("said", lambda seen: seen["results"])
        reader.click("#query")
        reader.type(keys.ARROW_DOWN)
        step("first", lambda seen: seen["focus"] == seen["results"][0])
        reader.type(keys.ENTER)
        step("opened", lambda seen: "/videos/" in seen["path"])
        # The key can be turned off.
        reader.go(base + "search/")
        step("empty", lambda seen: seen["status"])
        reader.click("[data-search-key]")
        reader.go(base)
        until(lambda: reader.run("return document.readyState"), lambda state: state == "complete")
        reader.type("/")
        time.sleep(0.2)
        step("off", lambda seen: True)
        # The library has no media, and Firefox tries to fetch the page that a list names as its next one.
        steps["errors"] = [line for line in reader.errors() if "/videos/" not in line and "/page/2/" not in line]
    finally:
        reader.quit()
    return steps


def measure(base, queries):
    driver = chromium()
    seen = []
    try:
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
        for query in queries:
            driver.get(f"{base}search/?{query}")
            seen.append(driver.execute_async_script(STAND))
    finally:
        driver.quit()
    return seen


def plain(base):
    driver = chromium("--blink-settings=scriptEnabled=false")
    try:
        driver.get(base + "search/?q=harbour")
        links = [link.get_attribute("href") for link in driver.find_elements("css selector", "noscript a")]
        return {"text": driver.find_element("css selector", "main").text, "links": links}
    finally:
        driver.quit()


def words(script, rules, texts, out):
    driver = chromium()
    try:
        driver.get("about:blank")
        with open(script, "rb") as source, open(rules) as rule, open(texts) as text:
            found = driver.execute_async_script(
                WORDS, base64.b64encode(source.read()).decode(), json.load(rule)["text"], json.load(text))
    finally:
        driver.quit()
    with open(out, "w") as file:
        json.dump(found, file)
    return {"texts": len(found) if isinstance(found, list) else 0, "error": None if isinstance(found, list) else found}


what, arguments = sys.argv[1], sys.argv[2:]
if what == "measure":
    with open(arguments[1]) as file:
        arguments[1] = json.load(file)
print(json.dumps({"use": use, "measure": measure, "plain": plain, "words": words}[what](*arguments), sort_keys=True))
