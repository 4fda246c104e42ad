import Allocation
import FoundationEssentials
import SQLite
import Testing

@testable import SQLiteStore

@Suite struct FoldingTests {
    private let store: StoreFolder
    private let history: Connection

    /// 2,048 rows make a run of the third level, 64 a run.
    private let runs = HistoryRuns.short

    init() throws {
        store = try StoreFolder()
        history = try store.connect(to: .history)
        history.waitWhenBusy(milliseconds: 0)
        try history.execute(
            "INSERT INTO names (name) VALUES ('rule'), ('unrecognizedDevice'), ('a-hub'), ('b-hub'), ('B-Hub')"
        )
    }

    /// Adds rows as the writer does, each a minute after the one before.
    private func decide(
        _ count: Int64, runs: HistoryRuns = .short, device: (Int64) -> String = { "d-\($0 % 50)" }
    )
        throws
    {
        let insert = try history.prepare(
            """
            INSERT INTO assignments (decided_at, request_id, registration_id, reason_id, hub_id, previous_hub_id)
            VALUES (?1, randomblob(16), ?2, ?3, ?4, ?5)
            """)
        var builder = try DeviceIndexBuilder(on: history, runs: runs)
        let first = (try history.integer("SELECT max(assignment_id) FROM assignments") ?? 0) + 1
        try history.execute("BEGIN")
        for number in first..<first + count {
            let isAssigned = number % 100 != 0
            try insert.run(
                .integer(number * 60_000), .text(device(number)), .integer(isAssigned ? 1 : 2),
                isAssigned ? .integer(3 + number % 2) : .null, number % 3 == 0 ? .integer(5) : .null)
            try builder.add(device(number), assignment: number)
        }
        try history.execute("COMMIT")
    }

    private func foldAll(runs: HistoryRuns = .short) throws {
        let folder = HistoryFolder(in: store.directory, runs: runs, patience: 0)
        while try folder.step() {}
    }

    private func ids(_ filter: AssignmentFilter, runs: HistoryRuns = .short) throws -> [Int64] {
        let query = AssignmentQuery(filter, isOldestFirst: true, limit: 100_000)
        return try AssignmentSearch(query, on: history, runs: runs, mostRows: .max).page().ids
    }

    private func days() throws -> AssignmentSummary {
        let query = SummaryQuery(
            by: .hub, in: .day, since: Timestamp(milliseconds: 0),
            until: Timestamp(milliseconds: 10 * 86_400_000))
        return try history.transaction(writing: false) {
            var reader = try SummaryReader(query, on: history)
            return try reader.summary()
        }
    }

