"""`make demo`: the article's walk-through, as the README shows it."""

import os
import pathlib
import subprocess
import unittest

from emulator import EMULATOR
from service import HEAT_PUMPS_HUB, PATIENCE, REPOSITORY, TOASTERS_HUB


class Demo(unittest.TestCase):
    def test_five_devices_come_to_five_outcomes_and_the_history_explains_them(self):
        result = subprocess.run(
            ["bash", str(REPOSITORY / "seed/demo.sh")], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=PATIENCE, env=os.environ | {"PROGRAMS": str(pathlib.Path(EMULATOR).parent)})
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        information = "Registration Information received from service: "
        for words in [
            f"{information}{TOASTERS_HUB}, deviceId: breakroom499-contoso-tstrsd-007",
            f"{information}{HEAT_PUMPS_HUB}, deviceId: mainbuilding167-contoso-hpsd-088",
            f"{information}{TOASTERS_HUB}, deviceId: sn-0042",
        ]:
            self.assertIn(words, result.stdout)
        outcomes, history = result.stdout.split("== What the assignment history says")
        self.assertEqual(outcomes.count("Registration failed: 400207 CustomAllocationFailed"), 2)
        for registration_id in ["breakroom499-contoso-tstrsd-007", "sn-0042", "visitor-1", "sn-0060"]:
            self.assertIn(registration_id, history)
        for reason in ["unrecognizedDevice", "deviceDisabled", "inventory", "rule"]:
            self.assertIn(reason, history)


if __name__ == "__main__":
    unittest.main()
