"""The command line: its help, its complaints, and the commands beside a running service."""

import csv
import io
import json
import unittest

import databases
from service import SEED, TOASTERS_HUB, request_body, run_program
from service_test_case import ServiceTestCase

COMMANDS = [
    "quickstart", "serve", "migrate", "seed", "keys create", "keys list", "keys revoke", "devices list", "devices show", "devices timeline",
    "devices put", "devices patch", "devices delete", "devices export", "devices import", "devices template", "devices derive-key",
    "imports list", "imports show", "imports rows", "imports apply", "imports undo", "imports discard",
    "divisions list", "divisions show", "divisions put", "divisions patch", "divisions delete",
    "rules list", "rules show", "rules add", "rules patch", "rules move", "rules delete",
    "changes", "changes undo", "assignments list", "explain",
]
GROUP_KEY = "oiK77Oy7rBw8YB6IS6ukRChAw+Yq6GC61RMrPLSTiOOtdI+XDu0LmLuNm11p+qv2I+adqGUdZHm46zXAQdZoOA=="


class Words(unittest.TestCase):
    def test_help_lists_every_command(self):
        for words in (["--help"], ["-h"], ["help"]):
            result = run_program(*words)
            self.assertEqual((result.returncode, result.stderr), (0, ""))
            listed = [line.strip() for line in result.stdout.splitlines() if line.startswith("  ")]
            for command in COMMANDS:
                self.assertTrue(any(line.startswith(command + "  ") for line in listed), command)

    def test_every_command_has_a_help_of_its_own(self):
        for command in COMMANDS:
            for words in ([*command.split(), "--help"], [*command.split(), "-h"], [*command.split(), "--nonsense", "--help"]):
                with self.subTest(words=words):
                    result = run_program(*words)
                    self.assertEqual((result.returncode, result.stderr), (0, ""))
                    self.assertIn(f"Usage: dps-allocator {command}", result.stdout)
                    self.assertIn("--help", result.stdout)
            if command not in ("devices derive-key", "devices template"):
                self.assertIn("--data DIR", result.stdout)

    def test_help_fits_a_terminal_of_80_columns(self):
        for command in ["", *COMMANDS]:
            for line in run_program(*command.split(), "--help").stdout.splitlines():
                # An example is one line, so that it can be pasted.
                self.assertTrue(len(line) <= 80 or line.startswith("    dps-allocator "), line)

    def test_help_names_only_options_that_there_are(self):
        for command in COMMANDS:
            text = run_program(*command.split(), "--help").stdout.partition("\nOptions:\n")[2].partition("\n\n")[0]
            options = {line.split()[0] for line in text.splitlines() if line.lstrip().startswith("--")}
            self.assertIn("--help", options)
            for option in options - {"--help"}:
                # Given twice or without a value, a known option is complained about by name, and not as an unknown one.
                result = run_program(*command.split(), option, option, option)
                self.assertNotIn("there is no option", result.stderr)

    def test_a_group_of_commands_has_a_help(self):
        for group in ("keys", "devices", "imports", "divisions", "rules", "assignments"):
            result = run_program(group, "--help")
            self.assertEqual((result.returncode, result.stderr), (0, ""))
            self.assertIn(f"{group} list", result.stdout)

    def test_wrong_words_are_64_with_usage_on_standard_error(self):
        wrong = [
            ["bogus"], ["keys"], ["keys", "bogus"], ["--bogus"], ["serve", "--bogus"], ["serve", "word"], ["serve", "--data"],
            ["serve", "--listen", "nowhere"], ["serve", "--listen", "127.0.0.1:99999"], ["serve", "--listen", "::1:80"],
            ["serve", "--loops", "0"], ["serve", "--loops", "many"], ["serve", "--allocate-path", "api"],
            ["serve", "--allocate-path", "/api?code=1"], ["serve", "--data", "a", "--data", "b"], ["serve", "--help=yes", "x"],
            ["keys", "create"], ["keys", "create", "--role", "king", "--name", "x"], ["keys", "create", "--role", "admin"],
            ["keys", "revoke"], ["keys", "list", "--format", "xml"], ["devices", "show"], ["devices", "put", "sn-1"],
            ["devices", "put", "sn-1", "--division", "toasters", "--status", "asleep"], ["devices", "show", "a", "b"],
            ["devices", "derive-key", "sn-1"], ["assignments", "list", "--limit", "0"],
            ["assignments", "list", "--limit", "-1"], ["assignments", "list", "--after", "x"], ["explain"],
            ["explain", "--request", "file", "--hub", TOASTERS_HUB], ["divisions", "show"], ["divisions", "put", "ovens"],
            ["divisions", "patch", "toasters"], ["divisions", "delete", "ovens", "--if-revision", "x"], ["rules", "show", "x"],
            ["rules", "add", "--pattern", "-1"], ["rules", "patch", "1"], ["rules", "patch", "1", "--kind", "prefix"],
            ["rules", "move", "1"], ["rules", "move", "1", "--to", "0"], ["rules", "delete", "0"],
        ]
        for words in wrong:
            with self.subTest(words=words):
                result = run_program(*words, folder="/")
                self.assertEqual((result.returncode, result.stdout), (64, ""), result)
                self.assertTrue(result.stderr.startswith("dps-allocator: "), result.stderr)
                self.assertRegex(result.stderr, r"(?m)^(Usage: dps-allocator |Try: dps-allocator |Commands:$)")

    def test_no_word_at_all_shows_what_there_is_and_is_64(self):
        result = run_program()
        self.assertEqual(result.returncode, 64)
        self.assertIn("Usage: dps-allocator COMMAND", result.stdout + result.stderr)

    def test_a_misspelt_word_is_met_with_a_suggestion(self):
        for words, suggestion in ((["serv"], "serve"), (["serve", "--lisen", "x"], "--listen"), (["explian", "x"], "explain")):
            self.assertIn("did you mean", run_program(*words).stderr)
            self.assertIn(suggestion, run_program(*words).stderr)

    def test_the_version_is_printed(self):
        result = run_program("--version")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"^dps-allocator [0-9]+\.[0-9]+\.[0-9]+\n$")

    def test_device_keys_are_derived_as_in_the_article(self):
        vectors = [
            (GROUP_KEY, "breakroom499-contoso-tstrsd-007", "JC8F96eayuQwwz+PkE7IzjH2lIAjCUnAa61tDigBnSs="),
            (GROUP_KEY, "mainbuilding167-contoso-hpsd-088", "6uejA9PfkQgmYylj8Zerp3kcbeVrGZ172YLa7VSnJzg="),
            ("8isrFI1sGsIlvvFSSFRiMfCNzv21fjbE/+ah/lSh3lF8e2YG1Te7w1KpZhJFFXJrqYKi9yegxkqIChbqOS9Egw==",
             "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6", "Jsm0lyGpjaVYVP2g3FnmnmG9dI/9qU24wNoykUmermc="),
        ]
        for group_key, registration_id, key in vectors:
            for words, text_input in (([group_key], None), (["-"], group_key + "\n"), (["-"], group_key)):
                result = run_program("devices", "derive-key", registration_id, "--group-key", *words, text_input=text_input)
                self.assertEqual((result.returncode, result.stdout, result.stderr), (0, key + "\n", ""))

    def test_a_group_key_that_is_not_base64_is_not_used_and_not_shown(self):
        for group_key in ("no base64!", "", "YQ", "YQ==="):
            result = run_program("devices", "derive-key", "sn-1", "--group-key", group_key)
            self.assertEqual((result.returncode, result.stdout), (1, ""), group_key)
            self.assertNotIn("no base64!", result.stderr)


