import Allocation
import SQLite
@testable import SQLiteStore
import Testing

@Suite struct HistoryVerifierTests {
    private let history: ChainedHistory

    init() throws {
        history = try ChainedHistory()
    }

    /// What somebody does to a history, and where that must be found.
    struct Tampering: CustomTestStringConvertible, Sendable {
        let name: String
        let sql: String
        let kind: HistoryFault.Kind
        let place: HistoryFault.Place

        init(_ name: String, _ kind: HistoryFault.Kind, at id: Int64, _ sql: String) {
            self.init(name, kind, place: .assignment(id), sql)
        }

        init(_ name: String, _ kind: HistoryFault.Kind, place: HistoryFault.Place, _ sql: String) {
            self.name = name
            self.sql = sql
            self.kind = kind
            self.place = place
        }

        var testDescription: String { name }
    }

    static let values = [
        ("decided_at", "decided_at + 1"), ("request_id", "zeroblob(16)"), ("registration_id", "'other'"),
        ("registration_id", "NULL"), ("reason_id", "reason_id % 2 + 1"), ("device_revision", "1"),
        ("rule_id", "9"), ("policy_revision", "77"), ("division_id", "3"), ("hub_id", "NULL, twin_id = NULL"),
        ("previous_hub_id", "2"), ("enrollment_kind_id", "2"), ("enrollment_id", "2"),
        ("attestation_id", "2"), ("twin_id", "NULL"), ("linked_hubs_id", "NULL"),
    ]

    static let tamperings =
        values.map { column, value in
            Tampering(
                "\(column) becomes \(value)", .changed, at: 42,
                "UPDATE assignments SET \(column) = \(value) WHERE assignment_id = 42")
        } + [
            Tampering(
                "a word's number becomes 0, and there is such a word", .changed, at: 42,
                """
                INSERT INTO names (name_id, name) VALUES (0, 'forged-hub');
                UPDATE assignments SET hub_id = 0 WHERE assignment_id = 42
                """),
            Tampering(
                "a hub becomes one that there is not", .changed, at: 42,
                "UPDATE assignments SET hub_id = 999 WHERE assignment_id = 42"),
            Tampering(
                "a row is put before the first", .inserted, at: -5,
                """
                INSERT INTO assignments (assignment_id, decided_at, request_id, registration_id, reason_id)
                VALUES (-5, 1, zeroblob(16), 'forged', 1)
                """),
            Tampering(
                "the view tells something else", .changed, place: .schema("assignment_details"),
                "DROP VIEW assignment_details; CREATE VIEW assignment_details AS SELECT 1 AS hub"),
            Tampering(
                "a trigger is added", .inserted, place: .schema("forger"),
                """
                CREATE TRIGGER forger AFTER INSERT ON assignments
                BEGIN UPDATE assignments SET hub_id = 1 WHERE assignment_id = new.assignment_id; END
                """),
            Tampering(
                "a link is forged", .replaced, at: 17,
                "UPDATE assignments SET link = randomblob(32) WHERE assignment_id = 17"),
            Tampering(
                "a link is made short", .inserted, at: 17,
                "UPDATE assignments SET link = zeroblob(31) WHERE assignment_id = 17"),
            Tampering(
                "a link is taken away", .inserted, at: 17,
                "UPDATE assignments SET link = NULL WHERE assignment_id = 17"),
            Tampering(
                "a row is removed", .removed, at: 30, "DELETE FROM assignments WHERE assignment_id = 30"),
            Tampering(
                "rows are removed", .removed, at: 30,
                "DELETE FROM assignments WHERE assignment_id BETWEEN 30 AND 35"),
            Tampering(
                "the first rows are removed", .removed, at: 4,
                "DELETE FROM assignments WHERE assignment_id < 4"),
            Tampering(
                "two rows are swapped", .replaced, at: 50,
                """
                UPDATE assignments SET assignment_id = -1 WHERE assignment_id = 50;
                UPDATE assignments SET assignment_id = 50 WHERE assignment_id = 51;
                UPDATE assignments SET assignment_id = 51 WHERE assignment_id = -1;
                """),
            Tampering(
                "two rows change places, and leave their links", .changed, at: 50,
                """
                CREATE TEMP TABLE kept AS SELECT assignment_id, link FROM assignments WHERE assignment_id IN (50, 60);
                UPDATE assignments SET assignment_id = -1 WHERE assignment_id = 50;
                UPDATE assignments SET assignment_id = 50 WHERE assignment_id = 60;
                UPDATE assignments SET assignment_id = 60 WHERE assignment_id = -1;
                UPDATE assignments SET link = (SELECT link FROM kept WHERE kept.assignment_id = assignments.assignment_id)
                 WHERE assignment_id IN (50, 60);
                """),
            Tampering(
                "a row is inserted at the end", .inserted, at: 101,
                """
                INSERT INTO assignments (decided_at, request_id, registration_id, reason_id)
                VALUES (9999, zeroblob(16), 'forged', 1)
                """),
            Tampering(
                "a row is inserted at the end with a link of its own", .replaced, at: 101,
                """
                INSERT INTO assignments (decided_at, request_id, registration_id, reason_id, link)
                VALUES (9999, zeroblob(16), 'forged', 1, randomblob(32))
                """),
            Tampering(
                "a row is inserted between others that move up", .replaced, at: 20,
                """
                UPDATE assignments SET assignment_id = -assignment_id WHERE assignment_id >= 20;
                UPDATE assignments SET assignment_id = 1 - assignment_id WHERE assignment_id < 0;
                INSERT INTO assignments (assignment_id, decided_at, request_id, registration_id, reason_id, link)
                VALUES (20, 1019, zeroblob(16), 'forged', 1, randomblob(32));
                """),
            Tampering(
                "a twin's document is changed", .changed, at: 1,
                "UPDATE twins SET document = replace(document, 'medium', 'dark')"),
            Tampering(
                "a twin's document and digest are changed", .changed, at: 1,
                "UPDATE twins SET document = '{}', sha256 = x'\(SHA256.hash(Array("{}".utf8)))' WHERE twin_id = 1"
            ),
            Tampering("a twin is removed", .changed, at: 1, "DELETE FROM twins WHERE twin_id = 1"),
            // The group is that of device 1, which is the second row's.
            Tampering(
                "a name is changed", .changed, at: 2,
                "UPDATE names SET name = 'group-9' WHERE name = 'group-1'"),
            Tampering("a name is removed", .changed, at: 2, "DELETE FROM names WHERE name = 'group-1'"),
            Tampering(
                "a list of hubs is changed", .replaced, at: 1,
                "UPDATE linked_hub_lists SET hubs = json_array('elsewhere')"),
            Tampering(
                "an event is inserted", .changed, place: .event(1),
                """
                INSERT INTO events (assignment_id, happened_at, kind, detail, link)
                VALUES (60, 1060, 'clock stepped', '{}', randomblob(32))
                """),
            Tampering(
                "rows are said to be pruned", .removed, at: 30,
                """
                DELETE FROM assignments WHERE assignment_id BETWEEN 30 AND 35;
                INSERT INTO cuts (first_assignment_id, last_assignment_id, link) SELECT 30, 35, zeroblob(32);
                """),
        ]

