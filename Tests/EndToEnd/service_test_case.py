"""What most suites share: a service, and what its answers must be."""

import json
import unittest

from service import PLAIN_TEXT, Service


class ServiceTestCase(unittest.TestCase):
    """One service for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.service = Service()
        cls.addClassCleanup(cls.service.end)
        cls.service.start()

    def api(self, method, path, body=None, role="admin", client=None, **fields):
        """Asks with the key of a role; a body that is no bytes becomes JSON, and `if_match="..."` a field."""
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        fields["authorization"] = f"Bearer {self.service.keys[role]}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode("utf-8")
        ask = self.service.ask if client is None else client.ask
        return ask(method, path, body, fields)

    def assert_problem(self, answer, status, kind, pointers=None):
        """A problem of the kind that its type ends in, with faults at these places and no others."""
        self.assertEqual((answer.status, answer.content_type), (status, "application/problem+json"), answer)
        self.assertEqual((answer.json["type"], answer.json["status"]), (f"/problems/{kind}", status))
        if pointers is not None:
            self.assertEqual(sorted(fault["pointer"] for fault in answer.json.get("errors", [])), sorted(pointers), answer)

    def run_well(self, *words, **options):
        """Runs a command upon this data, and gives its output."""
        result = self.service.run(*words, **options)
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        return result.stdout

    def assert_assigned(self, answer, hub, twin=None, **more):
        expected = {"iotHubHostName": hub, **({} if twin is None else {"initialTwin": twin}), **more}
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.content_type, "application/json")
        self.assertEqual(answer.json, expected)

    def assert_rejected(self, answer, status, text):
        self.assertEqual((answer.status, answer.content_type, answer.text), (status, PLAIN_TEXT, text))

    def assert_malformed(self, answer, *words):
        """400 with text that names the place."""
        self.assertEqual((answer.status, answer.content_type), (400, PLAIN_TEXT), answer)
        for word in words:
            self.assertIn(word, answer.text)