    @Test func `in the end the longest runs have all rows but the newest`() throws {
        try decide(2_048 + 512 + 128 + 64 + 5)
        try foldAll()
        let progress = try HistoryProgress(on: history)
        #expect(progress.totals == 2_752)
        #expect(progress.index == [2_752, 2_688, 2_560, 2_048])
        #expect(try history.integer("SELECT sum(length(entries)) / 8 FROM device_index") == 2_752)
        #expect(try history.integer("SELECT sum(decisions) FROM hourly_totals") == 2_752)
        #expect(try history.integer("SELECT sum(decisions) FROM daily_totals") == 2_752)
        #expect(
            try ids(AssignmentFilter(registrationID: RegistrationID("D-7"))) == (0..<56).map { 7 + 50 * $0 })
    }

    @Test func `a run is folded as a whole or not at all`() throws {
        try decide(200)
        let before = try days()
        try history.execute(
            "CREATE TRIGGER no_day BEFORE INSERT ON daily_totals BEGIN SELECT RAISE(ABORT, 'no'); END")
        #expect(throws: StoreError.self) { try foldAll() }
        #expect(try history.integer("SELECT count(*) FROM hourly_totals") == 0)
        #expect(try history.integer("SELECT count(*) FROM run_contents") == 0)
        #expect(try HistoryProgress(on: history).totals == 0)
        #expect(try days() == before)
        try history.execute("DROP TRIGGER no_day")
        try foldAll()
        #expect(try HistoryProgress(on: history).totals == 192)
        #expect(try days() == before)
    }

    @Test func `who writes the history is waited for, and folding goes on later`() throws {
        try decide(200)
        try history.execute("BEGIN IMMEDIATE")
        #expect(throws: StoreError.self) { try foldAll() }
        try history.execute("ROLLBACK")
        try foldAll()
        #expect(try HistoryProgress(on: history).totals == 192)
    }

    @Test func `totals stay when rows of folded runs are taken away`() throws {
        try decide(3_000)
        try foldAll()
        let before = try days()
        #expect(before.counts.map(\.count).reduce(0, +) == 3_000)
        try history.execute("DELETE FROM assignments WHERE assignment_id <= 2600 AND assignment_id % 7 <> 0")
        #expect(try days() == before)
        var filter = AssignmentFilter()
        filter.outcome = .rejected
        #expect(try ids(filter) == [700, 1_400, 2_100, 2_700, 2_800, 2_900, 3_000])
        filter.registrationID = try RegistrationID("d-0")
        #expect(try ids(filter) == [700, 1_400, 2_100, 2_700, 2_800, 2_900, 3_000])
        filter.since = Timestamp(milliseconds: 1_400 * 60_000)
        filter.until = Timestamp(milliseconds: 2_800 * 60_000)
        #expect(try ids(filter) == [1_400, 2_100, 2_700])
        try decide(500)
        try foldAll()
        #expect(try days().counts.map(\.count).reduce(0, +) == 3_500)
    }

    @Test func `a hub in another case is the same hub`() throws {
        try decide(200)
        try foldAll()
        var filter = AssignmentFilter()
        filter.changesHub = true
        // Every third row was on B-Hub, every second one of them is assigned to a-hub; the others stay on b-hub.
        #expect(try ids(filter) == (1...200).filter { $0 % 3 == 0 && $0 % 2 == 0 && $0 % 100 != 0 })
        filter.previousHub = "b-hub"
        filter.hub = "A-HUB"
        #expect(try ids(filter).count == 33)
    }

    @Test func `a device that fills long runs has several rows of the index, none of them long`() throws {
        let runs = HistoryRuns(exponent: 10, mergedExponents: [11, 13, 14])
        try decide(1 << 14, runs: runs) { $0 % 4_000 == 9 ? "quiet" : "busy" }
        let expected = (1...1 << 14).map(Int64.init).filter { $0 % 4_000 != 9 }
        var isFolded = false
        while !isFolded {
            for _ in 0..<9 where !isFolded {
                isFolded = try !HistoryFolder(in: store.directory, runs: runs).step()
            }
            #expect(try ids(AssignmentFilter(registrationID: RegistrationID("busy")), runs: runs) == expected)
            #expect(
                try ids(AssignmentFilter(registrationID: RegistrationID("quiet")), runs: runs)
                    == [9, 4_009, 8_009, 12_009, 16_009])
        }
        #expect(try HistoryProgress(on: history).index == [Int64](repeating: 1 << 14, count: 4))
        #expect(try history.integer("SELECT max(length(entries)) / 8 FROM device_index") ?? 0 <= 2_048 + 500)
        #expect(try history.integer("SELECT count(*) FROM device_index") ?? 0 >= 8)
    }

    @Test func `a property with very many values in a run is still found`() throws {
        try history.execute(
            """
            WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 20000)
            INSERT INTO names (name) SELECT 'e-' || n FROM counted;
            INSERT INTO names (name) VALUES ('group');
            WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 20000)
            INSERT INTO assignments (decided_at, request_id, registration_id, reason_id, enrollment_kind_id, enrollment_id)
            SELECT n, randomblob(16), 'd', 1, (SELECT name_id FROM names WHERE name = 'group'),
                   (SELECT name_id FROM names WHERE name = 'e-' || n)
              FROM counted
            """)
        _ = try DeviceIndexBuilder(on: history)
        try foldAll(runs: .standard)
        #expect(
            try history.integer("SELECT count(*) FROM run_contents WHERE property = 'enrollment'") == 2)
        var filter = AssignmentFilter()
        filter.enrollment = "E-777"
        #expect(try ids(filter, runs: .standard) == [777])
        filter.enrollment = "e-19999"
        #expect(try ids(filter, runs: .standard) == [19_999])
    }

    @Test func `to take short runs away writes far less than they are long`() throws {
        let runs = HistoryRuns(exponent: 10, mergedExponents: [11, 17, 18])
        try decide(1 << 17, runs: runs) { "d-\($0)" }
        let (folder, log) = (HistoryFolder(in: store.directory, runs: runs), store.directory.history + "-wal")
        while try HistoryProgress(on: history).index[2] == 0 { _ = try folder.step() }
        try history.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        let short = runs.levels[1].keys(ofRun: 0).lowerBound...runs.levels[1].keys(ofRun: 63).upperBound
        let rows =
            "SELECT count(*) FROM device_index WHERE run_and_hash BETWEEN \(short.lowerBound) AND \(short.upperBound)"
        #expect(try history.integer(rows) ?? 0 > 256)
        while try folder.step() {}
        #expect(try history.integer(rows) == 0)
        let size = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
        #expect(try #require(size) < 300_000)
    }

    @Test func `a watch folds without a pause while it is behind, and tells a fault once`() throws {
        try decide(200)
        var (waits, faults) = ([Bool](), [String]())
        let folder = HistoryFolder(in: store.directory, runs: runs, patience: 0)
        RepeatedWork.run(
            folder.step, whenFailing: HistoryFolder.fault, report: { faults.append($0) }
        ) { isBehind in
            waits.append(isBehind)
            if waits.count == 40 {
                try? decide(100)
                try? history.execute("BEGIN IMMEDIATE")
            }
            if waits.count == 43 { try? history.execute("ROLLBACK") }
            return waits.count < 50
        }
        #expect(waits.dropFirst().prefix(5).allSatisfy { $0 })
        #expect(faults.count == 1)
        #expect(try HistoryProgress(on: history).totals == 256)
    }

    @Test func `a watch of its own thread stops when it is told to`() throws {
        let watch = try HistoryFolder.repeatedly(in: store.directory) { _ in }
        watch.stop()
    }
}