    @Test func `a history is proven, over restarts and events`() throws {
        try history.append(60)
        try history.append(40, from: 900)
        let found = try history.verify()
        #expect(found.fault == nil)
        #expect((found.verified, found.notCovered, found.lastAssignment) == (100, 0, 100))
        #expect(found.head == (try history.link(100)))
        // The second run's clock stands before what the first one wrote.
        #expect(
            try history.connection.texts(
                """
                SELECT assignment_id FROM assignments AS later
                 WHERE decided_at < (SELECT decided_at FROM assignments WHERE assignment_id = later.assignment_id - 1)
                """) == [])
    }

    @Test func `an empty history is proven`() throws {
        #expect(try history.verify() == HistoryVerification())
    }

    @Test(arguments: tamperings)
    func `tampering is found at its place`(tampering: Tampering) throws {
        try history.append(100)
        try history.connection.execute("PRAGMA ignore_check_constraints = ON")
        try history.connection.execute(tampering.sql)
        let fault = try #require(try history.verify().fault)
        #expect((fault.place, fault.kind) == (tampering.place, tampering.kind), "\(fault.message)")
    }

    @Test func `rows older than the chain are counted, and the rest is proven`() throws {
        try history.connection.execute(
            """
            INSERT INTO names (name) VALUES ('rule');
            INSERT INTO assignments (assignment_id, decided_at, request_id, registration_id, reason_id)
            VALUES (7, 1, zeroblob(16), 'old', 1), (9, 1, zeroblob(16), 'old', 1), (50000, 1, zeroblob(16), 'old', 1);
            """)
        try history.append(30)
        let found = try history.verify()
        #expect((found.fault, found.verified, found.notCovered, found.lastAssignment) == (nil, 30, 3, 50_030))
    }

    @Test func `what was written after tampering is not taken for the fault`() throws {
        try history.append(20)
        try history.connection.execute(
            """
            INSERT INTO assignments (decided_at, request_id, registration_id, reason_id)
            VALUES (9999, zeroblob(16), 'forged', 1)
            """)
        try history.append(20)
        #expect(try history.verify().fault?.place == .assignment(21))
    }

    @Test func `a hash that was kept is found where it was, and not in another history`() throws {
        try history.append(50)
        let head = try #require(try history.verify().head)
        try history.append(50)
        #expect(try history.verify(against: head).place == .assignment(50))
        let other = try ChainedHistory()
        try other.append(49)
        #expect(try other.verify(against: head).place == nil)
    }

    @Test func `rows taken from the end are missed by the hash that was kept`() throws {
        try history.append(50)
        let head = try #require(try history.verify().head)
        try history.connection.execute("DELETE FROM assignments WHERE assignment_id > 45")
        let found = try history.verify(against: head)
        #expect((found.fault, found.place) == (nil, nil))
    }

    @Test func `a history longer than a block is walked through, and its last rows looked at`() throws {
        try history.append(5_000, batch: 1_000)
        #expect(try history.verify().verified == 5_000)
        try history.connection.execute("UPDATE assignments SET rule_id = 99 WHERE assignment_id = 4999")
        #expect(try history.verify().fault?.place == .assignment(4_999))
    }
}
