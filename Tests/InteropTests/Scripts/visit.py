"""Chromium at the pages of a site, whose address is a script's first argument: controls.py, corners.py and hands.py go on from here."""
import sys

from selenium.webdriver.common.action_chains import ActionChains

from browsers import browser, until

base = sys.argv[1]
driver = browser("chromium", "1280,900").driver
run, cdp = driver.execute_script, driver.execute_cdp_cmd
IDLE = "return document.querySelector('.player-stage').matches('.is-idle')"
PLAY = "const video = document.querySelector('video'); video.muted = true; video.loop = true; return video.play()"


def go(path):
    """Until the controls are there and the video knows its length."""
    driver.get(base + path)
    until(lambda: run("return document.querySelector('.has-controls video')?.readyState >= 1"))


def press(*keys):
    ActionChains(driver).send_keys(*keys).perform()
