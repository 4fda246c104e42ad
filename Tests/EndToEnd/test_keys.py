"""Who is let in, and that no key is ever left lying about."""

import json
import os
import unittest

from service import PLAIN_TEXT, run_program, request_body
from service_test_case import ServiceTestCase


class Keys(ServiceTestCase):
    def allocate_at(self, target, **fields):
        return self.service.ask("POST", target, json.dumps(request_body("sn-0042")), fields)

    def new_key(self, name, role="webhook"):
        result = self.service.run("keys", "create", "--role", role, "--name", name)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"^[A-Za-z0-9_-]{43}\n$")
        return result.stdout.strip()

    def revoke(self, name):
        self.assertEqual(self.service.run("keys", "revoke", name).returncode, 0)

    def test_a_key_gets_another_name_and_role_and_stays_the_same(self):
        secret = self.new_key("night-shift", "fleet")
        fields = {"authorization": f"Bearer {secret}"}
        self.assertEqual(self.service.ask("GET", "/metrics", None, fields).status, 403)
        trial = self.service.run("keys", "patch", "night-shift", "--role", "auditor", "--dry-run")
        self.assertEqual((trial.returncode, trial.stdout), (0, "dry run: updated night-shift, auditor\n"))
        self.assertEqual(self.service.ask("GET", "/metrics", None, fields).status, 403)
        changed = self.service.run("keys", "patch", "night-shift", "--role", "auditor", "--name", "readers")
        self.assertEqual((changed.returncode, changed.stdout), (0, "updated readers, auditor\n"))
        self.assertEqual(self.service.ask("GET", "/metrics", None, fields).status, 200)
        for words, status, text in [
            (("night-shift", "--role", "fleet"), 1, "no live key"), (("readers",), 64, "--name or --role"),
            (("readers", "--name", ""), 1, "1 to 64 characters"),
        ]:
            refused = self.service.run("keys", "patch", *words)
            self.assertEqual(refused.returncode, status, refused)
            self.assertIn(text, refused.stderr)
        self.revoke("readers")

    def test_the_last_admin_is_spared_over_http_and_not_on_the_command_line(self):
        keys = self.api("GET", "/api/keys").json["keys"]
        number, = [one["id"] for one in keys if one["role"] == "admin" and "revokedAt" not in one]
        self.assert_problem(self.api("DELETE", f"/api/keys/{number}", if_match="*"), 409, "conflict")
        self.assert_problem(self.api("PATCH", f"/api/keys/{number}", {"role": "fleet"}, if_match="*"), 409, "conflict")
        self.run_well("keys", "patch", "admin", "--role", "fleet", "--message", "by hand")
        self.assertEqual(self.api("GET", "/api/keys").status, 403)
        self.run_well("keys", "patch", "admin", "--role", "admin")
        self.assertEqual(self.api("GET", "/api/keys").status, 200)

    def test_a_key_called_like_a_user_of_the_system_is_told_from_them(self):
        user = self.api("GET", "/api/changes?kind=key&limit=1").json["changes"][0]["actor"]
        secret = self.new_key(user, "fleet")
        made = self.api("GET", "/api/changes?kind=key&limit=1").json["changes"][0]
        number = made["after"]["id"]
        self.assertNotIn("actorKey", made)
        body = json.dumps({"division": "toasters"})
        answer = self.service.ask("PUT", "/api/devices/who", body, {"authorization": f"Bearer {secret}"})
        self.assertEqual(answer.status, 201)
        line, = self.api("GET", f"/api/changes?actorKey={number}").json["changes"]
        self.assertEqual((line["actor"], line["actorKey"], line["subject"]), (user, number, "who"))
        self.assertIn(f"{user} (key {number})", self.run_well("changes", "--actor-key", str(number)))
        self.revoke(user)

    def test_the_key_is_taken_from_code_in_the_url(self):
        key = self.service.keys["webhook"]
        for query in (f"code={key}", f"clientId=default&code={key}", f"code={key}&a=b", f"&&code={key}&", f"a&code={key}"):
            self.assertEqual(self.allocate_at("/api/allocate?" + query).status, 200, query)

    def test_the_key_may_be_percent_encoded(self):
        key = self.service.keys["webhook"]
        for form in ("%{:02X}", "%{:02x}"):
            self.assertEqual(self.allocate_at("/api/allocate?code=" + "".join(map(form.format, key.encode()))).status, 200)
        self.assertEqual(self.allocate_at(f"/api/allocate?%63ode={key}").status, 200)

    def test_the_key_is_taken_from_the_field_of_azure_functions(self):
        for name in ("x-functions-key", "X-Functions-Key"):
            self.assertEqual(self.allocate_at("/api/allocate", **{name: self.service.keys["webhook"]}).status, 200)

    def test_a_key_elsewhere_does_not_count(self):
        key = self.service.keys["webhook"]
        self.assertEqual(self.allocate_at("/api/allocate", authorization=f"Bearer {key}").status, 401)
        for query in (f"CODE={key}", f"key={key}", f"xcode={key}", f"code%3D{key}"):
            self.assertEqual(self.allocate_at("/api/allocate?" + query).status, 401, query)

    def test_what_is_only_nearly_the_key_is_refused(self):
        key = self.service.keys["webhook"]
        wrong = [
            "", key[:-1], key + "A", key.swapcase(), "%20" + key, key + "%00", key[::-1], "%", "%zz", "%ff", f"{key}%", "a" * 7_000,
        ]
        for text in wrong:
            answer = self.allocate_at("/api/allocate?code=" + text)
            self.assert_rejected(answer, 401, "Unauthorized.")
        for text in (key + " x", f"Bearer {key}", f'"{key}"'):
            self.assertEqual(self.allocate_at("/api/allocate", **{"x-functions-key": text}).status, 401)

    def test_a_digest_that_is_kept_is_no_key(self):
        result = self.service.run("keys", "list", "--format", "json")
        self.assertNotIn("sha256", result.stdout)

    def test_only_a_webhook_or_admin_key_opens_the_allocate_endpoint(self):
        expected = {"webhook": 200, "admin": 200, "fleet": 401, "auditor": 401}
        for role, status in expected.items():
            self.assertEqual(self.allocate_at(self.service.target(self.service.keys[role])).status, status, role)

    def test_only_an_auditor_or_admin_key_opens_the_metrics(self):
        expected = {"auditor": 200, "admin": 200, "fleet": 403, "webhook": 403}
        for role, status in expected.items():
            answer = self.service.ask("GET", "/metrics", fields={"authorization": f"Bearer {self.service.keys[role]}"})
            self.assertEqual(answer.status, status, role)
        for fields in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic " + self.service.keys["admin"]}):
            answer = self.service.ask("GET", "/metrics", fields=fields)
            self.assertEqual((answer.status, answer.content_type), (401, "application/problem+json"))
            self.assertIn("Bearer", answer.fields["www-authenticate"])

    def test_the_name_of_the_bearer_scheme_has_no_case(self):
        for scheme in ("Bearer", "bearer", "BEARER"):
            answer = self.service.ask("GET", "/metrics", fields={"authorization": f"{scheme} {self.service.keys['auditor']}"})
            self.assertEqual(answer.status, 200)

    def test_health_answers_without_a_key(self):
        for path in ("/healthz", "/readyz"):
            answer = self.service.ask("GET", path)
            self.assertEqual((answer.status, answer.content_type), (200, PLAIN_TEXT))

    def test_a_key_is_rotated_without_a_moment_in_which_none_opens(self):
        first = self.new_key("rotation-first")
        self.assertEqual(self.allocate_at(self.service.target(first)).status, 200)
        second = self.new_key("rotation-second")
        self.assertNotEqual(first, second)
        for key in (first, second, first):
            self.assertEqual(self.allocate_at(self.service.target(key)).status, 200)
        self.revoke("rotation-first")
        self.assert_rejected(self.allocate_at(self.service.target(first)), 401, "Unauthorized.")
        self.assertEqual(self.allocate_at(self.service.target(second)).status, 200)

    def test_a_revoked_key_is_shut_at_the_next_request_on_every_connection(self):
        clients = [self.service.client() for _ in range(8)]
        for number in range(3):
            name = f"shut-{number}"
            key = self.new_key(name)
            for client in clients:
                self.assertEqual(self.service.allocate(request_body("sn-0042"), client, key).status, 200)
            self.revoke(name)
            for client in clients:
                self.assertEqual(self.service.allocate(request_body("sn-0042"), client, key).status, 401)
        for client in clients:
            client.close()

    def test_the_name_of_a_live_key_is_taken_and_of_a_revoked_one_free(self):
        self.new_key("taken")
        result = self.service.run("keys", "create", "--role", "admin", "--name", "taken")
        self.assertEqual((result.returncode, result.stdout, len(result.stderr.splitlines())), (1, "", 1), result)
        self.revoke("taken")
        self.new_key("taken")

    def test_a_key_that_is_not_there_cannot_be_revoked(self):
        result = self.service.run("keys", "revoke", "nobody")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn('"nobody"', result.stderr)

    def test_the_list_has_every_key_live_and_revoked_and_no_secret(self):
        secret = self.new_key("listed", "fleet")
        self.revoke("listed")
        text = self.service.run("keys", "list")
        row = next(line for line in text.stdout.splitlines() if line.startswith("listed "))
        self.assertIn("fleet", row)
        self.assertNotIn("live", row)
        entries = {entry["name"]: entry for entry in json.loads(self.service.run("keys", "list", "--format", "json").stdout)}
        self.assertEqual(entries["listed"]["role"], "fleet")
        self.assertIsNotNone(entries["listed"]["revokedAt"])
        self.assertIsNone(entries["webhook"]["revokedAt"])
        self.assertNotIn(secret, text.stdout + json.dumps(entries))

    def test_no_key_is_on_disk_in_a_log_in_an_answer_or_in_the_history(self):
        secrets = [*self.service.keys.values(), self.new_key("kept-nowhere")]
        shown = []
        for secret in [*secrets, "a-wrong-secret"]:
            for body in (json.dumps(request_body("sn-0042")), "no JSON", "x" * 200_000):
                client = self.service.client()
                shown.append(repr(vars(self.service.allocate(body, client, secret))))
                client.close()
            fields = {"authorization": f"Bearer {secret}", "x-functions-key": secret}
            for method, path in (("GET", "/metrics"), ("GET", f"/nothing?code={secret}"), ("BREW", f"/healthz?code={secret}")):
                shown.append(repr(vars(self.service.ask(method, path, fields=fields))))
        shown.append(self.service.errors)
        for command in (["keys", "list"], ["assignments", "list"], ["assignments", "list", "--format", "json"]):
            shown.append(self.service.run(*command).stdout)
        for folder, _, names in os.walk(self.service.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as stream:
                    shown.append(stream.read().decode("latin-1"))
        text = "\n".join(shown)
        for secret in [*secrets, "a-wrong-secret"]:
            self.assertFalse(secret in text, "a secret is shown or kept")

    def test_a_key_is_never_part_of_a_help_text(self):
        self.assertNotIn(self.service.keys["admin"], run_program("keys", "create", "--help").stdout)


if __name__ == "__main__":
    unittest.main()
