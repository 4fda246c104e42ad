"""The inventory over HTTP, beside decisions."""

import concurrent.futures
import json
import unittest

from service import request_body
from service_test_case import ServiceTestCase


class DevicesAPI(ServiceTestCase):
    def api(self, method, path, body=None, role="fleet", client=None, **fields):
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        fields["authorization"] = f"Bearer {self.service.keys[role]}"
        ask = self.service.ask if client is None else client.ask
        return ask(method, path, None if body is None else json.dumps(body).encode("utf-8"), fields)

    def test_a_device_made_over_http_decides_at_once_and_survives_a_kill(self):
        made = self.api("PUT", "/api/devices/http-1", {"division": "heatpumps", "payload": {"a": 1}})
        self.assertEqual((made.status, made.fields["etag"]), (201, '"1"'), made)
        answer = self.service.allocate(request_body("HTTP-1"))
        self.assertEqual((answer.status, answer.json["payload"]), (200, {"a": 1}))
        self.service.kill()
        self.service.start("serve")
        self.assertEqual(self.api("GET", "/api/devices/http-1").json["revision"], 1)
        held = self.api("PATCH", "/api/devices/http-1", {"status": "held", "statusReason": "Recall."}, if_match='"1"')
        self.assertEqual(held.status, 200, held)
        self.assert_rejected(self.service.allocate(request_body("http-1")), 403, "Device is disabled in the inventory. Recall.")
        log = json.loads(self.service.run("changes", "--device", "http-1", "--format", "json").stdout)
        self.assertEqual([(one["effect"], one["actor"]) for one in log], [("updated", "fleet"), ("created", "fleet")])
        self.assertEqual(log[0]["requestId"], held.fields["x-request-id"])

    def test_of_many_who_edit_the_same_revision_one_wins_and_nothing_is_lost(self):
        self.assertEqual(self.api("PUT", "/api/devices/raced", {"division": "toasters", "note": "0"}).status, 201)

        def edit(number):
            client = self.service.client()
            won = []
            for turn in range(10):
                seen = self.api("GET", "/api/devices/raced", client=client)
                note = f"{number}.{turn}"
                answer = self.api("PATCH", "/api/devices/raced", {"note": note}, client=client, if_match=seen.fields["etag"])
                self.assertIn(answer.status, (200, 412))
                if answer.status == 200:
                    won.append((seen.json["note"], note))
            client.close()
            return won

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            edits = [edit for edits in pool.map(edit, range(4)) for edit in edits]
        # Each who won had seen what the one before wrote: the edits are one chain, from the first note to the last.
        after = dict(edits)
        self.assertEqual(len(after), len(edits))
        note = "0"
        for _ in edits:
            note = after[note]
        final = self.api("GET", "/api/devices/raced").json
        self.assertEqual((final["note"], final["revision"]), (note, 1 + len(edits)))

    def test_pages_through_cursors_hold_every_device_once(self):
        for number in range(23):
            path = f"/api/devices/page-{number:02}"
            self.assertEqual(self.api("PUT", path, {"division": "toasters", "labels": ["paged"]}, if_none_match="*").status, 201)
        for sort in ("registrationId", "updatedAt", "note"):
            listed, cursor = [], ""
            while cursor is not None:
                page = self.api("GET", f"/api/devices?label=paged&limit=5&sort={sort}&order=desc&total=true{cursor}", role="auditor").json
                self.assertEqual(page["total"], 23)
                listed += [one["registrationId"] for one in page["devices"]]
                cursor = f"&cursor={page['next']}" if "next" in page else None
            self.assertEqual(sorted(listed), [f"page-{number:02}" for number in range(23)], sort)

    def test_rubbish_is_refused_and_the_service_goes_on(self):
        for body in (b"", b"{", b"\xff", b"[" * 100, b'{"division":"toasters"}' + b" " * 300_000, b'"x"'):
            answer = self.service.ask(
                "PUT", "/api/devices/rubbish", body, {"authorization": f"Bearer {self.service.keys['fleet']}"})
            self.assertIn(answer.status, (400, 413, 422), body[:20])
            self.assertEqual(answer.content_type, "application/problem+json")
        self.assertEqual(self.api("GET", "/api/devices/rubbish").status, 404)


if __name__ == "__main__":
    unittest.main()
