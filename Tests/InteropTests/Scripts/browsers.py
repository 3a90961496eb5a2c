"""Chromium and Firefox alike: `get`, `look` (what a script returns), `run` (a script that calls `done` with what it saw), `errors` of the
console, `quit`. And `until`."""
import shutil
import tempfile
import time


def browser(kind, size=None):
    """`size` of Chromium's window, where it is to have another than its own; that of Firefox is 1366,768."""
    return Chromium(size) if kind == "chromium" else Firefox()


def until(look, test=bool, seconds=15):
    """What is seen when the test holds, or at last."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if test(found) or time.monotonic() > end:
            return found
        time.sleep(0.05)


class Chromium:
    def __init__(self, size):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage",
                     "--autoplay-policy=no-user-gesture-required",
                     # Names of the local network, which a page tells others in the place of addresses, mean nothing here.
                     "--disable-features=WebRtcHideLocalIpsWithMdns"):
            options.add_argument(flag)
        if size:
            options.add_argument(f"--window-size={size}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.get, self.look, self.quit = self.driver.get, self.driver.execute_script, self.driver.quit

    def run(self, script, seconds=40):
        self.driver.set_script_timeout(seconds)
        return self.driver.execute_async_script("const done = arguments[arguments.length - 1];" + script)

    def errors(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]


class Firefox:
    def __init__(self):
        from marionette_driver.marionette import Marionette

        self.profile = tempfile.TemporaryDirectory()
        with open(f"{self.profile.name}/user.js", "w") as prefs:
            prefs.write('user_pref("media.autoplay.default", 0);\nuser_pref("media.autoplay.blocking_policy", 0);\n')
            # Where no loudspeaker is, Firefox plays no sound without pictures, but for one that nobody is to hear.
            prefs.write('user_pref("media.default_volume", "0.0");\n')
            prefs.write('user_pref("network.captive-portal-service.enabled", false);\n')
            prefs.write('user_pref("network.connectivity-service.enabled", false);\n')
        # A port of its own: others may run at the same time.
        self.driver = Marionette(port=0, bin=shutil.which("firefox-esr") or shutil.which("firefox"), headless=True,
                                 profile=self.profile.name, startup_timeout=90)
        self.driver.start_session()
        self.get = self.driver.navigate

    def look(self, script, *arguments):
        return self.driver.execute_script(script, script_args=arguments, sandbox=None)

    def run(self, script, seconds=40):
        self.driver.timeout.script = seconds
        return self.driver.execute_async_script("const done = arguments[arguments.length - 1];" + script, sandbox=None)

    def errors(self):
        return []  # Its driver does not tell them.

    def quit(self):
        self.driver.quit()
        self.driver = self.get = None
        self.profile.cleanup()
