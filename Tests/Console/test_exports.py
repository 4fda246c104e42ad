"""Files of what is listed, as the browser saves them."""

import csv
import io
import pathlib
import tempfile
import unittest

from console_test_case import ConsoleTestCase


class Exports(ConsoleTestCase):
    @classmethod
    def seed(cls):
        cls.decide("lobby12-contoso-tstrsd-007", "stray-1", "annex3-contoso-hpsd-088", "stray-2", "stray-3")

    def saved(self, folder):
        """The text of the one file in this folder, once it is whole."""
        def whole():
            names = [path for path in pathlib.Path(folder).iterdir() if path.suffix == ".csv"]
            return names[0].read_text("utf-8") if names else None
        return self.browser.wait(whole, "the file is saved")

    def test_what_is_filtered_is_saved_with_its_header_by_a_key_in_memory_and_by_a_cookie(self):
        for stay in (False, True):
            with self.subTest(stay=stay), tempfile.TemporaryDirectory(prefix="dps-allocator-saved-") as folder:
                self.browser.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
                self.addCleanup(self.browser.command, "Browser.setDownloadBehavior", behavior="default")
                self.sign_in("auditor", "#/history?outcome=rejected", stay=stay)
                self.browser.says("stray-1")
                # Nobody is there to say where the file is to go.
                self.browser.script("window.showSaveFilePicker = undefined")
                self.browser.click("button", "Export CSV")
                rows = list(csv.DictReader(io.StringIO(self.saved(folder), newline="")))
                self.assertEqual({row["registrationId"] for row in rows}, {"stray-1", "stray-2", "stray-3"})
                self.assertEqual([row["outcome"] for row in rows], ["rejected"] * 3)


if __name__ == "__main__":
    unittest.main()
