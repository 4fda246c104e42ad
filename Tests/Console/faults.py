"""What a browser did that it should not have: told by its log, and by each request that it made."""

import fnmatch
import json
import urllib.parse

# A page of the console asks who is signed in before anybody is, and for the last decision of a device that DPS has never asked for.
USUAL = [("401", "/api/session"), ("404", "/api/devices/*/last-assignment")]
# What is made in the page itself and goes over no wire.
OWN_SCHEMES = ("data", "blob", "about")


class Faults:
    """Reads the log of a driver; what was expected is told by `expect`."""

    def __init__(self, driver):
        self.driver = driver
        self.begin(None)

    def begin(self, origin):
        """Forgets what was, and lets requests go to one origin only."""
        self.origin = origin
        self.expected = list(USUAL)
        self.requests = []
        # When each was made, in seconds since some moment.
        self.times = []
        for kind in ("browser", "performance"):
            self.driver.get_log(kind)

    def expect(self, status, path):
        """From now on an answer of this status from such a path, with * for anything, is no fault."""
        self.expected.append((str(status), path))

    def read(self):
        """All faults since `begin`, or since they were read."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                self.requests.append((message["params"]["request"]["method"], url))
                self.times.append(message["params"]["timestamp"])
                if not self._is_own(url):
                    found.append(f"asked another origin: {url}")
        for entry in self.driver.get_log("browser"):
            # Violations of the content security policy are of the level SEVERE, or of the source security.
            if entry["level"] in ("SEVERE", "WARNING") or entry["source"] == "security":
                if not self._is_expected(entry["message"]):
                    found.append(f"{entry['source']}: {entry['message']}")
        return found

    def _is_own(self, url):
        parts = urllib.parse.urlsplit(url)
        return parts.scheme in OWN_SCHEMES or f"{parts.scheme}://{parts.netloc}" == self.origin

    def _is_expected(self, message):
        # `http://127.0.0.1:40000/api/session - Failed to load resource: the server responded with a status of 401 (Unauthorized)`
        url, _, said = message.partition(" - Failed to load resource: ")
        path = urllib.parse.urlsplit(url).path if said else None
        return said != "" and any(
            fnmatch.fnmatchcase(path, pattern) and (f"status of {status} " in said or (status == "0" and "net::" in said))
            for status, pattern in self.expected)
