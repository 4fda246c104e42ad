"""Files of devices: planned, applied, taken back, interrupted; by the command line and over HTTP."""

import csv
import io
import json
import random
import select
import socket
import subprocess
import unittest

import databases
from device_files import HEADER, lines, seeded_folder
from service import PATIENCE, PROGRAM, eventually, request_body
from service_test_case import ServiceTestCase


class Imports(ServiceTestCase):
    def write(self, name, text):
        return self.service.file(name, text)

    def test_a_file_is_imported_all_or_none_and_taken_back(self):
        path = self.write("spring.csv", HEADER + "spring-1,toasters,a\nspring-2,heatpumps,\n")
        out = self.run_well("devices", "import", path, "--message", "spring")
        self.assertIn("2 created, 0 updated, 0 unchanged", out)
        number = out.split("change set ")[1].split(":")[0]
        self.assertEqual(json.loads(self.run_well("devices", "show", "spring-1", "--format", "json"))["note"], "a")
        self.assertEqual(self.run_well("devices", "import", path), "nothing to change: 2 unchanged\n")
        listed = json.loads(self.run_well("imports", "list", "--format", "json"))
        self.assertIn(int(number), [one["id"] for one in listed["applied"]])
        trial = self.run_well("imports", "undo", number, "--dry-run")
        self.assertIn("dry run: took change set", trial)
        self.assertIn("2 deleted", self.run_well("imports", "undo", number))
        self.assertEqual(self.service.run("devices", "show", "spring-1").returncode, 1)
        listed = json.loads(self.run_well("imports", "list", "--format", "json"))
        undoer = next(one["undoneBy"] for one in listed["applied"] if one["id"] == int(number))
        for command in (["imports", "list"], ["changes", "--set", number]):
            self.assertIn(f"{number}, taken back by {undoer}", self.run_well(*command))

    def test_a_row_that_cannot_be_imported_keeps_all_of_them_out_and_is_told_with_its_line(self):
        path = self.write("faulty.csv", HEADER + "faulty-1,toasters,\nfaulty 2,kettles,\nfaulty-1,toasters,\n")
        result = self.service.run("devices", "import", path)
        self.assertEqual(result.returncode, 1)
        self.assertIn("3 of 3 rows cannot be imported; nothing was", result.stderr)
        self.assertIn("character 7 is U+0020", result.stdout)
        plan = result.stdout.split()[1].rstrip(":")
        rows = list(csv.DictReader(io.StringIO(self.run_well("imports", "rows", plan, "--as", "csv"))))
        self.assertEqual([row["verdict"] for row in rows], ["duplicated", "invalid", "duplicated"])
        self.assertEqual([row["line"] for row in rows], ["2", "3", "4"])
        self.assertEqual(self.service.run("devices", "show", "faulty-1").returncode, 1)
        self.run_well("imports", "discard", plan)
        self.assertEqual(self.service.run("imports", "show", plan).returncode, 1)

    def test_a_plan_is_applied_later_unless_the_inventory_has_moved(self):
        path = self.write("later.csv", HEADER + "later-1,toasters,\nlater-2,toasters,\n")
        first, second = (
            self.run_well("devices", "import", path, "--dry-run").split()[1].rstrip(":") for _ in range(2))
        self.assertIn("can be applied", self.run_well("imports", "show", first))
        self.assertIn("dry run: applied as change set", self.run_well("imports", "apply", first, "--dry-run"))
        self.assertIn("dry run: discarded", self.run_well("imports", "discard", first, "--dry-run"))
        self.assertEqual(self.service.run("devices", "show", "later-1").returncode, 1)
        self.assertIn("2 created", self.run_well("imports", "apply", first))
        refused = self.service.run("imports", "apply", second)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("the inventory has changed since the plan was made, in 2 of its devices", refused.stderr)

    def test_standard_input_is_read_too_and_its_form_must_be_said(self):
        self.assertEqual(self.service.run("devices", "import", "-").returncode, 64)
        line = json.dumps({"registrationId": "piped-1", "division": "toasters"})
        out = self.run_well("devices", "import", "-", "--as", "ndjson", text_input=line)
        self.assertIn("1 created", out)

    def test_what_was_exported_and_edited_in_a_spreadsheet_changes_just_what_was_edited(self):
        self.run_well("devices", "import", self.write("round.csv", lines(20, "round")))
        exported = self.run_well("devices", "export", "--text", "round-", "--bom")
        rows = list(csv.reader(io.StringIO(exported.removeprefix("\ufeff"))))
        note = rows[0].index("note")
        rows[3][note] = "edited; in a\nspreadsheet"
        text = io.StringIO()
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
        path = self.write("edited.csv", "\ufeff" + text.getvalue())
        out = self.run_well("devices", "import", path)
        self.assertIn("0 created, 1 updated, 19 unchanged", out)
        # The file is of the revisions before: the one that was edited is in conflict now.
        again = self.service.run("devices", "import", path)
        self.assertEqual(again.returncode, 1)
        self.assertIn("conflicting", again.stdout)

    def test_over_http_a_file_is_planned_downloaded_applied_and_taken_back(self):
        body = (HEADER + "http-1,toasters,\nhttp-2,heatpumps,\n").encode("utf-8")
        planned = self.api("POST", "/api/imports?source=http.csv", body, role="fleet", content_type="text/csv")
        self.assertEqual(planned.status, 201, planned)
        path = planned.fields["location"]
        rows = self.api("GET", f"{path}/rows.csv", role="auditor")
        made = [{"pointer": "/division", "after": "toasters"}, {"pointer": "/status", "after": "active"}]
        self.assertEqual(
            next(csv.DictReader(io.StringIO(rows.text))),
            {"line": "2", "registrationId": "http-1", "verdict": "create",
             "explanation": '/division: - -> "toasters"; /status: - -> "active"'})
        lines_of_plan = [json.loads(line) for line in self.api("GET", f"{path}/rows.ndjson").text.splitlines()]
        self.assertEqual([line["verdict"] for line in lines_of_plan], ["create", "create"])
        self.assertEqual(lines_of_plan[0]["differences"], made)
        self.assertEqual(self.api("GET", f"{path}/rows").json["rows"], lines_of_plan)
        applied = self.api("POST", f"{path}/apply", b"", role="fleet", idempotency_key="apply-1")
        self.assertEqual((applied.status, applied.json["changeSet"]["created"]), (200, 2), applied)
        undone = self.api("POST", f"{path}/undo", b"", role="fleet", idempotency_key="undo-1")
        self.assertEqual((undone.status, undone.json["changeSet"]["deleted"]), (200, 2), undone)
        undoer = undone.json["changeSet"]["id"]
        self.assertEqual(self.api("GET", path).json["changeSet"]["undoneBy"], undoer)
        made = self.api("GET", f"/api/change-sets/{undone.json['changeSet']['undoes']}", role="auditor")
        self.assertEqual(made.json["undoneBy"], undoer)
        again = self.api("POST", f"/api/change-sets/{undoer}/undo", b"", role="fleet")
        self.assertEqual(again.status, 200, again)
        sets = {one["id"]: one for one in self.api("GET", "/api/change-sets").json["changeSets"]}
        self.assertEqual(sets[undoer]["undoneBy"], again.json["changeSet"]["id"])
        self.assertNotIn("undoneBy", sets[made.json["id"]])
        replayed = self.api("POST", f"{path}/undo", b"", role="fleet", idempotency_key="undo-1")
        self.assertEqual(replayed.json, undone.json)
        self.assertEqual(replayed.fields["idempotency-replayed"], "true")

    def test_decisions_see_an_import_as_soon_as_it_is_made(self):
        body = (HEADER + "seen-by-dps,heatpumps,\n").encode("utf-8")
        path = self.api("POST", "/api/imports", body, content_type="text/csv").fields["location"]
        self.assertEqual(self.service.allocate(request_body("seen-by-dps")).status, 400)
        self.assertEqual(self.api("POST", f"{path}/apply", b"").status, 200)
        self.assertEqual(self.service.allocate(request_body("seen-by-dps")).status, 200)

    def test_one_file_more_than_may_be_on_their_way_is_told_to_come_again(self):
        body = (HEADER + "slow-1,toasters,\n").encode("utf-8")
        head = (
            f"POST /api/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.service.keys['fleet']}\r\n"
            "Content-Type: text/csv\r\nContent-Length: 1000\r\n\r\n").encode("ascii")
        slow = [socket.create_connection((self.service.host, self.service.port), timeout=PATIENCE) for _ in range(5)]
        try:
            for connection in slow:
                connection.sendall(head + body)
            answered, _, _ = select.select(slow, [], [], PATIENCE)
            self.assertEqual(len(answered), 1)
            answer = answered[0].recv(4096)
            self.assertTrue(answer.startswith(b"HTTP/1.1 503 "), answer)
            self.assertIn(b"\r\nretry-after: 10\r\n", answer)
        finally:
            for connection in slow:
                connection.close()
        eventually(
            lambda: self.api("POST", "/api/imports", body, content_type="text/csv").status == 201, "their places are free again")


