import Allocation
import FoundationEssentials
import SQLite
@testable import SQLiteStore
import Testing

/// Decisions that come one at a time are committed by who brings them.
@Suite struct LoneDecisionTests {
    private let store: StoreFolder
    private let history: Connection
    private let clock = SteppingClock()
    private let writer: AssignmentWriter

    init() throws {
        store = try StoreFolder()
        history = try store.connect(to: .history)
        writer = try AssignmentWriter(
            in: store.directory, clock: { Timestamp(milliseconds: 0) }, uptime: clock.read)
    }

    /// Records as an event loop does whose thread nobody else needs.
    ///
    /// - Returns: whether this thread committed the row.
    private func record(_ id: String) async throws -> Bool {
        try await writer.record(.decided(for: id), holdingThread: true)
        return clock.wasReadHere
    }

    /// Records so many that the next one is taken for a lone one, too.
    private func becomeQuiet() async throws {
        for number in 1...8 { try await writer.record(.decided(for: "quiet-\(number)-tstrsd-007")) }
        await waitForTurn()
    }

    private func waitForTurn() async {
        while !writer.lendsTurn { await Task.yield() }
    }

    @Test func `after eight lone decisions the caller commits, and its row can be read when it returns`()
        async throws
    {
        for number in 1...20 {
            if number > 8 { await waitForTurn() }
            #expect(try await record("x\(number)-contoso-tstrsd-007") == (number > 8), "\(number)")
            #expect(try history.integer("SELECT count(*) FROM assignments") == Int64(number))
        }
        writer.close()
        #expect(try history.integer("SELECT count(*) FROM assignment_details") == 20)
    }

    @Test func `a caller that may not be held does not commit`() async throws {
        try await becomeQuiet()
        try await writer.record(.decided(for: "a-contoso-tstrsd-007"))
        #expect(!clock.wasReadHere)
        writer.close()
    }

    @Test func `a slow commit leaves the next ones to the writer's thread`() async throws {
        try await becomeQuiet()
        clock.setStep(1_000_000)
        #expect(try await record("slow-contoso-tstrsd-007"))
        clock.setStep(200_000)
        for number in 1...8 { #expect(try await !record("x\(number)-contoso-tstrsd-007")) }
        await waitForTurn()
        #expect(try await record("again-contoso-tstrsd-007"))
        writer.close()
    }

    @Test func `while another process writes the caller is not held`() async throws {
        try await becomeQuiet()
        let executor = HeldExecutor()
        let writer = writer
        let assignment = try Assignment.decided(for: "a-contoso-tstrsd-007")
        try history.execute("BEGIN IMMEDIATE")
        let task = Task(executorPreference: executor) { () -> StoreError? in
            do throws(StoreError) {
                try await writer.record(assignment, holdingThread: true)
                return nil
            } catch {
                return error
            }
        }
        // Were this thread to wait for the lock, it could not let go of it.
        executor.runUntilAllWait()
        try history.execute("COMMIT")
        #expect(await task.value == nil)
        writer.close()
        #expect(try history.integer("SELECT count(*) FROM assignments") == 9)
    }

    @Test func `a row that breaks a constraint is refused, and the next one is kept`() async throws {
        try history.execute(
            """
            CREATE TRIGGER no_poison BEFORE INSERT ON assignments WHEN new.registration_id LIKE 'poison-%'
            BEGIN SELECT RAISE(ABORT, 'poison'); END;
            """)
        try await becomeQuiet()
        await #expect(throws: StoreError.refused("poison")) { try await record("poison-contoso-hpsd-088") }
        #expect(try await !record("fine-contoso-hpsd-088"))
        writer.close()
        #expect(try history.integer("SELECT count(*) FROM assignment_details") == 9)
        #expect(try history.texts("PRAGMA foreign_key_check") == [])
    }

    @Test func `a file that is taken away is noticed, and one that is put there is written to`() async throws
    {
        try await becomeQuiet()
        let path = store.directory.history
        for ending in ["", "-wal", "-shm"] {
            try FileManager.default.moveItem(atPath: path + ending, toPath: path + ending + ".away")
        }
        await #expect(throws: StoreError.unavailable("the history's file was removed or replaced")) {
            try await record("lost-contoso-tstrsd-007")
        }
        _ = try Migrator(.history, in: store.directory).migrate(at: Timestamp(milliseconds: 0))
        #expect(try await !record("found-contoso-tstrsd-007"))
        writer.close()
        let restored = try store.connect(to: .history)
        #expect(try restored.texts("SELECT registration_id FROM assignments") == ["found-contoso-tstrsd-007"])
    }

    @Test func `after the closing nothing is committed`() async throws {
        try await becomeQuiet()
        writer.close()
        await #expect(throws: StoreError.closed) { try await record("late-contoso-tstrsd-007") }
        #expect(try history.integer("SELECT count(*) FROM assignments") == 8)
    }

    @Test func `many callers at once are all kept, some committing and some not`() async throws {
        let writer = writer
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<4 {
                group.addTask {
                    for number in 0..<50 {
                        try await writer.record(
                            .decided(for: "x\(caller)-\(number)-contoso-tstrsd-007"),
                            holdingThread: caller < 2)
                    }
                }
            }
            try await group.waitForAll()
        }
        writer.close()
        #expect(try history.integer("SELECT count(DISTINCT registration_id) FROM assignments") == 200)
        #expect(try history.integer("SELECT count(*) FROM assignments") == 200)
    }

    @Test func `rows that came to wait share a transaction, and the next one is left to the thread`()
        async throws
    {
        try await becomeQuiet()
        let executor = HeldExecutor()
        let writer = writer
        let assignments = try (0..<30).map { try Assignment.decided(for: "x\($0)-contoso-tstrsd-007") }
        try history.execute("BEGIN IMMEDIATE")
        let tasks = assignments.map { assignment in
            Task(executorPreference: executor) { try await writer.record(assignment, holdingThread: true) }
        }
        executor.runUntilAllWait()
        let before = WriteAheadLog(ofDatabaseAt: store.directory.history).transactionCount
        try history.execute("COMMIT")
        for task in tasks { try await task.value }
        let transactions = WriteAheadLog(ofDatabaseAt: store.directory.history).transactionCount - before
        #expect((1...2).contains(transactions))
        #expect(try await !record("next-contoso-tstrsd-007"))
        writer.close()
    }
}
