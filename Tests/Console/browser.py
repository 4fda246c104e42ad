"""Starts, moves and ends Chromium, as somebody before a screen would, on loopback alone."""

import atexit
import base64
import os
import pathlib
import shutil
import signal
import tempfile
import time

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

import axe_core_python
from faults import Faults
from roles import SCRIPT, SELECTORS, matches
from service import PATIENCE

PICTURES = pathlib.Path(__file__).resolve().parents[2] / ".build-console/pictures"
AXE = pathlib.Path(axe_core_python.__file__).parent / "axe.min.js"
# Around an element of which a picture is kept, in pixels.
MARGIN = 12
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

ARGUMENTS = [
    "--headless=new",
    # Containers, and root, have no sandbox for it; it opens nothing but what these tests serve.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    # It asks nobody but the service: neither for updates, nor for names, nor whether it is on a network.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-pings",
    "--no-proxy-server",
    "--disable-features=OptimizationHints,MediaRouter,Translate,CertificateTransparencyComponentUpdater",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    # So that texts and times are the same everywhere.
    "--lang=en-GB",
    "--force-color-profile=srgb",
]

# In each page before its own scripts: how many requests are under way, and what moved without being asked to.
WATCHING = """
(() => {
    window.__pending = 0;
    const ask = window.fetch;
    window.fetch = async (...all) => {
        window.__pending += 1;
        try { return await ask(...all); } finally { setTimeout(() => { window.__pending -= 1; }); }
    };
    window.__shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            if (entry.hadRecentInput) continue;
            window.__shifts.push([entry.value, entry.sources.map((one) => one.node?.outerHTML?.slice(0, 80) ?? '').join(' | ')]);
        }
    }).observe({ type: 'layout-shift', buffered: true });
})();
"""

# Nothing is asked or said to be loading, no page is empty as its script is fetched, what was drawn is on the screen, and
# no colour is on its way to another.
QUIET = """
const done = arguments[arguments.length - 1];
requestAnimationFrame(() => requestAnimationFrame(() => done(window.__pending === 0 && document.readyState === 'complete'
    && !document.querySelector('.loading, .page:empty, main:empty')
    && !document.getAnimations().some((one) => one.playState === 'running'))));
"""

FOCUS = """
const node = document.activeElement;
const style = getComputedStyle(node);
const box = node.getBoundingClientRect();
return {
    tag: node.localName, type: node.type ?? null,
    name: (node.getAttribute('aria-label') || node.labels?.[0]?.textContent || node.textContent || '').replace(/\\s+/g, ' ').trim(),
    shows: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none',
    inView: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
};
"""


