"""Two fleet managers at the same device."""

import concurrent.futures
import threading
import unittest

from service_test_case import ServiceTestCase


class FleetManagers(ServiceTestCase):
    def test_the_second_one_is_told_and_nothing_is_lost(self):
        path = "/api/devices/shared-1"
        self.api("PUT", path, {"division": "toasters", "note": "as found"}, role="fleet")
        anna, bert = (self.service.client() for _ in range(2))
        seen_by_anna = self.api("GET", path, role="fleet", client=anna)
        seen_by_bert = self.api("GET", path, role="fleet", client=bert)
        self.assertEqual(seen_by_anna.fields["etag"], seen_by_bert.fields["etag"])
        won = self.api(
            "PUT", path, {**seen_by_anna.json, "note": "anna was here"}, role="fleet", client=anna,
            if_match=seen_by_anna.fields["etag"])
        self.assertEqual(won.status, 200, won)
        lost = self.api(
            "PUT", path, {**seen_by_bert.json, "labels": ["bert"]}, role="fleet", client=bert, if_match=seen_by_bert.fields["etag"])
        self.assert_problem(lost, 412, "precondition-failed")
        self.assertIn("revision 2", lost.json["detail"])
        seen_again = self.api("GET", path, role="fleet", client=bert)
        self.assertEqual(seen_again.json["note"], "anna was here")
        merged = self.api(
            "PUT", path, {**seen_again.json, "labels": ["bert"]}, role="fleet", client=bert, if_match=seen_again.fields["etag"])
        self.assertEqual(merged.status, 200, merged)
        final = self.api("GET", path, role="fleet").json
        self.assertEqual((final["note"], final["labels"], final["revision"]), ("anna was here", ["bert"], 3))
        for client in (anna, bert):
            client.close()

    def test_at_the_very_same_moment_one_of_them_gets_412(self):
        for turn in range(20):
            path = f"/api/devices/shared-at-once-{turn}"
            seen = self.api("PUT", path, {"division": "toasters"}, role="fleet")
            together = threading.Barrier(2)

            def edit(member):
                client = self.service.client()
                together.wait(30)
                answer = self.api("PATCH", path, {member: "x"}, role="fleet", client=client, if_match=seen.fields["etag"])
                if answer.status == 412:
                    now = self.api("GET", path, role="fleet", client=client)
                    again = self.api("PATCH", path, {member: "x"}, role="fleet", client=client, if_match=now.fields["etag"])
                    self.assertEqual(again.status, 200, again)
                client.close()
                return answer.status

            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                statuses = sorted(pool.map(edit, ("note", "pinnedHub")))
            self.assertEqual(statuses, [200, 412])
            final = self.api("GET", path, role="fleet").json
            self.assertEqual((final["note"], final["pinnedHub"], final["revision"]), ("x", "x", 3))
            log = self.api("GET", f"/api/changes?device=shared-at-once-{turn}", role="fleet").json["changes"]
            self.assertEqual([one["revision"] for one in log], [3, 2, 1])


if __name__ == "__main__":
    unittest.main()
