"""seek.py PAGE LONG: do times of a transcript seek? PAGE is a watch page that holds its transcript, LONG the page of one that is
long. Prints what Chromium did, as JSON:

    here      [the video's time after a click on the ninth last time of PAGE, what `aria-current` marks then, the address's end]
    there     [the video's time on the page that a click on the fourth time of LONG led to, the address's end]
    unscripted  [lines of the transcript of PAGE that can be read without scripts, where that time leads]
    consoleErrors
"""
import json
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium")
for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage"):
    options.add_argument(flag)
options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
TIME = "return document.querySelector('video').currentTime"
seen = {}
try:
    wait = WebDriverWait(driver, 90)
    driver.get(sys.argv[1])
    driver.find_element(By.CSS_SELECTOR, ".transcript summary").click()
    driver.find_elements(By.CSS_SELECTOR, ".transcript-time")[-9].click()
    wait.until(lambda d: d.execute_script(TIME) > 0.5)
    driver.execute_script("document.querySelector('video').pause()")
    wait.until(lambda d: d.find_elements(By.CSS_SELECTOR, ".transcript-time[aria-current]"))
    seen["here"] = [
        driver.execute_script(TIME),
        [link.text for link in driver.find_elements(By.CSS_SELECTOR, "[aria-current=true].transcript-time")],
        driver.current_url.rpartition("/")[2]]

    driver.get(sys.argv[2])
    driver.find_elements(By.CSS_SELECTOR, ".transcript-time")[3].click()
    wait.until(lambda d: d.find_elements(By.CSS_SELECTOR, "video") and d.execute_script(TIME) > 0.5)
    seen["there"] = [driver.execute_script(TIME), driver.current_url.rpartition("/")[2]]
    seen["consoleErrors"] = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]

    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    driver.get(sys.argv[1])
    driver.find_element(By.CSS_SELECTOR, ".transcript summary").click()
    lines = driver.find_elements(By.CSS_SELECTOR, ".transcript-text p")
    driver.find_elements(By.CSS_SELECTOR, ".transcript-time")[-9].click()
    wait.until(lambda d: ".mp4#" in d.current_url)
    seen["unscripted"] = [len(lines), driver.current_url.rpartition(".")[2]]
finally:
    driver.quit()
print(json.dumps(seen, sort_keys=True))