class CommandsBesideAService(ServiceTestCase):
    def test_seeding_and_migrating_again_changes_nothing(self):
        before = [databases.dump(path) for path in (self.service.inventory, self.service.history)]
        self.assertIn("added 0 divisions, 0 rules, 0 devices", self.run_well("seed", "--from", SEED))
        self.assertEqual(self.run_well("migrate").count("up to date"), 2)
        self.assertEqual([databases.dump(path) for path in (self.service.inventory, self.service.history)], before)

    def test_seeding_again_does_not_undo_what_people_changed(self):
        self.run_well("devices", "put", "sn-0050", "--division", "heatpumps", "--note", "moved")
        self.run_well("seed", "--from", SEED)
        device = json.loads(self.run_well("devices", "show", "sn-0050", "--format", "json"))
        self.assertEqual((device["division"], device["note"], device["revision"]), ("heatpumps", "moved", 2))

    def test_a_device_is_put_shown_listed_and_deleted(self):
        twin = {"tags": {"site": "Küche"}}
        twin_file = self.service.file("twin.json", json.dumps(twin))
        self.run_well(
            "devices", "put", "Put-1", "--division", "toasters", "--status", "held", "--reason", "Why not", "--pin", TOASTERS_HUB,
            "--twin", "@" + twin_file, "--payload", '{"a":[1]}', "--note", "a note")
        device = json.loads(self.run_well("devices", "show", "put-1", "--format", "json"))
        wanted = {
            "registrationId": "Put-1", "division": "toasters", "status": "held", "statusReason": "Why not", "pinnedHub": TOASTERS_HUB,
            "twin": twin, "payload": {"a": [1]}, "note": "a note", "revision": 1}
        self.assertEqual({name: device.get(name) for name in wanted}, wanted)
        self.assertIn("Why not", self.run_well("devices", "show", "PUT-1"))
        self.run_well("devices", "put", "put-1", "--division", "toasters")
        device = json.loads(self.run_well("devices", "show", "put-1", "--format", "json"))
        self.assertEqual((device["revision"], device["status"], "note" in device), (2, "active", False))
        listed = json.loads(self.run_well("devices", "list", "--format", "json"))
        self.assertIn("put-1", [one["registrationId"].lower() for one in listed])
        self.assertIn("put-1", self.run_well("devices", "list").lower())
        self.assertEqual(self.run_well("devices", "delete", "PUT-1", "--message", "worn out"), "retired PUT-1\n")
        device = json.loads(self.run_well("devices", "show", "put-1", "--format", "json"))
        self.assertEqual((device["status"], device["statusReason"]), ("retired", "worn out"))
        self.assertEqual(self.run_well("devices", "delete", "PUT-1", "--erase"), "erased PUT-1\n")
        for words in (["devices", "show", "put-1"], ["devices", "delete", "put-1"], ["devices", "delete", "put-1", "--erase"]):
            result = self.service.run(*words)
            self.assertEqual((result.returncode, result.stdout), (1, ""))
            self.assertIn("put-1 is not registered", result.stderr)

    def test_a_patch_changes_what_it_names_and_the_log_tells_why(self):
        self.run_well("devices", "put", "patch-1", "--division", "toasters", "--note", "old", "--label", "roof", "--label", "pilot")
        self.run_well(
            "devices", "patch", "PATCH-1", "--status", "held", "--reason", "recall", "--until", "2099-01-01T00:00:00Z",
            "--twin", '{"tags":{"floor":2}}', "--message", "recall 12")
        self.assertEqual(
            self.run_well("devices", "patch", "patch-1", "--merge", '{"twin":{"tags":{"floor":3}}}', "--note", "", "--if-revision", "2"),
            "updated patch-1\n")
        device = json.loads(self.run_well("devices", "show", "patch-1", "--format", "json"))
        wanted = {
            "registrationId": "patch-1", "division": "toasters", "status": "held", "statusReason": "recall",
            "heldUntil": "2099-01-01T00:00:00.000Z", "labels": ["pilot", "roof"], "twin": {"tags": {"floor": 3}}, "revision": 3}
        self.assertEqual({name: device.get(name) for name in wanted}, wanted)
        self.assertNotIn("note", device)
        late = self.service.run("devices", "patch", "patch-1", "--note", "x", "--if-revision", "2")
        self.assertEqual((late.returncode, late.stdout), (1, ""))
        self.assertIn("at revision 3 now", late.stderr)
        changes = json.loads(self.run_well("changes", "--device", "Patch-1", "--format", "json"))
        self.assertEqual([one["effect"] for one in changes], ["updated", "updated", "created"])
        self.assertEqual((changes[1]["message"], changes[1]["before"]["status"]), ("recall 12", "active"))
        self.assertIn("recall 12", self.run_well("changes", "--member", "heldUntil"))
        # The same once more is no change, and leaves no line.
        self.assertEqual(self.run_well("devices", "patch", "patch-1", "--label", "roof", "--label", "pilot"), "unchanged patch-1\n")
        self.assertEqual(len(json.loads(self.run_well("changes", "--device", "patch-1", "--format", "json"))), 3)

    def test_a_hold_ends_by_itself(self):
        body = request_body("hold-1")
        for until, status in (("2099-01-01T00:00:00Z", 403), ("2026-01-01T00:00:00Z", 200)):
            self.run_well(
                "devices", "put", "hold-1", "--division", "toasters", "--status", "held", "--reason", "waits", "--until", until)
            self.assertEqual(self.service.allocate(body).status, status)
        self.run_well("devices", "patch", "hold-1", "--status", "retired")
        self.assertEqual(self.service.allocate(body).status, 403)

    def test_an_export_is_read_by_others_as_it_was_meant(self):
        note = 'a "note", with\nlines; and \u00fcml\u00e4uts'
        self.run_well(
            "devices", "put", "export-1", "--division", "toasters", "--label", "b", "--label", "a", "--note", note,
            "--twin", '{"tags":{"floor":2}}')
        self.run_well("devices", "put", "export-2", "--division", "toasters", "--label", "exported", "--label", "a")
        rows = list(csv.DictReader(io.StringIO(self.run_well("devices", "export", "--label", "a"), newline="")))
        self.assertEqual([row["registrationId"] for row in rows], ["export-1", "export-2"])
        self.assertEqual((rows[0]["note"], rows[0]["labels"], rows[0]["etag"]), (note, "a|b", '"1"'))
        self.assertEqual(json.loads(rows[0]["twin"]), {"tags": {"floor": 2}})
        lines = self.run_well("devices", "export", "--as", "ndjson", "--label", "a").splitlines()
        self.assertEqual(json.loads(lines[0])["note"], note)
        self.assertEqual(json.loads(lines[1])["labels"], ["a", "exported"])
        whole = list(csv.DictReader(io.StringIO(self.run_well("devices", "export"), newline="")))
        self.assertGreater(len(whole), 30)
        template = list(csv.reader(io.StringIO(run_program("devices", "template", "--csv").stdout, newline="")))
        self.assertEqual((len(template), len(template[0])), (2, len(template[1])))
        self.assertIn("desired.NAME", run_program("devices", "template").stdout)

    def test_a_list_is_filtered_sorted_and_paged(self):
        for number in range(5):
            self.run_well(
                "devices", "put", f"list-{number}", "--division", "toasters", "--label", "listed", "--note", f"n{number % 2}")

        def listed(*words):
            found = json.loads(self.run_well("devices", "list", "--label", "listed", "--format", "json", *words))
            return [one["registrationId"] for one in found]

        self.assertEqual(listed("--limit", "2"), ["list-0", "list-1"])
        self.assertEqual(listed("--limit", "2", "--after", "list-1"), ["list-2", "list-3"])
        self.assertEqual(listed("--sort", "note", "--descending"), ["list-3", "list-1", "list-4", "list-2", "list-0"])
        self.assertEqual(listed("--sort", "note", "--after", "list-4"), ["list-1", "list-3"])
        self.assertEqual(listed("--text", "LIST-3"), ["list-3"])
        self.assertEqual(listed("--status", "retired"), [])

    def test_a_device_that_cannot_be_is_refused_in_one_line(self):
        faults = [
            ["--division", "ovens"], ["--division", "toasters", "--twin", "7"], ["--division", "toasters", "--twin", "{"],
            ["--division", "toasters", "--payload", "[]"], ["--division", "toasters", "--twin", "@/nowhere"],
            ["--division", "toasters", "--twin", '{"properties":{"Desired":{}}}'], ["--division", "toasters", "--pin", ""],
        ]
        for options in faults:
            with self.subTest(options=options):
                result = self.service.run("devices", "put", "cannot-be", *options)
                self.assertEqual((result.returncode, result.stdout, len(result.stderr.splitlines())), (1, "", 1), result)
        self.assertEqual(self.service.run("devices", "show", "cannot-be").returncode, 1)
        self.assert_rejected(self.service.allocate(request_body("cannot-be")), 400, "Unrecognized device registration.")

    def test_an_id_that_looks_like_an_option_is_given_behind_two_dashes(self):
        result = self.service.run("devices", "put", "--division=toasters", "--", "--dashes-")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(self.service.allocate(request_body("--dashes-")).status, 200)


if __name__ == "__main__":
    unittest.main()
