"""What once went wrong, and is not to come back."""

import json
import unittest
import urllib.parse

from console_test_case import ConsoleTestCase

# A page looks for news every three seconds; frames and the network make that a little uneven.
LEAST_PAUSE = 2
SHOWN_AGAIN = """
let hidden = false;
Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
for (let turn = 0; turn < 10; turn += 1) {
    hidden = !hidden;
    document.dispatchEvent(new Event('visibilitychange'));
}
"""
# A twin has no larger integer than IoT Hub has.
TWIN = '{"large":4503599627370495,"whole":1.0}'
PAYLOAD = '{"large":12345678901234567890,"whole":1.0}'


class Regressions(ConsoleTestCase):
    def asked(self, path):
        """When the browser asked for this path, in seconds, since the test began."""
        self.assertEqual(self.browser.faults.read(), [])
        return [when for (_, url), when in zip(self.browser.faults.requests, self.browser.faults.times)
                if urllib.parse.urlsplit(url).path == path]

    def raw(self, path):
        """What the service says, as it was written."""
        return self.service.ask("GET", path, None, {"authorization": f"Bearer {self.service.keys['admin']}"}).text

    def test_who_edits_the_noun_of_a_division_keeps_its_numbers_as_they_were_typed(self):
        path = "/api/divisions/kettles"
        members = json.dumps({"hubPattern": "-kettles-", "noun": "kettle"})[:-1]
        whole = f'{members},"twin":{{"properties":{{"desired":{TWIN}}}}},"payload":{PAYLOAD}}}'
        self.api("PUT", path, whole.encode("utf-8"), if_none_match="*", content_type="application/json")
        self.sign_in(place="#/policy")
        self.browser.click("button", "Edit division kettles")
        dialog = self.browser.find("dialog")
        self.browser.fill("Noun", "water kettle", dialog)
        self.browser.click("button", "Save", dialog)
        self.browser.says("The division kettles was saved.")
        text = self.raw(path)
        self.assertEqual(json.loads(text)["noun"], "water kettle")
        compact = text.replace(" ", "").replace("\n", "")
        self.assertIn(TWIN, compact)
        self.assertIn(PAYLOAD, compact)

    def test_a_dialog_closes_when_one_goes_back(self):
        self.sign_in(place="#/devices")
        self.go("#/keys")
        self.browser.click("button", "Make a key")
        self.browser.find("dialog")
        self.browser.driver.back()
        self.browser.wait(lambda: not self.browser.all("dialog"), "the dialog is closed")
        self.browser.find("heading", "Devices")

    def test_what_is_typed_while_a_device_is_being_saved_is_kept(self):
        path = "/api/devices/kitchen-0022"
        self.sign_in("fleet", "#/devices/kitchen-0022")
        self.browser.fill("Note", "first")
        # The answer is held until this is taken back.
        self.browser.command("Fetch.enable", patterns=[{"urlPattern": f"*{path}*", "requestStage": "Response"}])
        self.browser.click("button", "Save")
        self.browser.wait(lambda: self.api("GET", path).get("note") == "first", "the service has it")
        self.browser.fill("Note", "first and more")
        self.browser.fill("Labels", "late")
        self.browser.command("Fetch.disable")
        self.browser.says("kitchen-0022 was saved.", "Not saved yet")
        self.assertEqual(self.browser.find("field", "Note").get_property("value"), "first and more")
        self.assertEqual(self.browser.find("field", "Labels").get_property("value"), "late")
        self.assertEqual(self.api("GET", path)["note"], "first")
        self.browser.click("button", "Save")
        self.browser.wait(lambda: self.api("GET", path)["note"] == "first and more", "the rest is saved, too")
        self.assertEqual(self.api("GET", path)["labels"], ["late"])

    def test_after_a_page_of_a_list_has_failed_scrolling_asks_no_more_until_one_tries_again(self):
        self.expect(0, "/api/devices")
        self.sign_in(place="#/devices?text=kitchen-")
        scroller = self.browser.find("region", "Devices")
        self.browser.command("Network.setBlockedURLs", urls=["*/api/devices?*"])
        self.browser.script("arguments[0].scrollTop = arguments[0].scrollHeight", scroller)
        self.browser.find("button", "Try again")
        asked = len(self.asked("/api/devices"))
        for place in (0, 1, .5, 1):
            self.browser.script("arguments[0].scrollTop = arguments[0].scrollHeight * arguments[1]", scroller, place)
            self.browser.settle()
        self.assertEqual(len(self.asked("/api/devices")), asked)
        self.browser.command("Network.setBlockedURLs", urls=[])
        self.browser.click("button", "Try again")
        self.browser.wait(lambda: not self.browser.all("button", "Try again"), "the list goes on")
        self.browser.settle()
        self.assertGreater(len(self.asked("/api/devices")), asked)

    def test_a_page_that_was_hidden_and_shown_several_times_asks_no_more_often(self):
        self.sign_in(place="#/history")
        self.browser.says("kitchen-0003")
        self.browser.script(SHOWN_AGAIN)
        self.browser.settle()
        before = len(self.asked("/api/assignments"))
        times = self.browser.wait(
            lambda: (found := self.asked("/api/assignments")[before:])[1:] and found, "the page has looked for news twice")
        pauses = [later - earlier for earlier, later in zip(times, times[1:])]
        self.assertGreater(min(pauses), LEAST_PAUSE)

    def test_a_tab_whose_session_another_tab_has_replaced_is_drawn_for_the_other_key(self):
        self.sign_in(place="#/devices/kitchen-0023", stay=True)
        first = self.browser.driver.current_window_handle
        self.browser.new_tab()
        self.open("#/devices")
        self.browser.click("button", "Sign out")
        self.give_key(self.service.keys["fleet"], stay=True)
        self.browser.find("button", "Sign out")
        self.browser.go_to(first)
        self.browser.says("In another tab you signed in as")
        self.browser.wait(lambda: not self.browser.all("link", "Keys"), "the page is drawn for a key of the role fleet")

    def test_a_write_is_refused_when_the_session_is_another_by_now(self):
        self.expect(403, "/api/devices/*")
        self.sign_in(place="#/devices/kitchen-0023", stay=True)
        # As an older console would in another tab, which tells nobody.
        status = self.browser.driver.execute_async_script("""
            const [key, done] = arguments;
            fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key }) })
                .then((answer) => done(answer.status));""", self.service.keys["fleet"])
        self.assertEqual(status, 201)
        self.browser.fill("Note", "written by whom?")
        self.browser.click("button", "Save")
        self.browser.says("In another tab you signed in as")
        self.assertNotIn("note", self.api("GET", "/api/devices/kitchen-0023"))

    def test_a_page_not_yet_looked_at_opens_after_its_script_has_gone(self):
        self.sign_in(place="#/devices")
        self.browser.wait(lambda: self.browser.script(
            "return performance.getEntriesByType('resource').some((one) => one.name.endsWith('/pages/changes.js') && one.responseEnd)"),
            "the scripts of the other pages were fetched")
        self.browser.settle()
        self.browser.command("Network.setBlockedURLs", urls=["*/pages/changes.js"])
        self.go("#/changes")
        self.browser.find("heading", "Changes")
        self.browser.find("table", "Changes")
        self.assertEqual(self.browser.all("alert"), [])

    def test_a_page_whose_script_cannot_be_fetched_says_that_and_opens_once_the_console_is_loaded_anew(self):
        self.expect(0, "/pages/changes.js")
        self.browser.command("Network.setBlockedURLs", urls=["*/pages/changes.js"])
        self.sign_in(place="#/changes", stay=True)
        self.browser.says("This page cannot be loaded.", "load the console anew")
        self.browser.command("Network.setBlockedURLs", urls=[])
        self.browser.driver.refresh()
        self.browser.find("table", "Changes")


if __name__ == "__main__":
    unittest.main()
