import Allocation
import FoundationEssentials
import SQLite
import Testing

@testable import SQLiteStore

@Suite struct SightingSweeperTests {
    private let store: StoreFolder
    private let inventory: Connection

    init() throws {
        store = try StoreFolder()
        inventory = try store.connect(to: .inventory)
        inventory.waitWhenBusy(milliseconds: 0)
    }

    /// Adds rows as the writer does, each with a request of its own.
    private func decide(_ ids: [String?], beginning first: Int64? = nil, at time: Int64 = 0) throws {
        let history = try store.connect(to: .history)
        try history.execute("INSERT OR IGNORE INTO names (name) VALUES ('unrecognizedDevice')")
        let insert = try history.prepare(
            """
            INSERT INTO assignments (assignment_id, decided_at, request_id, registration_id, reason_id)
            VALUES (?1, ?2, randomblob(16), ?3, 1)
            """)
        for (offset, id) in ids.enumerated() {
            try insert.run(
                .optional(first.map { $0 + Int64(offset) }), .integer(time + Int64(offset)), .optional(id))
        }
    }

    private func sweepAll(rowsInSweep: Int = 500_000) throws {
        let sweeper = SightingSweeper(in: store.directory, rowsInSweep: rowsInSweep)
        while try sweeper.sweep() {}
    }

    private func seen() throws -> [String] {
        try inventory.texts(
            "SELECT registration_id || ' ' || first_seen_at FROM sightings ORDER BY registration_id")
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func `each device is noted once, with the time it was first seen, whatever the steps`(rowsInSweep: Int)
        throws
    {
        try decide(["b", "A", "B", nil, "c", "a", "C"], at: 10)
        try sweepAll(rowsInSweep: rowsInSweep)
        #expect(try seen() == ["A 11", "b 10", "c 14"])
        #expect(try SightingProgress.read(from: inventory)?.assignmentID == 7)
        try decide(["a", "D"], at: 20)
        try sweepAll(rowsInSweep: rowsInSweep)
        #expect(try seen() == ["A 11", "b 10", "c 14", "D 21"])
    }

    @Test func `rows behind a gap are found`() throws {
        try decide(["a"], beginning: 1_000_000)
        try decide(["b"], beginning: 9_000_000)
        try sweepAll(rowsInSweep: 10)
        #expect(try seen() == ["a 0", "b 0"])
    }

    @Test func `more devices than a transaction takes are all noted`() throws {
        let history = try store.connect(to: .history)
        try history.execute(
            """
            INSERT INTO names (name) VALUES ('unrecognizedDevice');
            WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 50001)
            INSERT INTO assignments (decided_at, request_id, registration_id, reason_id)
            SELECT n, randomblob(16), 'sn-' || n, 1 FROM counted
            """)
        try sweepAll()
        #expect(try inventory.integer("SELECT count(*) FROM sightings") == 50_001)
        #expect(try SightingProgress.read(from: inventory)?.assignmentID == 50_001)
    }

    @Test func `what was noted before a sweep broke off is noted again`() throws {
        try decide(["a", "b"], at: 10)
        // As if the process had died between two transactions: devices without the progress.
        try inventory.execute("INSERT INTO sightings VALUES ('a', 10)")
        try sweepAll()
        #expect(try seen() == ["a 10", "b 11"])
    }

    @Test func `who writes the inventory is waited for, and the sweep goes on later`() throws {
        try decide(["a"])
        let sweeper = SightingSweeper(in: store.directory, patience: 0)
        try inventory.execute("BEGIN IMMEDIATE")
        #expect(throws: StoreError.self) { try sweeper.sweep() }
        try inventory.execute("ROLLBACK")
        #expect(try !sweeper.sweep())
        #expect(try seen() == ["a 0"])
    }

    @Test(arguments: [1, 5])
    func `a history that was replaced is read from its beginning, and what was seen stays`(rows: Int) throws {
        try decide(["a", "b", "c"])
        try sweepAll()
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: store.directory.history + ending)
        }
        _ = try Migrator(.history, in: store.directory).migrate(at: Timestamp(milliseconds: 0))
        try decide((0..<rows).map { "new-\($0)" }, at: 50)
        try sweepAll()
        #expect(try seen() == ["a 0", "b 1", "c 2"] + (0..<rows).map { "new-\($0) \(50 + $0)" })
        #expect(try SightingProgress.read(from: inventory)?.assignmentID == Int64(rows))
    }

    @Test func `a sweeper that is running notices that the history was replaced`() throws {
        try decide(["a"])
        let sweeper = SightingSweeper(in: store.directory)
        #expect(try !sweeper.sweep())
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: store.directory.history + ending)
        }
        _ = try Migrator(.history, in: store.directory).migrate(at: Timestamp(milliseconds: 0))
        try decide(["b"])
        #expect(try !sweeper.sweep())
        #expect(try seen() == ["a 0", "b 0"])
    }

    @Test func `a sweep says whether there was more, and rows that come all the time are no more`() throws {
        let sweeper = SightingSweeper(in: store.directory, rowsInSweep: 2)
        for id in ["a", "b", "c"] {
            try decide([id])
            #expect(try !sweeper.sweep())
        }
        try decide(["d", "e"])
        #expect(try !sweeper.sweep())
        try decide(["f", "g", "h"])
        #expect(try sweeper.sweep())
        #expect(try !sweeper.sweep())
        #expect(try seen().count == 8)
    }

    @Test func `a watch sweeps without a pause while it is behind, and tells a fault once`() throws {
        try decide(["a", "b", "c"])
        var (waits, faults) = ([Bool](), [String]())
        let sweeper = SightingSweeper(in: store.directory, rowsInSweep: 2, patience: 0)
        RepeatedWork.run(
            sweeper.sweep, whenFailing: SightingSweeper.fault, report: { faults.append($0) }
        ) { isBehind in
            waits.append(isBehind)
            if waits.count == 4 { try? decide(["d"]) }
            if waits.count == 4 { try? inventory.execute("BEGIN IMMEDIATE") }
            if waits.count == 6 { try? inventory.execute("ROLLBACK") }
            return waits.count < 8
        }
        #expect(waits == [false, true, false, false, false, false, false, false])
        #expect(try seen().count == 4)
        #expect(faults.count == 1)
    }

    @Test func `a watch of its own thread stops when it is told to`() throws {
        let watch = try SightingSweeper.repeatedly(in: store.directory, every: .seconds(600)) { _ in }
        watch.stop()
    }
}