class Generated(unittest.TestCase):
    def test_ten_thousand_generated_devices_that_are_exported_and_imported_are_unchanged(self):
        generator = random.Random(20261124)
        texts = ["plain", "a,b;c\td", 'say "hello"', "two\nlines\r\nmore", " spaces ", "=1+1", "Grüße, 日本", "007", "true", "65"]

        def value(depth):
            kind = generator.randrange(6 if depth else 4)
            return [
                lambda: generator.randrange(-10**6, 10**6), lambda: generator.random() < 0.5,
                lambda: generator.choice(texts), lambda: None,
                lambda: [value(0), generator.choice(texts)],
                lambda: {f"m{index}": value(depth - 1) for index in range(generator.randrange(4))}][kind]()

        def device(number):
            found = {"registrationId": f"Gen-{number}-x", "division": generator.choice(["toasters", "heatpumps"])}
            if generator.random() < 0.3:
                found |= {"status": "held", "statusReason": generator.choice(texts), "heldUntil": "2030-01-01T00:00:00.5Z"}
            if generator.random() < 0.5:
                found["note"] = generator.choice(texts)
            if generator.random() < 0.3:
                found["labels"] = ["pilot", f"floor {generator.randrange(9)}"]
            if generator.random() < 0.5:
                found["twin"] = {"tags": {f"t{index}": value(2) for index in range(3)}, "properties": {"desired": {"d": value(3)}}}
            if generator.random() < 0.2:
                found["payload"] = {"p": value(2)}
            return found

        folder = seeded_folder(self)
        path = folder.file("generated.ndjson", "".join(json.dumps(device(number)) + "\n" for number in range(10_000)))
        made = folder.run("devices", "import", path)
        self.assertIn("10000 created", made.stdout, made.stderr)
        for form in ("csv", "ndjson"):
            exported = folder.file(f"exported.{form}", "")
            with open(exported, "wb") as file:
                subprocess.run(
                    [PROGRAM, "devices", "export", "--as", form, "--data", folder.data], stdout=file, check=True,
                    timeout=PATIENCE)
            again = folder.run("devices", "import", exported, "--dry-run", "--format", "json")
            self.assertEqual(again.returncode, 0, again.stderr)
            plan = json.loads(again.stdout)
            self.assertEqual(plan["counts"]["unchanged"], plan["rows"])
            self.assertGreater(plan["rows"], 10_000)


