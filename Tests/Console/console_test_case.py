"""What the tests of the console share: a service with something to look at, a browser, and how one signs in."""

import json
import pathlib
import sys
import unittest
import urllib.parse

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent / "EndToEnd"))

from service import HEAT_PUMPS_HUB, HUBS, TOASTERS_HUB, Service, eventually, request_body  # noqa: E402

from browser import Browser  # noqa: E402

# The pages of the console, and the roles beside admin that may see each.
PAGES = {
    "overview": ("Overview", {"auditor"}),
    "history": ("History", {"auditor"}),
    "devices": ("Devices", {"fleet", "auditor"}),
    "imports": ("Imports", {"fleet", "auditor"}),
    "unmatched": ("Unmatched", {"auditor"}),
    "policy": ("Divisions and rules", {"fleet", "auditor"}),
    "changes": ("Changes", {"fleet", "auditor"}),
    "keys": ("Keys", set()),
}

LONG = "x" * 128
MARKUP = "<img src=x onerror=\"window.__xss=1\"><script>window.__xss=1</script>"
KITCHENS = [f"kitchen-{number:04}" for number in range(1000)]
GROUP = {"enrollmentGroup": {"enrollmentGroupId": "contoso-custom-allocated-devices"}}


def kitchen(number):
    """The device of this number: some with labels, a note, or a twin of its own."""
    row = {"registrationId": KITCHENS[number], "division": "toasters" if number % 3 else "heatpumps"}
    if number % 4 == 0:
        row["labels"] = ["pilot", "line-4"] if number % 8 else ["berlin"]
    if number % 5 == 0:
        row["note"] = "installed by the contractor " * (1 if number % 10 else 20)
    if number == 0:
        row["twin"] = {"tags": {"site": "Berlin"}, "properties": {"desired": {"temperatureSetting": "58"}}}
    return row


