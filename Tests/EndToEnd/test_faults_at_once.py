"""All that is wrong is told at once, and what is sent to a device keeps IoT Hub's limits."""

import json
import unittest

from service import request_body, run_program
from service_test_case import ServiceTestCase

HALF = "x" * 3_500
TWO_TAGS = {"tags": {"a": HALF, "b": HALF}}
TWO_OTHERS = {"tags": {"c": HALF, "d": HALF}}


class FaultsAtOnce(ServiceTestCase):
    def told(self, status, *words):
        """The faults of a command, which writes nothing, in the order in which it tells them."""
        result = self.service.run(*words)
        self.assertEqual((result.returncode, result.stdout), (status, ""), result)
        line = result.stderr.splitlines()[0].removeprefix("dps-allocator: ")
        return [fault.split(":")[0] for fault in line.split("; ")]

    def test_every_option_of_a_device_is_told(self):
        self.assertEqual(
            self.told(
                64, "devices", "put", "a b", "--division", "nope", "--status", "bad", "--reason", "r", "--pin", "a b", "--twin", "{",
                "--payload", "[]", "--label", "|", "--label", "ok", "--label", "a|b"),
            ["--status", "--twin", "--payload", "REGISTRATION-ID", "--pin", "/labels/0", "/labels/2", "--division"])
        self.run_well("devices", "put", "told-1", "--division", "toasters")
        self.assertEqual(
            self.told(1, "devices", "patch", "told-1", "--division", "nope", "--pin", "a b", "--until", "x", "--twin", "@/nowhere"),
            ["--twin", "--until", "--pin", "--division"])
        self.assertEqual(self.told(64, "devices", "patch", "told-1", "--status", "bad", "--merge", "7"), ["--merge", "--status"])
        self.assertEqual(json.loads(self.run_well("devices", "show", "told-1", "--format", "json"))["revision"], 1)

    def test_every_option_of_a_rule_or_a_division_is_told(self):
        self.assertEqual(
            self.told(64, "rules", "add", "--kind", "prefix", "--pattern", "", "--division", "nope", "--position", "0"),
            ["--kind", "--position", "--pattern", "--division"])
        self.assertEqual(self.told(1, "rules", "patch", "1", "--pattern", "", "--division", "nope"), ["--pattern", "--division"])
        self.assertEqual(
            self.told(1, "divisions", "put", "new", "--noun", "", "--hub-pattern", "x", "--twin", "{", "--payload", "7"),
            ["--twin", "--payload", "--noun"])

    def test_wrong_words_are_told_where_there_is_no_inventory(self):
        result = run_program("devices", "put", "sn-1", "--division", "toasters", "--status", "bad", "--twin", "{", folder="/")
        self.assertEqual(result.returncode, 64)
        self.assertIn("--status: takes one of active, disabled, held, retired", result.stderr)
        self.assertIn("--twin: is not JSON", result.stderr)

    def test_what_is_sent_is_never_more_than_iot_hub_takes(self):
        small = ("--noun", "big", "--hub-pattern=-big-")
        self.run_well("divisions", "put", "big", *small, "--twin", json.dumps(TWO_TAGS))
        both = self.service.run("devices", "put", "big-1", "--division", "big", "--twin", json.dumps(TWO_OTHERS))
        self.assertEqual(both.returncode, 1)
        self.assertIn("/twin/tags: has 14004 bytes as IoT Hub counts them, which takes 8192", both.stderr)
        self.run_well("divisions", "put", "big", *small)
        self.run_well("devices", "put", "big-1", "--division", "big", "--twin", json.dumps(TWO_OTHERS))
        grown = self.service.run("divisions", "put", "big", *small, "--twin", json.dumps(TWO_TAGS))
        self.assertEqual(grown.returncode, 1)
        self.assertIn("too little room for the twins of 1 of its devices: big-1: /tags: has 14004 bytes", grown.stderr)
        answer = self.api("PATCH", "/api/divisions/big", {"twin": TWO_TAGS}, if_match="*")
        self.assert_problem(answer, 422, "invalid-content", ["/twin"])
        self.assertEqual([one["registrationId"] for one in answer.json["oversized"]], ["big-1"])
        seed = {"devices": [
            {"registrationId": "seeded-1", "division": "toasters"},
            {"registrationId": "seeded-2", "division": "big2", "twin": TWO_OTHERS}],
            "divisions": [{"name": "big2", "noun": "n", "hubPattern": "-b-", "twin": TWO_TAGS}]}
        refused = self.service.run("seed", "--from", self.service.file("big.json", json.dumps(seed)))
        self.assertEqual(refused.returncode, 1)
        self.assertIn("/devices/1/twin/tags: has 14004 bytes", refused.stderr)
        self.assert_rejected(self.service.allocate(request_body("seeded-1")), 400, "Unrecognized device registration.")


if __name__ == "__main__":
    unittest.main()
