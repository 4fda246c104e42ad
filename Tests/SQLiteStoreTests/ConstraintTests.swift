import SQLite
import SQLiteStore
import Testing

/// What the schemas keep out by themselves, whoever writes.
@Suite struct ConstraintTests {
    private let store: StoreFolder

    init() throws {
        store = try StoreFolder()
    }

    private static let check: Int32 = 275
    private static let foreignKey: Int32 = 787
    private static let notNull: Int32 = 1299
    private static let primaryKey: Int32 = 1555
    private static let unique: Int32 = 2067
    private static let dataType: Int32 = 3091

    private func code(of sql: String, on connection: Connection) -> Int32? {
        do throws(SQLiteError) {
            try connection.execute(sql)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        arguments: [
            ("divisions (name, noun, hub_pattern) VALUES ('kettles', 'kettles', '-k-')", nil),
            ("divisions (name, noun, hub_pattern) VALUES ('', 'n', 'p')", check),
            ("divisions (name, noun, hub_pattern) VALUES ('d', '', 'p')", check),
            ("divisions (name, noun, hub_pattern) VALUES ('d', 'n', '')", check),
            ("divisions (name, noun, hub_pattern) VALUES (printf('%065d', 1), 'n', 'p')", check),
            ("divisions (name, noun, hub_pattern) VALUES ('d', 'n', printf('%0254d', 1))", check),
            ("divisions (name, noun, hub_pattern) VALUES ('TOASTERS', 'n', 'p')", unique),
            ("divisions (name, noun, hub_pattern) VALUES ('d', NULL, 'p')", notNull),
            ("divisions (name, noun, hub_pattern, twin) VALUES ('d', 'n', 'p', '{')", check),
            ("divisions (name, noun, hub_pattern, twin) VALUES ('d', 'n', 'p', '[]')", check),
            ("divisions (name, noun, hub_pattern, payload) VALUES ('d', 'n', 'p', 'null')", check),
            ("divisions (name, noun, hub_pattern, twin, payload) VALUES ('d', 'n', 'p', '{}', '{}')", nil),
            ("rules (position, kind, pattern, division_id) VALUES (2, 'suffix', '-2', 1)", nil),
            ("rules (position, kind, pattern, division_id) VALUES (2, 'contains', '-a', 1)", nil),
            ("rules (position, kind, pattern, division_id) VALUES (1, 'suffix', '-2', 1)", unique),
            ("rules (position, kind, pattern, division_id) VALUES (2, 'suffix', '-A', 1)", unique),
            ("rules (position, kind, pattern, division_id) VALUES (2, 'prefix', '-2', 1)", check),
            ("rules (position, kind, pattern, division_id) VALUES (2, 'suffix', '', 1)", check),
            ("rules (position, kind, pattern, division_id) VALUES (2, 'suffix', '-2', 7)", foreignKey),
            ("devices (registration_id, division_id) VALUES ('b', 1)", nil),
            ("devices (registration_id, division_id) VALUES ('', 1)", check),
            ("devices (registration_id, division_id) VALUES (printf('%0129d', 1), 1)", check),
            ("devices (registration_id, division_id) VALUES ('A', 1)", primaryKey),
            ("devices (registration_id, division_id) VALUES ('b', 7)", foreignKey),
            ("devices (registration_id, division_id) VALUES ('b', 'one')", dataType),
            ("devices (registration_id, division_id, status) VALUES ('b', 1, 'gone')", check),
            ("devices (registration_id, division_id, status) VALUES ('b', 1, 'held')", nil),
            ("devices (registration_id, division_id, pinned_hub) VALUES ('b', 1, '')", check),
            ("devices (registration_id, division_id, twin) VALUES ('b', 1, 'x')", check),
            ("devices (registration_id, division_id, payload) VALUES ('b', 1, '7')", check),
            ("devices (registration_id, division_id, revision) VALUES ('b', 1, 0)", check),
            (
                "api_keys (name, role, sha256, created_at) VALUES ('dps', 'webhook', randomblob(32), 0)",
                unique
            ),
            ("api_keys (name, role, sha256, created_at) VALUES ('b', 'webhook', zeroblob(32), 0)", unique),
            ("api_keys (name, role, sha256, created_at) VALUES ('b', 'owner', randomblob(32), 0)", check),
            ("api_keys (name, role, sha256, created_at) VALUES ('', 'webhook', randomblob(32), 0)", check),
            ("api_keys (name, role, sha256, created_at) VALUES ('b', 'webhook', randomblob(31), 0)", check),
            (
                "api_keys (name, role, sha256, created_at, revoked_at) VALUES ('b', 'fleet', randomblob(32), 5, 4)",
                check
            ),
            (
                "api_keys (name, role, sha256, created_at, revoked_at) VALUES ('dps', 'fleet', randomblob(32), 5, 5)",
                nil
            ),
            ("revisions (id, policy, keys) VALUES (2, 1, 1)", check),
            ("idempotent_requests VALUES (2, 'n', zeroblob(32), zeroblob(16), 0, NULL, NULL, NULL)", nil),
            (
                "idempotent_requests VALUES (2, 'n', zeroblob(32), zeroblob(16), 0, 204, '[]', zeroblob(0))",
                nil
            ),
            (
                "idempotent_requests VALUES (1, 'n', zeroblob(32), zeroblob(16), 0, NULL, NULL, NULL)",
                primaryKey
            ),
            ("idempotent_requests VALUES (2, '', zeroblob(32), zeroblob(16), 0, NULL, NULL, NULL)", check),
            ("idempotent_requests VALUES (2, 'n', zeroblob(31), zeroblob(16), 0, NULL, NULL, NULL)", check),
            ("idempotent_requests VALUES (2, 'n', zeroblob(32), zeroblob(17), 0, NULL, NULL, NULL)", check),
            (
                "idempotent_requests VALUES (2, 'n', zeroblob(32), zeroblob(16), 0, 204, NULL, zeroblob(0))",
                check
            ),
            (
                "idempotent_requests VALUES (2, 'n', zeroblob(32), zeroblob(16), 0, 503, '[]', zeroblob(0))",
                check
            ),
            (
                "idempotent_requests VALUES (2, 'n', zeroblob(32), zeroblob(16), 0, 200, '{}', zeroblob(0))",
                check
            ),
        ] as [(String, Int32?)])
    func `the inventory takes what it should and keeps out the rest`(row: String, expected: Int32?) throws {
        let connection = try store.connect(to: .inventory)
        try connection.execute(
            """
            PRAGMA foreign_keys = ON;
            INSERT INTO divisions (division_id, name, noun, hub_pattern) VALUES (1, 'toasters', 'toasters', '-t-');
            INSERT INTO rules (position, kind, pattern, division_id) VALUES (1, 'suffix', '-a', 1);
            INSERT INTO devices (registration_id, division_id) VALUES ('a', 1);
            INSERT INTO api_keys (name, role, sha256, created_at) VALUES ('dps', 'webhook', zeroblob(32), 0);
            INSERT INTO idempotent_requests VALUES (1, 'n', zeroblob(32), zeroblob(16), 0, NULL, NULL, NULL);
            """)
        #expect(code(of: "INSERT INTO \(row)", on: connection) == expected)
    }

    @Test func `a division in use cannot be deleted and a rule's number is not given twice`() throws {
        let connection = try store.connect(to: .inventory)
        try connection.execute(
            """
            PRAGMA foreign_keys = ON;
            INSERT INTO divisions (division_id, name, noun, hub_pattern) VALUES (1, 'toasters', 'toasters', '-t-');
            INSERT INTO rules (position, kind, pattern, division_id) VALUES (1, 'suffix', '-a', 1);
            """)
        #expect(code(of: "DELETE FROM divisions", on: connection) == Self.foreignKey)
        try connection.execute(
            "DELETE FROM rules; INSERT INTO rules (position, kind, pattern, division_id) VALUES (1, 'suffix', '-a', 1)"
        )
        #expect(try connection.integer("SELECT rule_id FROM rules") == 2)
    }

    @Test func `a key's number is not given twice`() throws {
        let connection = try store.connect(to: .inventory)
        let insert =
            "INSERT INTO api_keys (name, role, sha256, created_at) VALUES ('dps', 'webhook', zeroblob(32), 0)"
        try connection.execute("\(insert); DELETE FROM api_keys; \(insert)")
        #expect(try connection.integer("SELECT key_id FROM api_keys") == 2)
    }

    @Test(
        arguments: [
            ("assignments (decided_at, request_id, reason_id) VALUES (0, zeroblob(16), 1)", nil),
            (
                "assignments (decided_at, request_id, reason_id, hub_id, twin_id) VALUES (0, zeroblob(16), 1, 1, 1)",
                nil
            ),
            ("assignments (decided_at, request_id, reason_id) VALUES (0, zeroblob(15), 1)", check),
            ("assignments (decided_at, request_id, reason_id) VALUES (0, zeroblob(16), 7)", foreignKey),
            (
                "assignments (decided_at, request_id, reason_id, hub_id) VALUES (0, zeroblob(16), 1, 7)",
                foreignKey
            ),
            (
                "assignments (decided_at, request_id, reason_id, twin_id) VALUES (0, zeroblob(16), 1, 1)",
                check
            ),
            (
                "assignments (decided_at, request_id, reason_id, rule_id, device_revision) VALUES (0, zeroblob(16), 1, 1, 1)",
                check
            ),
            ("assignments (decided_at, request_id, reason_id) VALUES ('now', zeroblob(16), 1)", dataType),
            ("names (name) VALUES ('rule')", unique),
            ("twins (sha256, document) VALUES (zeroblob(32), '{}')", unique),
            ("twins (sha256, document) VALUES (zeroblob(31), '{}')", check),
            ("readiness (id, checks, ballast) VALUES (2, 0, zeroblob(0))", check),
        ] as [(String, Int32?)])
    func `the history takes what it should and keeps out the rest`(row: String, expected: Int32?) throws {
        let connection = try store.connect(to: .history)
        try connection.execute(
            """
            PRAGMA foreign_keys = ON;
            INSERT INTO names (name_id, name) VALUES (1, 'rule');
            INSERT INTO twins (twin_id, sha256, document) VALUES (1, zeroblob(32), '{}');
            """)
        #expect(code(of: "INSERT INTO \(row)", on: connection) == expected)
    }
}