class ConsoleTestCase(unittest.TestCase):
    """One service and one browser for all tests of a class; each test begins with an empty tab and signed out."""

    service = browser = None

    @classmethod
    def setUpClass(cls):
        cls.service = Service()
        cls.addClassCleanup(cls.service.end)
        cls.service.start()
        cls.seed()
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.end)

    @classmethod
    def seed(cls):
        """A thousand kitchens, a device of the longest ID, and a decision of each kind."""
        rows = [kitchen(number) for number in range(len(KITCHENS))]
        rows.append({"registrationId": LONG, "division": "toasters", "note": "note" * 200, "labels": ["l" * 64]})
        cls.import_devices(rows, "autumn.ndjson", "autumn delivery of kitchens")
        cls.decide(*KITCHENS[:60], LONG, "lobby12-contoso-tstrsd-007", "annex3-contoso-hpsd-088", "sn-0062")
        # Disabled, held, unknown in two groups, and one whose division has no hub there.
        cls.decide("sn-0060", "sn-0061", *(f"garden-{number}-contoso-lamp-9" for number in range(12)), "stray-1")
        cls.decide("kitchen-0003", hubs=[TOASTERS_HUB])
        cls.wait_for_group("-lamp-#", 12)

    def setUp(self):
        self.browser.begin(self.origin)
        self.addCleanup(self.check_faults)

    def check_faults(self):
        """Whatever a test is about: nothing was said to the log, and nobody else was asked."""
        self.assertEqual(self.browser.faults.read(), [])

    # The service

    @property
    def origin(self):
        return f"http://{self.service.host}:{self.service.port}"

    @classmethod
    def api(cls, method, path, body=None, role="admin", **fields):
        """Asks with the key of a role; a body that is no bytes becomes JSON."""
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        fields["authorization"] = f"Bearer {cls.service.keys[role]}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode("utf-8")
        answer = cls.service.ask(method, path, body, fields)
        if answer.status >= 400:
            raise AssertionError(f"{method} {path}: {answer}")
        return answer.json if answer.body else None

    @classmethod
    def import_devices(cls, rows, source, message):
        body = "".join(json.dumps(row) + "\n" for row in rows).encode("utf-8")
        query = urllib.parse.urlencode({"source": source, "message": message})
        plan = cls.api("POST", f"/api/imports?{query}", body, content_type="application/x-ndjson")
        if not plan["applicable"]:
            raise AssertionError(plan)
        return cls.api("POST", f"/api/imports/{plan['id']}/apply")["changeSet"]["id"]

    @classmethod
    def decide(cls, *registration_ids, hubs=HUBS):
        """Asks for each as DPS does, and waits until the history has the last."""
        for registration_id in registration_ids:
            body = {**request_body(registration_id, hubs), **GROUP}
            cls.service.allocate(body)
        path = "/api/assignments?" + urllib.parse.urlencode({"registrationId": registration_ids[-1]})
        eventually(lambda: cls.api("GET", path)["assignments"], "the history has the decision")

    @classmethod
    def wait_for_group(cls, suffix, devices):
        """The service counts refusals a little after it has made them."""
        path = "/api/unmatched?" + urllib.parse.urlencode({"by": "suffix", "suffix": suffix})
        eventually(lambda: [group for group in cls.api("GET", path)["groups"] if group["devices"] == devices], f"{devices} in {suffix}")

    @classmethod
    def make_key(cls, name, role):
        """A key of its own for what somebody does to keys: its number and its secret."""
        key = cls.api("POST", "/api/keys", {"name": name, "role": role})
        return key["id"], key["secret"]

    # The browser

    def undo(self, said):
        """Takes back what a notice says was done."""
        def clicked():
            for button in self.browser.all("button", "Undo"):
                if said in self.browser.script("return arguments[0].parentElement.innerText", button):
                    button.click()
                    return True
            return False
        self.browser.wait(clicked, f"a notice says {said!r} and offers Undo")

    def open(self, place=""):
        """Loads the console anew, at this place."""
        self.browser.driver.get("about:blank")
        self.browser.driver.get(f"{self.origin}/{place}")

    def sign_in(self, role="admin", place="", stay=False, key=None):
        """Opens a place, signs in there, and waits until it is shown."""
        self.open(place)
        self.give_key(key or self.service.keys[role], stay)
        self.browser.find("button", "Sign out")
        self.browser.settle()

    def give_key(self, key, stay=False):
        self.browser.fill("API key", key)
        if stay:
            self.browser.click("checkbox")
        self.browser.click("button", "Sign in")

    def go(self, place):
        """Follows a link to a place without loading anew, and waits until it is shown."""
        self.browser.script("location.hash = arguments[0]", place)
        self.browser.settle()

    def sign_in_and_go(self, place, role="admin"):
        self.sign_in(role, place)

    @property
    def place(self):
        """What stands in the address behind the origin."""
        return self.browser.driver.current_url.removeprefix(f"{self.origin}/")

    def expect(self, status, path):
        """An answer of this status is what the test is about."""
        self.browser.faults.expect(status, path)

    def assert_no_markup(self, where):
        """Nothing that was written by people or devices became an element, or ran."""
        made = self.browser.script("""
            return [window.__xss ?? null,
                [...document.querySelectorAll('img, iframe, object, embed, body script, [onerror], [onload], [onclick]')]
                    .map((node) => node.outerHTML.slice(0, 120))];""")
        self.assertEqual(made, [None, []], where)

    def assert_accessible(self, where):
        self.assertEqual(self.browser.violations(), [], where)

    def assert_fits(self, where):
        self.assertLessEqual(self.browser.overflow(), 0, f"{where} is wider than the window")


__all__ = ["ConsoleTestCase", "GROUP", "HEAT_PUMPS_HUB", "HUBS", "KITCHENS", "LONG", "MARKUP", "PAGES", "TOASTERS_HUB", "eventually"]
