import Allocation
import Contoso
import SQLite
import SQLiteStore
import Testing

@Suite struct AssignmentWriterTests {
    private let store: StoreFolder
    private let history: Connection
    private let writer: AssignmentWriter

    init() throws {
        store = try StoreFolder()
        history = try store.connect(to: .history)
        writer = try AssignmentWriter(
            in: store.directory, clock: { Timestamp(milliseconds: 0) }, uptime: { 0 })
    }

    /// Starts to record while somebody else holds the write lock, and returns with all of it waiting and the
    /// lock let go.
    private func recordAtOnce(_ ids: [String]) throws -> [Task<StoreError?, Never>] {
        let executor = HeldExecutor()
        let writer = writer
        try history.execute("BEGIN IMMEDIATE")
        let tasks = try ids.map(Assignment.decided).map { assignment in
            Task(executorPreference: executor) { () -> StoreError? in
                do throws(StoreError) {
                    try await writer.record(assignment)
                    return nil
                } catch {
                    return error
                }
            }
        }
        executor.runUntilAllWait()
        try history.execute("COMMIT")
        return tasks
    }

    @Test func `a record returns once its row can be read from the file`() async throws {
        for number in 1...20 {
            try await writer.record(.decided(for: "x\(number)-contoso-tstrsd-007"))
            #expect(try history.integer("SELECT count(*) FROM assignments") == Int64(number))
        }
        writer.close()
        #expect(try history.integer("SELECT count(DISTINCT twin_id) FROM assignments") == 1)
        #expect(try history.texts("SELECT DISTINCT hub FROM assignment_details") == [Hub.toasters])
    }

    @Test func `records that arrive together share a transaction and are all kept`() async throws {
        let ids = (0..<500).map { "x\($0)-contoso-tstrsd-007" }
        let before = WriteAheadLog(ofDatabaseAt: store.directory.history).transactionCount
        for task in try recordAtOnce(ids) { #expect(await task.value == nil) }
        let transactions = WriteAheadLog(ofDatabaseAt: store.directory.history).transactionCount - before
        // The first batch is what had come when the writer woke, the second all the rest.
        #expect((1...2).contains(transactions))
        writer.close()
        #expect(try Set(history.texts("SELECT registration_id FROM assignments")) == Set(ids))
        #expect(try history.integer("SELECT count(*) FROM assignments") == 500)
    }

    @Test func `a row that breaks a constraint does not take its neighbours down`() async throws {
        // No decision can break one by itself, so the history is given one more.
        try history.execute(
            """
            CREATE TRIGGER no_poison BEFORE INSERT ON assignments WHEN new.registration_id LIKE 'poison-%'
            BEGIN SELECT RAISE(ABORT, 'poison'); END;
            """)
        let ids = (0..<60).map { ($0 % 20 == 7 ? "poison-" : "fine-") + "\($0)-contoso-tstrsd-007" }
        let tasks = try recordAtOnce(ids)
        for (id, task) in zip(ids, tasks) {
            #expect(await task.value == (id.hasPrefix("poison-") ? .refused("poison") : nil), "\(id)")
        }
        // The words of rows that were rolled back must be written again with the next that need them.
        try await writer.record(.decided(for: "y-contoso-hpsd-088"))
        writer.close()
        #expect(
            try Set(history.texts("SELECT registration_id FROM assignments"))
                == Set(ids.filter { $0.hasPrefix("fine-") } + ["y-contoso-hpsd-088"]))
        #expect(try history.texts("PRAGMA foreign_key_check") == [])
        #expect(try history.integer("SELECT count(*) FROM assignment_details") == 58)
    }

    @Test func `closing writes what waits, and afterwards nothing is taken in`() async throws {
        let tasks = try recordAtOnce((0..<100).map { "x\($0)-contoso-tstrsd-007" })
        writer.close()
        // Read before the tasks have had their say: it is the closing that waited.
        #expect(try history.integer("SELECT count(*) FROM assignments") == 100)
        for task in tasks { #expect(await task.value == nil) }
        await #expect(throws: StoreError.closed) { try await writer.record(.decided(for: "late")) }
        await #expect(throws: StoreError.closed) { try await writer.checkWritable() }
        #expect(try history.integer("SELECT count(*) FROM assignments") == 100)
    }

    @Test func `the check writes and leaves no row behind`() async throws {
        let before = WriteAheadLog(ofDatabaseAt: store.directory.history).transactionCount
        try await writer.checkWritable()
        #expect(WriteAheadLog(ofDatabaseAt: store.directory.history).transactionCount == before + 1)
        #expect(try history.integer("SELECT count(*) FROM assignments") == 0)
        writer.close()
    }

    @Test func `when nothing can be written the record and the check both fail, and heal by themselves`()
        async throws
    {
        try history.execute(
            "ALTER TABLE assignments RENAME TO elsewhere; ALTER TABLE readiness RENAME TO away")
        let recordError = await #expect(throws: StoreError.self) {
            try await writer.record(.decided(for: "a"))
        }
        let checkError = await #expect(throws: StoreError.self) { try await writer.checkWritable() }
        for error in [recordError, checkError] {
            guard case .unavailable = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        try history.execute(
            "ALTER TABLE elsewhere RENAME TO assignments; ALTER TABLE away RENAME TO readiness")
        try await writer.record(.decided(for: "a"))
        try await writer.checkWritable()
        writer.close()
        #expect(try history.texts("SELECT registration_id FROM assignments") == ["a"])
    }

    @Test func `words are kept once, over restarts too`() async throws {
        try await writer.record(.decided(for: "a-contoso-tstrsd-007"))
        writer.close()
        let names = try history.integer("SELECT count(*) FROM names")
        let next = try AssignmentWriter(
            in: store.directory, clock: { Timestamp(milliseconds: 0) }, uptime: { 0 })
        try await next.record(.decided(for: "b-contoso-tstrsd-007"))
        next.close()
        #expect(try history.integer("SELECT count(*) FROM names") == names)
        #expect(try history.integer("SELECT count(*) FROM twins") == 1)
    }
}
