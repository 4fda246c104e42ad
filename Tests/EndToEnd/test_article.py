"""Thousands of generated requests, answered by the service and by an independent telling of the article's function."""

import collections
import json
import random
import threading
import unittest

import article
import databases
from service import PLAIN_TEXT
from service_test_case import ServiceTestCase

REQUESTS = 3_000
CONNECTIONS = 4


class Article(ServiceTestCase):
    def test_the_service_answers_as_the_articles_function(self):
        generator = random.Random(20220803)
        requests = [article.request(generator) for _ in range(REQUESTS)]
        differences, kinds = [], collections.Counter()
        before = databases.history_count(self.service.history)

        def ask(mine):
            client = self.service.client()
            for request in mine:
                answer = self.service.allocate(request, client)
                status, content = article.run(request)
                kinds[content if status == 400 else content["initialTwin"]["tags"]["deviceType"]] += 1
                expected = (status, content, PLAIN_TEXT if status == 400 else "application/json")
                actual = (answer.status, answer.text if answer.status != 200 else answer.json, answer.content_type)
                if expected != actual:
                    differences.append((json.dumps(request), expected, actual))
            client.close()

        threads = [threading.Thread(target=ask, args=(requests[number::CONNECTIONS],)) for number in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(differences[:3], [], f"{len(differences)} of {REQUESTS} differ")
        self.assertEqual(sum(kinds.values()), REQUESTS)
        # The generator reaches each answer often enough for the comparison to mean something.
        self.assertEqual(len(kinds), 7)
        self.assertGreater(min(kinds.values()), 50, kinds)
        self.assertEqual(databases.history_count(self.service.history), before + REQUESTS)


if __name__ == "__main__":
    unittest.main()
