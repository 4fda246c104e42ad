import SQLite
import SQLiteStore
import Testing

/// Whoever changes a row, be it with the sqlite3 shell, tells every running service by raising a revision.
@Suite struct RevisionTriggerTests {
    private let store: StoreFolder

    init() throws {
        store = try StoreFolder()
    }

    private static let policySteps = [
        "INSERT INTO divisions (division_id, name, noun, hub_pattern) VALUES (1, 'toasters', 'toasters', '-t-')",
        "UPDATE divisions SET noun = 'bread toasters'",
        "UPDATE divisions SET noun = 'toasters', revision = revision + 1",
        "INSERT INTO rules (rule_id, position, kind, pattern, division_id) VALUES (1, 1, 'suffix', '-1', 1)",
        "UPDATE rules SET pattern = '-2'",
        "UPDATE rules SET kind = 'contains', revision = revision + 1",
        "UPDATE rules SET position = 2",
        "REPLACE INTO rules (rule_id, position, kind, pattern, division_id) VALUES (1, 1, 'suffix', '-3', 1)",
        "DELETE FROM rules",
        "DELETE FROM divisions",
    ]

    private static let keySteps = [
        "INSERT INTO api_keys (name, role, sha256, created_at) VALUES ('dps', 'webhook', zeroblob(32), 0)",
        "UPDATE api_keys SET role = 'fleet'",
        "UPDATE api_keys SET revoked_at = 7, revision = revision + 1",
        "DELETE FROM api_keys",
    ]

    @Test(arguments: [("policy", "keys", policySteps), ("keys", "policy", keySteps)])
    func `each kind of change of each table raises its own revision alone`(
        raised: String, untouched: String, steps: [String]
    ) throws {
        let connection = try store.connect(to: .inventory)
        for step in steps {
            let before = try connection.integer("SELECT \(raised) FROM revisions") ?? 0
            let other = try connection.integer("SELECT \(untouched) FROM revisions")
            try connection.execute(step)
            #expect(try connection.integer("SELECT \(raised) FROM revisions") == before + 1, "\(step)")
            #expect(try connection.integer("SELECT \(untouched) FROM revisions") == other, "\(step)")
        }
    }

    @Test func `a change of a device raises neither, and one that is rolled back neither`() throws {
        let connection = try store.connect(to: .inventory)
        try connection.execute(Self.policySteps[0])
        let before = try connection.integer("SELECT policy * 1000 + keys FROM revisions")
        try connection.execute(
            """
            INSERT INTO devices (registration_id, division_id) VALUES ('a', 1);
            UPDATE devices SET note = 'x';
            DELETE FROM devices;
            BEGIN;
            UPDATE divisions SET noun = 'x';
            ROLLBACK;
            """)
        #expect(try connection.integer("SELECT policy * 1000 + keys FROM revisions") == before)
    }

    @Test func `what is erased in the sqlite3 shell leaves its revision behind`() throws {
        let other = try store.connect(to: .inventory)
        try other.execute(
            """
            INSERT INTO divisions (division_id, name, noun, hub_pattern) VALUES (1, 'd', 'd', '-d-');
            INSERT INTO devices (registration_id, division_id, revision) VALUES ('a', 1, 7);
            DELETE FROM devices;
            INSERT INTO devices (registration_id, division_id) VALUES ('A', 1);
            DELETE FROM devices;
            DELETE FROM divisions;
            """)
        let left = try other.texts(
            "SELECT kind || ' ' || subject || ' ' || revision FROM erased_revisions ORDER BY kind")
        #expect(left == ["device a 7", "division d 1"])
    }

    private static let edits: [(String, String, Int64)] = [
        ("divisions", "UPDATE divisions SET twin = '{}'", 2),
        ("divisions", "UPDATE divisions SET twin = '{}', revision = 9", 9),
        ("divisions", "UPDATE divisions SET name = 'e'; UPDATE divisions SET name = 'd'", 3),
        (
            "divisions",
            "REPLACE INTO erased_revisions VALUES ('division', 'e', 7); UPDATE divisions SET name = 'E'", 8
        ),
        (
            "divisions",
            """
            DELETE FROM api_keys; DELETE FROM rules; DELETE FROM divisions;
            INSERT INTO divisions (name, noun, hub_pattern) VALUES ('D', 'd', '-d-')
            """, 2
        ),
        ("rules", "UPDATE rules SET pattern = '-b'", 2),
        ("rules", "UPDATE rules SET position = 2", 1),
        ("rules", "UPDATE rules SET division_id = division_id, position = 2", 2),
        ("rules", "UPDATE rules SET pattern = '-b', revision = revision + 1", 2),
        ("api_keys", "UPDATE api_keys SET name = 'x'", 2),
        ("api_keys", "UPDATE api_keys SET revoked_at = 5", 2),
        ("api_keys", "UPDATE api_keys SET role = 'admin', revision = revision + 1", 2),
    ]

    @Test(arguments: edits.indices)
    func `a division, rule or key changed in the sqlite3 shell gets one new revision`(row: Int) throws {
        let (table, edit, revision) = Self.edits[row]
        let other = try store.connect(to: .inventory)
        try other.execute(
            """
            INSERT INTO divisions (division_id, name, noun, hub_pattern) VALUES (1, 'd', 'd', '-d-');
            INSERT INTO rules (rule_id, position, kind, pattern, division_id) VALUES (1, 1, 'suffix', '-1', 1);
            INSERT INTO api_keys (name, role, sha256, created_at) VALUES ('dps', 'webhook', zeroblob(32), 0);
            """)
        try other.execute(edit)
        #expect(try other.integer("SELECT revision FROM \(table)") == revision)
    }

    @Test func `a device changed in the sqlite3 shell gets a new revision`() throws {
        let other = try store.connect(to: .inventory)
        try other.execute("INSERT INTO divisions (name, noun, hub_pattern) VALUES ('d', 'd', '-d-')")
        try other.execute("INSERT INTO devices (registration_id, division_id) VALUES ('a', 1), ('b', 1)")
        try other.execute("UPDATE devices SET status = 'held' WHERE registration_id = 'A'")
        let revisions = try other.prepare("SELECT revision FROM devices ORDER BY registration_id").all {
            $0.integer(0)
        }
        #expect(revisions == [2, 1])
    }
}
