"""The console over the wire: a page and its files."""

import gzip
import re
import unittest

from service import REPOSITORY
from service_test_case import ServiceTestCase

FILES = REPOSITORY / "Sources/CConsole/files"


class Console(ServiceTestCase):
    def test_the_page_and_its_files_are_served_without_a_key(self):
        page = self.service.ask("GET", "/")
        self.assertEqual((page.status, page.content_type), (200, "text/html; charset=utf-8"), page)
        self.assertIn("default-src 'none'", page.fields["content-security-policy"])
        named = re.findall(r'"(/console/[0-9a-f]{16})/([^"]+)"', page.text)
        self.assertTrue(named)
        folder = named[0][0]
        paths = {f"{folder}/{path.relative_to(FILES)}" for path in FILES.rglob("*.*") if path.name != "index.html"}
        self.assertLessEqual({"/".join(path) for path in named}, paths)
        for path in ["/", *sorted(paths)]:
            answer = self.service.ask("GET", path)
            self.assertEqual((answer.status, answer.fields["x-content-type-options"]), (200, "nosniff"), path)
            known = self.service.ask("GET", path, None, {"if-none-match": answer.fields["etag"]})
            self.assertEqual((known.status, known.body), (304, b""), path)
            small = self.service.ask("GET", path, None, {"accept-encoding": "br, gzip"})
            self.assertEqual((small.status, small.fields["content-encoding"]), (200, "gzip"), path)
            self.assertEqual(gzip.decompress(small.body), answer.body, path)
            self.assertNotEqual(small.fields["etag"], answer.fields["etag"], path)
        self.assert_problem(self.service.ask("GET", f"/console/{'0' * 16}/app.js"), 404, "no-such-path")


if __name__ == "__main__":
    unittest.main()
