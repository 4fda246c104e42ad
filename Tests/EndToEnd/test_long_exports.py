"""A file of a million decisions takes no more memory than a short one."""

import http.client
import os
import re
import subprocess
import unittest

import databases
from service import PATIENCE, PROGRAM, Service, request_body

ROWS = 1_000_000
# What a process may have in memory, and what an export may add to it, in KB.
MOST = 64 * 1_024
MOST_MORE = 16 * 1_024


class LongExports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service()
        cls.addClassCleanup(cls.service.end)
        cls.service.start()
        cls.service.allocate(request_body("long-1"))
        # The one row again and again; nobody serves the folder meanwhile.
        assert cls.service.stop() == 0
        with databases.opened(cls.service.history) as history:
            names = [row["name"] for row in history.execute("PRAGMA table_info(assignments)")]
            columns = ", ".join(name for name in names if name != "assignment_id")
            history.execute(f"""
                WITH RECURSIVE numbered (number) AS (SELECT 2 UNION ALL SELECT number + 1 FROM numbered WHERE number < {ROWS})
                INSERT INTO assignments (assignment_id, {columns})
                SELECT number, {columns} FROM numbered CROSS JOIN assignments WHERE assignment_id = 1""")
        cls.service.start("serve")

    def peak(self):
        """The most memory that the service has had so far, in KB."""
        with open(f"/proc/{self.service.process.process.pid}/status", encoding="utf-8") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1])

    def test_the_service(self):
        fields = {"authorization": f"Bearer {self.service.keys['auditor']}"}
        # Whatever the first answers leave behind is there.
        short = self.service.ask("GET", "/api/assignments.ndjson?until=2020-01-01T00:00:00Z", None, fields)
        self.assertEqual((short.status, short.body), (200, b""))
        before = self.peak()
        connection = http.client.HTTPConnection(self.service.host, self.service.port, timeout=PATIENCE)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/assignments.ndjson?order=oldest", headers=fields)
        response = connection.getresponse()
        lines = 0
        while piece := response.read(1 << 20):
            lines += piece.count(b"\n")
        self.assertEqual((response.status, lines), (200, ROWS))
        self.assertLess(self.peak() - before, MOST_MORE)

    def test_the_command(self):
        process = subprocess.Popen(
            [PROGRAM, "assignments", "export", "--data", self.service.data], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        lines = 0
        while piece := process.stdout.read(1 << 20):
            lines += piece.count(b"\n")
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual((process.returncode, lines), (0, ROWS + 1))
        self.assertLess(usage.ru_maxrss, MOST)


if __name__ == "__main__":
    unittest.main()
