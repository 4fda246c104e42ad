"""What most suites share: a service, and what its answers must be."""

import unittest

from service import PLAIN_TEXT, Service


class ServiceTestCase(unittest.TestCase):
    """One service for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.service = Service()
        cls.addClassCleanup(cls.service.end)
        cls.service.start()

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
