import Allocation
import Contoso
import FoundationEssentials
import SQLite
import Testing

@testable import SQLiteStore

/// Refusals are counted once each, however often a sweep breaks off.
@Suite struct UnmatchedSweepTests {
    private let store: StoreFolder
    private let inventory: Connection

    init() throws {
        store = try StoreFolder()
        inventory = try store.connect(to: .inventory)
    }

    /// Adds rows as the writer does, each with a request of its own; an ID with a plus before it is assigned.
    private func decide(_ ids: [String], beginning first: Int64? = nil) throws {
        let history = try store.connect(to: .history)
        try history.execute("INSERT OR IGNORE INTO names (name) VALUES ('unrecognizedDevice'), ('hub')")
        let insert = try history.prepare(
            """
            INSERT INTO assignments (assignment_id, decided_at, request_id, registration_id, reason_id, hub_id)
            VALUES (?1, (SELECT coalesce(max(assignment_id), 0) + 1 FROM assignments), randomblob(16), ltrim(?2, '+'), 1,
                    iif(?2 LIKE '+%', 2, NULL))
            """)
        for (offset, id) in ids.enumerated() {
            try insert.run(.optional(first.map { $0 + Int64(offset) }), .text(id))
        }
    }

    private func sweeper(
        rowsInSweep: Int = 500_000, devicesInTransaction: Int = 20_000, mostUnmatched: Int = 1_000
    ) -> SightingSweeper {
        SightingSweeper(
            in: store.directory, rowsInSweep: rowsInSweep, devicesInTransaction: devicesInTransaction,
            mostUnmatched: mostUnmatched)
    }

    private func unmatched() throws -> [String] {
        try inventory.texts(
            """
            SELECT registration_id || ' ' || refusals || ' ' || first_refused_at || '-' || last_refused_at
              FROM unmatched_devices
             ORDER BY registration_id
            """)
    }

    /// Makes every transaction fail that notes a device, as a full disk or an end of the process would.
    private func fail(at id: String) throws {
        try inventory.execute(
            """
            CREATE TRIGGER failure BEFORE INSERT ON sightings WHEN NEW.registration_id = '\(id)'
            BEGIN SELECT RAISE(ABORT, 'it breaks off here'); END
            """)
    }

    private func sweepAll(_ sweeper: SightingSweeper) throws {
        while try sweeper.sweep() {}
    }

    @Test(arguments: [1, 2, 3, 100], [1, 6, 11, 100])
    func `refusals are counted whatever the steps`(rowsInSweep: Int, devicesInTransaction: Int) throws {
        try decide(["a", "B", "+c", "b", "A", "c", "+a", "a", "d", "+D"])
        try sweepAll(sweeper(rowsInSweep: rowsInSweep, devicesInTransaction: devicesInTransaction))
        #expect(try unmatched() == ["a 1 8-8", "b 2 2-4", "c 1 6-6"])
        try decide(["+b", "b", "c"])
        try sweepAll(sweeper(rowsInSweep: rowsInSweep, devicesInTransaction: devicesInTransaction))
        #expect(try unmatched() == ["a 1 8-8", "b 1 12-12", "c 2 6-13"])
    }

    @Test(arguments: ["a", "b", "c", "d"], [1, 6, 11])
    func `a sweep that broke off is ended by the next one, and nothing counts twice`(
        place: String, devicesInTransaction: Int
    ) throws {
        try decide(["d", "c", "b", "a", "c", "a"])
        try fail(at: place)
        let broken = sweeper(devicesInTransaction: devicesInTransaction)
        #expect(throws: StoreError.self) { try broken.sweep() }
        #expect(try SightingProgress.read(from: inventory) == nil)
        // Meanwhile there are more decisions, which the sweep under way does not read.
        try decide(["a", "+b", "e"])
        #expect(throws: StoreError.self) { try broken.sweep() }
        try inventory.execute("DROP TRIGGER failure")
        try sweepAll(sweeper(devicesInTransaction: 2))
        #expect(try unmatched() == ["a 3 4-7", "c 2 2-5", "d 1 1-1", "e 1 9-9"])
        #expect(try inventory.integer("SELECT count(*) FROM unfinished_sweep") == 0)
        #expect(try SightingProgress.read(from: inventory)?.assignmentID == 9)
    }

    @Test func `two sweepers at once count no refusal twice`() throws {
        try decide(["a", "b", "c", "d"])
        try fail(at: "c")
        let (one, other) = (sweeper(devicesInTransaction: 1), sweeper(devicesInTransaction: 1))
        #expect(throws: StoreError.self) { try one.sweep() }
        #expect(throws: StoreError.self) { try other.sweep() }
        try inventory.execute("DROP TRIGGER failure")
        try sweepAll(one)
        try sweepAll(other)
        #expect(try unmatched() == ["a 1 1-1", "b 1 2-2", "c 1 3-3", "d 1 4-4"])
    }

    @Test(arguments: [1, 9])
    func `a history that was replaced, in the middle of a sweep too, is counted from its beginning`(rows: Int)
        throws
    {
        try decide(["a", "b"])
        try sweepAll(sweeper())
        try decide(["c", "a", "b"])
        try fail(at: "b")
        #expect(throws: StoreError.self) { try sweeper(devicesInTransaction: 1).sweep() }
        try inventory.execute("DROP TRIGGER failure")
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: store.directory.history + ending)
        }
        _ = try Migrator(.history, in: store.directory).migrate(at: Timestamp(milliseconds: 0))
        try decide((1...rows).map { "new-\($0)" } + ["a"])
        try sweepAll(sweeper())
        #expect(
            try unmatched() == ["a 1 \(rows + 1)-\(rows + 1)"] + (1...rows).map { "new-\($0) 1 \($0)-\($0)" })
    }

    @Test func `rows that were pruned are not missed, and what was counted stays`() throws {
        try decide(["a", "b", "a"])
        try sweepAll(sweeper())
        try decide(["b"])
        try store.connect(to: .history).execute("DELETE FROM assignments WHERE assignment_id <= 3")
        try sweepAll(sweeper())
        #expect(try unmatched() == ["a 2 1-3", "b 2 2-4"])
    }

    @Test func `those refused longest ago leave when there are too many`() throws {
        try decide(["a", "b", "c", "d", "b"])
        try sweepAll(sweeper(mostUnmatched: 3))
        #expect(try unmatched() == ["b 2 2-5", "c 1 3-3", "d 1 4-4"])
        try decide(["e"])
        try sweepAll(sweeper(mostUnmatched: 3))
        #expect(try unmatched() == ["b 2 2-5", "d 1 4-4", "e 1 6-6"])
    }

    @Test func `an inventory of the version before takes in what was refused`() throws {
        try decide(["a", "b"])
        try sweepAll(sweeper())
        try inventory.execute("DELETE FROM unmatched_devices; DELETE FROM sightings_progress")
        try sweepAll(sweeper())
        #expect(try unmatched() == ["a 1 1-1", "b 1 2-2"])
    }
}
