import Allocation
import SQLite
import SQLiteStore
import Testing

/// What somebody else commits to the inventory, with no call of ours, is seen by the next decision.
@Suite struct OtherProcessTests {
    private let store: StoreFolder
    private let other: Connection
    private let inventory: SQLiteDecisionInventory

    init() throws {
        store = try StoreFolder()
        other = try store.connect(to: .inventory)
        inventory = try SQLiteDecisionInventory(in: store.directory, uptime: { 0 })
        try other.execute(
            "INSERT INTO divisions (division_id, name, noun, hub_pattern) VALUES (1, 'toasters', 'toasters', '-t-')"
        )
    }

    private func standing() throws -> InventoryStanding {
        try inventory.standing(of: RegistrationID("Lobby-1"))
    }

    @Test func `a device is seen from the moment it is committed to the moment it is gone`() throws {
        #expect(try standing().registered == nil)
        try other.execute("BEGIN; INSERT INTO devices (registration_id, division_id) VALUES ('lobby-1', 1)")
        #expect(try standing().registered == nil)
        try other.execute("COMMIT")
        let registered = try #require(try standing().registered)
        #expect(registered.division.name == "toasters")
        #expect(registered.status == .active)
        #expect(registered.revision == 1)
        try other.execute("UPDATE devices SET status = 'held', twin = '{\"tags\":{\"a\":1}}'")
        #expect(try standing().registered?.status == .held)
        #expect(try standing().registered?.twin == InitialTwin(["tags": ["a": 1]]))
        try other.execute("DELETE FROM devices")
        #expect(try standing().registered == nil)
    }

    @Test func `a policy is seen as soon as it is committed, and with it a device of a new division`() throws
    {
        let first = try standing().policy
        #expect(first.divisions.map(\.noun) == ["toasters"])
        try other.execute(
            """
            BEGIN;
            INSERT INTO divisions (division_id, name, noun, hub_pattern) VALUES (2, 'kettles', 'kettles', '-k-');
            INSERT INTO rules (position, kind, pattern, division_id) VALUES (2, 'suffix', '-b', 2), (1, 'contains', '-a', 1);
            INSERT INTO devices (registration_id, division_id) VALUES ('lobby-1', 2);
            COMMIT;
            """)
        let second = try standing()
        #expect(second.policy.revision > first.revision)
        #expect(second.policy.rules.map(\.pattern) == ["-a", "-b"])
        #expect(second.registered?.division.name == "kettles")
        try other.execute("UPDATE divisions SET name = 'boilers' WHERE division_id = 2")
        #expect(try standing().registered?.division.name == "boilers")
    }

    @Test func `a key opens as soon as it is committed and no longer than until it is revoked`() throws {
        let secret = APIKeySecret(randomBytes: [UInt8](repeating: 7, count: APIKeySecret.byteCount))
        func opens() throws -> Bool { try inventory.liveKeys().key(forSecret: secret.text) != nil }
        #expect(try !opens())
        try other.prepare(
            "INSERT INTO api_keys (name, role, sha256, created_at) VALUES ('dps', 'webhook', ?1, 0)"
        )
        .run(.blob(secret.digest.bytes))
        #expect(try opens())
        try other.execute("UPDATE api_keys SET revoked_at = 1")
        #expect(try !opens())
    }

    @Test func `a decision does not wait for a writer`() throws {
        try other.execute(
            "BEGIN IMMEDIATE; INSERT INTO devices (registration_id, division_id) VALUES ('lobby-1', 1)")
        #expect(try standing().registered == nil)
        #expect(try inventory.liveKeys().key(forSecret: "x") == nil)
        try other.execute("COMMIT")
        #expect(try standing().registered != nil)
    }

    /// What the constraints cannot keep out, or what somebody wrote with them switched off.
    @Test(arguments: [
        "INSERT INTO devices (registration_id, division_id) VALUES ('lobby-1', 77)",
        "INSERT INTO devices (registration_id, division_id, twin) VALUES ('lobby-1', 1, '{\"Tags\":{}}')",
        "UPDATE divisions SET twin = '{\"properties\":{\"Desired\":{}}}'",
        "DELETE FROM revisions",
    ])
    func `what cannot be is told as such and never decided upon`(damage: String) throws {
        try other.execute("PRAGMA foreign_keys = OFF; \(damage)")
        let error = #expect(throws: StoreError.self) { try standing() }
        guard case .inconsistent = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `keys are not taken for the last known ones when their revision is gone`() throws {
        try other.execute("DELETE FROM revisions")
        #expect(throws: StoreError.inconsistent("the table revisions is empty")) { try inventory.liveKeys() }
    }
}