class Interrupted(unittest.TestCase):
    """Whenever an import is killed, the inventory is as before or as after, and a repeat works."""

    DEVICES = 40_000
    KILLS = 8

    def test_an_import_that_is_killed_at_any_moment_is_done_or_not_done(self):
        generator = random.Random()
        outcomes = set()
        folder = seeded_folder(self)
        seeded = self.count(folder)
        for number in range(self.KILLS):
            path = folder.file("many.csv", lines(self.DEVICES, f"kill{number}"))
            before = self.count(folder)
            importing = subprocess.Popen(
                [PROGRAM, "devices", "import", path, "--data", folder.data], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            try:
                importing.wait(timeout=generator.uniform(0.05, 1.2))
            except subprocess.TimeoutExpired:
                importing.kill()
                importing.wait(timeout=PATIENCE)
            after = self.count(folder)
            self.assertIn(after - before, (0, self.DEVICES))
            outcomes.add(after - before)
            self.assertEqual(databases.integrity(folder.inventory), "ok")
            again = folder.run("devices", "import", path)
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertEqual(self.count(folder), before + self.DEVICES)
        self.assertEqual(self.count(folder), seeded + self.KILLS * self.DEVICES)
        self.assertIn(0, outcomes)

    @staticmethod
    def count(folder):
        return databases.count(folder.inventory, "devices")


if __name__ == "__main__":
    unittest.main()
