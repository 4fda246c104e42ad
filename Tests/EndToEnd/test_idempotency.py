"""Writes that were given a name are done once, whatever happens on the way."""

import concurrent.futures
import os
import threading
import unittest

import databases
from service_test_case import ServiceTestCase


class Idempotency(ServiceTestCase):
    def lines(self, device):
        return self.api("GET", f"/api/changes?device={device}").json["changes"]

    def test_the_same_once_more_has_the_same_answer_also_behind_a_restart(self):
        body = {"division": "toasters", "note": "n"}
        first = self.api("PUT", "/api/devices/again", body, role="fleet", idempotency_key="k-again")
        self.assertEqual((first.status, first.fields.get("idempotency-replayed")), (201, None), first)
        self.api("PATCH", "/api/devices/again", {"note": "later"}, if_match="*")
        for restarts in (False, True):
            if restarts:
                self.service.kill()
                self.service.start("serve")
            again = self.api("PUT", "/api/devices/again", body, role="fleet", idempotency_key="k-again")
            self.assertEqual((again.status, again.body, again.fields["idempotency-replayed"]), (201, first.body, "true"))
            self.assertEqual((again.fields["etag"], again.fields["location"]), ('"1"', "/api/devices/again"))
        self.assertEqual(len(self.lines("again")), 2)
        other = self.api("PUT", "/api/devices/again", {**body, "note": "x"}, role="fleet", idempotency_key="k-again")
        self.assert_problem(other, 422, "idempotency-key-reused")
        for name in ("a b", "x" * 256):
            self.assert_problem(
                self.api("PUT", "/api/devices/again", body, idempotency_key=name), 400, "invalid-idempotency-key")

    def test_a_death_behind_the_write_and_before_its_answer_does_not_do_it_twice(self):
        body = {"pattern": "-death", "division": "toasters"}
        first = self.api("POST", "/api/rules", body, idempotency_key="k-death")
        self.assertEqual(first.status, 201, first)
        self.service.kill()
        # As the file is when the process dies between the two transactions.
        databases.change(
            self.service.inventory,
            "UPDATE idempotent_requests SET status = NULL, fields = NULL, body = NULL WHERE idempotency_key = 'k-death'")
        self.service.start("serve")
        for _ in range(2):
            again = self.api("POST", "/api/rules", body, idempotency_key="k-death")
            self.assertEqual((again.status, again.body, again.fields["idempotency-replayed"]), (201, first.body, "true"))
            self.assertEqual(again.fields["location"], first.fields["location"])
        self.assertEqual(sum(one["pattern"] == "-death" for one in self.api("GET", "/api/rules").json["rules"]), 1)

    def test_a_death_before_the_write_has_it_done_when_it_is_sent_again(self):
        body = {"division": "toasters"}
        self.assertEqual(self.api("PUT", "/api/devices/unborn", body, idempotency_key="k-unborn").status, 201)
        self.assertEqual(self.api("DELETE", "/api/devices/unborn?erase=true", if_match="*").status, 204)
        self.service.kill()
        databases.change(
            self.service.inventory,
            ("UPDATE idempotent_requests SET status = NULL, fields = NULL, body = NULL, request_id = ? "
             "WHERE idempotency_key = 'k-unborn'", (os.urandom(16),)))
        self.service.start("serve")
        again = self.api("PUT", "/api/devices/unborn", body, idempotency_key="k-unborn")
        self.assertEqual((again.status, again.fields.get("idempotency-replayed")), (201, None), again)
        self.assertEqual(self.lines("unborn")[0]["requestId"], again.request_id)

    def test_of_many_at_once_one_is_done(self):
        together = threading.Barrier(8)

        def send(_):
            client = self.service.client()
            together.wait(30)
            answer = self.api(
                "POST", "/api/rules", {"pattern": "-at-once", "division": "toasters"}, client=client, idempotency_key="k-once")
            client.close()
            return answer

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(send, range(8)))
        for answer in answers:
            if answer.status != 201:
                self.assert_problem(answer, 409, "idempotency-key-in-use")
        fresh = [one for one in answers if one.status == 201 and "idempotency-replayed" not in one.fields]
        self.assertEqual(len(fresh), 1)
        self.assertEqual(sum(one["pattern"] == "-at-once" for one in self.api("GET", "/api/rules").json["rules"]), 1)

    def test_a_secret_is_told_once(self):
        body = {"name": "once", "role": "fleet"}
        first = self.api("POST", "/api/keys", body, idempotency_key="k-secret")
        again = self.api("POST", "/api/keys", body, idempotency_key="k-secret")
        self.assertEqual((first.status, again.status), (201, 201))
        self.assertIsNone(again.json["secret"])
        self.assertIn("secretNote", again.json)
        self.assertEqual(again.json["id"], first.json["id"])
        with databases.opened(self.service.inventory) as connection:
            kept = connection.execute("SELECT body FROM idempotent_requests WHERE idempotency_key = 'k-secret'").fetchone()[0]
        self.assertNotIn(first.json["secret"].encode(), kept)

    def test_old_names_are_forgotten_as_new_ones_come(self):
        values = [(1_000_000, f"o-{number}", bytes(32), bytes(16), number) for number in range(100)]
        with databases.opened(self.service.inventory) as connection:
            connection.executemany(
                "INSERT INTO idempotent_requests (key_id, idempotency_key, fingerprint, request_id, made_at) VALUES (?, ?, ?, ?, ?)",
                values)
        for number in range(8):
            self.api("PUT", f"/api/devices/old-{number}", {"division": "toasters"}, idempotency_key=f"k-old-{number}")
        with databases.opened(self.service.inventory) as connection:
            self.assertEqual(connection.execute("SELECT count(*) FROM idempotent_requests WHERE key_id = 1000000").fetchone()[0], 0)


if __name__ == "__main__":
    unittest.main()
