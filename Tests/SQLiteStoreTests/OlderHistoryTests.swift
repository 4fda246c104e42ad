import Allocation
import SQLite
import Testing

@testable import SQLiteStore

/// A history that was begun before there were totals, levels of the index and times in order.
@Suite struct OlderHistoryTests {
    private let store: StoreFolder
    private let history: Connection
    private static let count: Int64 = 2 * 65_536 + 40_000

    init() throws {
        store = try StoreFolder(isMigrated: false)
        _ = try Migrator(
            .history, in: store.directory, migrations: Array(Schema.history.migrations.prefix(2))
        )
        .migrate(at: Timestamp(milliseconds: 0))
        history = try store.connect(to: .history)
        // Each row is up to 49 seconds too early.
        try history.execute(
            """
            INSERT INTO names (name) VALUES ('unrecognizedDevice');
            WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < \(Self.count))
            INSERT INTO assignments (decided_at, request_id, registration_id, reason_id)
            SELECT n * 1000 - n * 7919 % 50 * 1000, randomblob(16), 'D-' || (n % 40000), 1 FROM counted
            """)
        let insert = try history.prepare("INSERT INTO device_index (run_and_hash, entries) VALUES (?1, ?2)")
        try history.execute("BEGIN")
        let level = HistoryRuns.standard.levels[1]
        for run in 0..<2 as Range<Int64> {
            let entries = (run * 65_536 + 1...(run + 1) * 65_536)
                .map { level.entry(DeviceIndexEntry.hash(of: "d-\($0 % 40_000)"), assignment: $0) }.sorted()
            for start in stride(from: 0, to: entries.count, by: 500) {
                let row = entries[start..<min(start + 500, entries.count)]
                try insert.run(.integer(run << 40 | Int64(entries[start].hash)), .blob(row.bytes))
            }
        }
        try history.execute("COMMIT")
        _ = try Migrator(.history, in: store.directory).migrate(at: Timestamp(milliseconds: 0))
    }

    private func ids(_ filter: AssignmentFilter) throws -> [Int64] {
        try AssignmentSearch(
            AssignmentQuery(filter, isOldestFirst: true, limit: 100_000), on: history, runs: .standard,
            mostRows: .max
        ).page().ids
    }

    private func check() throws {
        #expect(
            try ids(AssignmentFilter(registrationID: RegistrationID("d-777"))) == [
                777, 40_777, 80_777, 120_777, 160_777,
            ])
        var filter = AssignmentFilter()
        filter.since = Timestamp(milliseconds: 70_000_000)
        filter.until = Timestamp(milliseconds: 70_100_000)
        let expected = (69_900...70_200 as ClosedRange<Int64>).filter {
            70_000_000..<70_100_000 ~= $0 * 1_000 - $0 * 7_919 % 50 * 1_000
        }
        #expect(try ids(filter) == expected)
    }

    @Test func `rows are found before the first start, after it, and when all is folded`() throws {
        try check()
        _ = try DeviceIndexBuilder(on: history)
        #expect(try HistoryProgress(on: history).index == [163_840, 131_072, 0, 0])
        try check()
        let folder = HistoryFolder(in: store.directory)
        while try folder.step() {}
        try check()
        #expect(try history.integer("SELECT sum(decisions) FROM daily_totals") == 163_840)
    }
}
