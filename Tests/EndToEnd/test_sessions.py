"""A browser signs in, works and signs out; and what ends its session besides."""

import json
import pathlib
import unittest

from service_test_case import ServiceTestCase


class Sessions(ServiceTestCase):
    def sign_in(self, key, **fields):
        """Signs in as a browser does; gives its cookie, and the answer."""
        answer = self.service.ask(
            "POST", "/api/session", json.dumps({"key": key}),
            {"content-type": "application/json", "sec-fetch-site": "same-origin", **fields})
        self.assertEqual((answer.status, answer.content_type), (201, "application/json"), answer)
        return answer.fields["set-cookie"].partition(";")[0], answer

    def ask(self, cookie, method, path, body=None, token=None):
        fields = {"cookie": cookie, "sec-fetch-site": "same-origin", **({"x-csrf-token": token} if token else {})}
        return self.service.ask(method, path, None if body is None else json.dumps(body), fields)

    def new_key(self, name, role):
        return self.run_well("keys", "create", "--role", role, "--name", name).strip()

    def test_a_browser_signs_in_works_and_signs_out(self):
        cookie, answer = self.sign_in(self.service.keys["fleet"], origin="https://allocator.example")
        self.assertRegex(
            answer.fields["set-cookie"],
            r"^dps-allocator-session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$")
        token = answer.json["csrfToken"]
        shown = self.ask(cookie, "GET", "/api/session")
        self.assertEqual((shown.status, shown.json), (200, answer.json))
        self.assertEqual(
            (shown.fields["cache-control"], shown.fields["x-content-type-options"]), ("no-store", "nosniff"))
        device = {"division": "toasters"}
        self.assert_problem(self.ask(cookie, "PUT", "/api/devices/session-1", device), 403, "csrf-token-required")
        self.assertEqual(self.ask(cookie, "PUT", "/api/devices/session-1", device, token).status, 201)
        self.assertEqual(self.ask(cookie, "GET", "/api/devices/session-1").json["updatedBy"], "fleet")
        self.assert_problem(self.ask(cookie, "GET", "/api/keys"), 403, "forbidden")
        end = self.ask(cookie, "DELETE", "/api/session", token=token)
        self.assertEqual((end.status, end.body), (204, b""))
        self.assertEqual(
            end.fields["set-cookie"], "dps-allocator-session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
        self.assert_problem(self.ask(cookie, "GET", "/api/session"), 401, "unauthorized")
        self.assert_problem(self.ask(cookie, "PUT", "/api/devices/session-2", device, token), 401, "unauthorized")

    def test_the_wrong_key_and_the_webhook_s_begin_nothing(self):
        for key, status in [("wrong", 401), (self.service.keys["webhook"], 403)]:
            answer = self.service.ask(
                "POST", "/api/session", json.dumps({"key": key}), {"content-type": "application/json"})
            self.assertEqual((answer.status, answer.fields.get("set-cookie")), (status, None), answer)
            self.assertNotIn(self.service.keys["webhook"], answer.text)

    def test_a_key_that_is_revoked_on_the_command_line_ends_its_sessions_at_once(self):
        revoked, _ = self.sign_in(self.new_key("leaving", "auditor"))
        other, _ = self.sign_in(self.service.keys["auditor"])
        self.assertEqual(self.ask(revoked, "GET", "/metrics").status, 200)
        self.run_well("keys", "revoke", "leaving")
        self.assertEqual(self.ask(revoked, "GET", "/metrics").status, 401)
        self.assertEqual(self.ask(other, "GET", "/metrics").status, 200)

    def test_a_role_that_is_changed_on_the_command_line_counts_at_once(self):
        cookie, _ = self.sign_in(self.new_key("moving", "fleet"))
        self.assertEqual(self.ask(cookie, "GET", "/metrics").status, 403)
        self.run_well("keys", "patch", "moving", "--role", "auditor", "--name", "moved")
        self.assertEqual(self.ask(cookie, "GET", "/metrics").status, 200)
        session = self.ask(cookie, "GET", "/api/session").json
        self.assertEqual((session["name"], session["role"]), ("moved", "auditor"))

    def test_a_restart_ends_all_sessions_and_no_key(self):
        cookie, _ = self.sign_in(self.service.keys["admin"])
        self.assertEqual(self.ask(cookie, "GET", "/api/keys").status, 200)
        self.assertEqual(self.service.stop(), 0)
        self.service.start()
        self.assertEqual(self.ask(cookie, "GET", "/api/keys").status, 401)
        again, _ = self.sign_in(self.service.keys["admin"])
        self.assertEqual(self.ask(again, "GET", "/api/keys").status, 200)

    def test_no_session_is_on_disk_or_in_a_log(self):
        cookie, answer = self.sign_in(self.service.keys["admin"])
        self.ask(cookie, "PUT", "/api/devices/session-3", {"division": "toasters"}, answer.json["csrfToken"])
        kept = self.service.errors.encode("utf-8") + b"".join(
            path.read_bytes() for path in pathlib.Path(self.service.folder).rglob("*") if path.is_file())
        for secret in (cookie.partition("=")[2], answer.json["csrfToken"]):
            self.assertFalse(secret.encode("ascii") in kept, "a session is kept")


if __name__ == "__main__":
    unittest.main()
