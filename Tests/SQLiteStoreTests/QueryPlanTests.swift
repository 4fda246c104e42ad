import SQLite
@testable import SQLiteStore
import Testing

/// What runs at each request, or over tables that grow without end, must not read a table from end to end.
@Suite struct QueryPlanTests {
    private let store: StoreFolder

    init() throws {
        store = try StoreFolder()
    }

    private func plan(of query: String, on schema: Schema) throws -> [String] {
        let connection = try store.connect(to: schema)
        let count = (1...9).last { query.contains("?\($0)") } ?? 0
        let statement = try connection.prepare("EXPLAIN QUERY PLAN " + query)
        switch count {
        case 1: return try statement.all(.null) { $0.text(3) }
        case 2: return try statement.all(.null, .null) { $0.text(3) }
        case 4: return try statement.all(.null, .null, .null, .null) { $0.text(3) }
        default: return try statement.all(.null, .null, .null) { $0.text(3) }
        }
    }

    @Test func `a decision finds its device by the primary key`() throws {
        let plan = try plan(of: RegistrationRow.query, on: .inventory)
        #expect(
            plan.contains { $0.hasPrefix("SEARCH devices USING PRIMARY KEY (registration_id=?)") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test(arguments: [
        (
            DeviceIndexReader.unfinishedQuery,
            "SEARCH assignments USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
        ),
        (DeviceIndexReader.previousQuery, "SEARCH device_index USING INTEGER PRIMARY KEY (rowid<?)"),
        (DeviceIndexReader.exactQuery, "SEARCH device_index USING INTEGER PRIMARY KEY (rowid=?)"),
        (DeviceIndexReader.matchQuery, "SEARCH assignments USING INTEGER PRIMARY KEY (rowid=?)"),
        (SQLiteAssignmentRepository.queryOfOne, "SEARCH assignments USING INTEGER PRIMARY KEY (rowid=?)"),
    ])
    func `the history of a device is read by numbers of rows`(query: String, search: String) throws {
        let plan = try plan(of: query, on: .history)
        #expect(plan.contains(search), "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test func `the history is read from its newest row on`() throws {
        let plan = try plan(of: SQLiteAssignmentRepository.query, on: .history)
        #expect(plan.contains("SEARCH assignments USING INTEGER PRIMARY KEY (rowid<?)"), "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