class Browser:
    """One Chromium with a profile of its own, which is gone when it ends."""

    # Those to end, by their own driver's pid, should a suite itself be ended.
    running = set()

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="dps-allocator-browser-")
        options = webdriver.ChromeOptions()
        for argument in [*ARGUMENTS, f"--user-data-dir={self.folder}/profile", "--window-size=1280,900"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        options.add_experimental_option("perfLoggingPrefs", {"enableNetwork": True, "enablePage": False})
        options.binary_location = shutil.which("chromium")
        self.service = webdriver.ChromeService(
            shutil.which("chromedriver"), env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "HOME": self.folder},
            popen_kw={"start_new_session": True})
        self.driver = webdriver.Chrome(options=options, service=self.service)
        Browser.running.add(self)
        self.driver.set_page_load_timeout(PATIENCE)
        self.driver.set_script_timeout(PATIENCE)
        self.first = self.driver.current_window_handle
        self.faults = Faults(self.driver)
        self.watch()

    def end(self):
        """Ends browser and driver, and removes the profile."""
        Browser.running.discard(self)
        group = self.service.process.pid
        try:
            self.driver.quit()
        except (WebDriverException, OSError):
            pass
        # They have a group of their own, which holds nothing that was not started here.
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)

    # Tabs

    def watch(self):
        """Has the pages of this tab tell what they wait for, and what moves in them."""
        self.command("Page.enable")
        self.command("Page.addScriptToEvaluateOnNewDocument", source=WATCHING)

    def new_tab(self):
        """Opens another tab and goes there; gives its handle."""
        self.driver.switch_to.new_window("tab")
        self.watch()
        return self.driver.current_window_handle

    def go_to(self, handle):
        self.driver.switch_to.window(handle)

    def begin(self, origin):
        """A browser as it was when new: one empty tab, no cookies, light, 1280 wide."""
        for handle in self.driver.window_handles:
            if handle != self.first:
                self.go_to(handle)
                self.driver.close()
        self.go_to(self.first)
        self.driver.get("about:blank")
        self.command("Network.enable")
        self.command("Network.clearBrowserCookies")
        self.command("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        self.command("Network.setBlockedURLs", urls=[])
        self.command("Storage.clearDataForOrigin", origin=origin, storageTypes="all")
        self.size(1280, 900)
        self.media()
        self.faults.begin(origin)

    # What it is like

    def command(self, name, **parameters):
        """A command of the Chrome DevTools Protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def size(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, scheme="light", still=False):
        """The scheme, and whether somebody wants nothing to move."""
        self.command("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"}])

    def picture(self, name):
        """Keeps what is seen as `.build-console/pictures/NAME.png`."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(PICTURES / f"{name}.png"))

    def picture_of(self, name, node):
        """Keeps all of an element, in view or not, with a margin around it."""
        left, top, width, height = self.script("""
            const box = arguments[0].getBoundingClientRect();
            return [box.left + scrollX, box.top + scrollY, box.width, box.height];""", node)
        clip = {"x": max(left - MARGIN, 0), "y": max(top - MARGIN, 0), "width": width + 2 * MARGIN, "height": height + 2 * MARGIN}
        taken = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip={**clip, "scale": 1})
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))

    # Waiting

    def wait(self, condition, what):
        """Asks again until the condition holds; gives what it returned."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                found = condition()
            except StaleElementReferenceException:
                # It was drawn anew between two questions.
                found = None
            if found:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {PATIENCE} s: {what() if callable(what) else what}; the page says: {self.text()[:600]!r}")
            # The answer comes after the next frame: that is what is waited for.
            self.driver.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 20))")

    def settle(self):
        """Waits until nothing is loading any more."""
        self.wait(lambda: self.driver.execute_async_script(QUIET), "the page comes to rest")

    # Finding

    def script(self, text, *values):
        return self.driver.execute_script(text, *values)

    def text(self):
        return self.script("return document.body?.innerText ?? ''")

    def named(self, role, within=None):
        """All that is shown of a role now, as pairs of element and name."""
        return [tuple(pair) for pair in self.script(SCRIPT, SELECTORS[role], within) or []]

    def all(self, role, name=None, within=None):
        """What is shown now of a role and a name: whole, or a compiled pattern."""
        return [node for node, its_name in self.named(role, within) if matches(its_name, name)]

    def find(self, role, name=None, within=None):
        """The first of a role and a name, once it is shown."""
        return self.wait(
            lambda: next(iter(self.all(role, name, within)), None),
            lambda: f"a {role} named {getattr(name, 'pattern', name)!r}; there are {[one for _, one in self.named(role, within)][:40]}")

    def says(self, *texts):
        """Waits until the page says all of these."""
        for text in texts:
            self.wait(lambda wanted=text: wanted in self.text(), f"the page says {text!r}")

    # Doing

    def click(self, role, name=None, within=None):
        """Clicks as a person does: on what is in view and not covered."""
        def clicked():
            node = next(iter(self.all(role, name, within)), None)
            if node is None or not node.is_enabled():
                return False
            self.script("arguments[0].scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })", node)
            try:
                node.click()
            except WebDriverException as fault:
                if "intercepted" in str(fault) or "not interactable" in str(fault):
                    return False
                raise
            return True
        self.wait(clicked, lambda: f"a {role} named {getattr(name, 'pattern', name)!r} can be clicked; "
                                   f"there are {[one for _, one in self.named(role, within)][:40]}")

    def fill(self, name, text, within=None, role="field"):
        """Writes into the field of this label in place of what is there."""
        node = self.find(role, name, within)
        node.clear()
        node.send_keys(text)
        return node

    def choose(self, name, value, within=None):
        """Chooses an option by its value or its text."""
        node = self.find("combobox", name, within)
        chosen = self.script("""
            const [node, wanted] = arguments;
            const option = [...node.options].find((one) => one.value === wanted || one.text.trim() === wanted);
            if (!option) return [...node.options].map((one) => one.text);
            node.value = option.value;
            node.dispatchEvent(new Event('input', { bubbles: true }));
            node.dispatchEvent(new Event('change', { bubbles: true }));
            return true;""", node, value)
        if chosen is not True:
            raise AssertionError(f"{name} has no option {value!r}, but {chosen}")

    def press(self, *keys):
        """Presses keys where the focus is."""
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def press_with_shift(self, key):
        ActionChains(self.driver, duration=0).key_down(Keys.SHIFT).send_keys(key).key_up(Keys.SHIFT).perform()

    def focus(self):
        """Where the focus is: `tag`, `type`, `name`, whether it `shows` and is `inView`."""
        return self.script(FOCUS)

    # Measuring

    def overflow(self):
        """By how many pixels the page is wider than the window."""
        return self.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def shifts(self):
        """What moved by itself: pairs of how much, and what."""
        return self.script("return window.__shifts")

    def violations(self):
        """What axe-core finds: a line each."""
        if not self.script("return Boolean(window.axe)"):
            self.script(AXE.read_text("utf-8"))
        found = self.driver.execute_async_script("""
            const done = arguments[arguments.length - 1];
            axe.run({ runOnly: arguments[0], resultTypes: ['violations'] }).then(
                (result) => done(result.violations.map((one) => [one.id, one.help, one.nodes.map((node) => node.html.slice(0, 160))])),
                (fault) => done([['axe', String(fault), []]]));""", AXE_TAGS)
        return [f"{rule}: {told} at {places[:4]}" for rule, told, places in found]


@atexit.register
def end_what_still_runs():
    for browser in list(Browser.running):
        browser.end()
