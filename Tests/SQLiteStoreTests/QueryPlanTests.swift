import Allocation
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
        // Numbered placeholders stand more than once, the others are each a value.
        let numbered = (1...11).last { query.contains("?\($0)") }
        let count = numbered ?? query.count { $0 == "?" }
        return try store.connect(to: schema).prepare("EXPLAIN QUERY PLAN " + query)
            .all([SQLiteValue](repeating: .null, count: count)) { $0.text(3) }
    }

    private static let pages: [(@Sendable (inout DeviceQuery) -> Void, String)] = [
        ({ _ in }, "SCAN devices"),
        (
            { $0.after = DeviceCursor(key: .text("a"), registrationID: "a") },
            "SEARCH devices USING PRIMARY KEY"
        ),
        ({ $0.order = .updatedAt }, "SCAN devices USING INDEX devices_by_updated_at"),
        (
            {
                $0.order = .updatedAt
                $0.after = DeviceCursor(key: .number(1), registrationID: "a")
            }, "SEARCH devices USING INDEX devices_by_updated_at"
        ),
        ({ $0.filter.division = "a" }, "SEARCH devices USING INDEX devices_by_division"),
        ({ $0.filter.status = .held }, "SEARCH devices USING INDEX devices_not_active"),
        ({ $0.filter.pinnedHub = "a" }, "SEARCH devices USING INDEX devices_pinned"),
    ]

    @Test(arguments: pages.indices, [false, true])
    func `a page of a common list is read in its order, and nothing is sorted`(row: Int, isDescending: Bool)
        throws
    {
        let (change, expected) = Self.pages[row]
        var query = DeviceQuery(isDescending: isDescending, limit: 50)
        change(&query)
        let plan = try plan(of: DeviceListing.page(of: query).sql, on: .inventory)
        #expect(plan.contains { $0.hasPrefix(expected) }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test(arguments: [
        (SQLiteChangeRepository.subjectQuery, "SEARCH changes USING INDEX changes_of_subject"),
        (SQLiteChangeRepository.setQuery, "SEARCH changes USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        (
            SQLiteChangeRepository.requestQuery,
            "SEARCH changes USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
        ),
        (
            SQLiteChangeRepository.requestQuery,
            "SEARCH change_sets USING INDEX change_sets_of_request (request_id=?)"
        ),
        (SQLiteChangeRepository.allQuery, "SEARCH changes USING INTEGER PRIMARY KEY (rowid<?)"),
        (
            SQLiteChangeRepository.policyQuery,
            "SEARCH changes USING INDEX changes_besides_devices (change_id<?)"
        ),
    ])
    func `the change log is read from the newest back`(query: String, expected: String) throws {
        let plan = try plan(of: query, on: .inventory)
        #expect(plan.contains { $0.hasPrefix(expected) }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test func `what took a change set back is found by an index`() throws {
        let plan = try plan(of: ChangeSetUndoers.query, on: .inventory)
        let search = "SEARCH change_sets USING COVERING INDEX change_sets_undone (undoes=?)"
        #expect(plan.count { $0 == search } == 2, "\(plan)")
        #expect(!plan.contains("SCAN change_sets"), "\(plan)")
    }

    @Test(arguments: [
        (SQLiteIdempotentRequestRepository.query, "(key_id=? AND idempotency_key=?)"),
        (
            SQLiteIdempotentRequestRepository.forgetQuery,
            "USING COVERING INDEX idempotent_requests_by_made_at (made_at<?)"
        ),
    ])
    func `a named write is found, and the oldest are forgotten, by an index`(query: String, expected: String)
        throws
    {
        let plan = try plan(of: query, on: .inventory)
        #expect(plan.contains { $0.hasSuffix(expected) }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test func `a division's devices are looked at in the order of their IDs, and no other's`() throws {
        let plan = try plan(of: DivisionTable.twinQuery, on: .inventory)
        #expect(
            plan.contains { $0.hasPrefix("SEARCH devices USING INDEX devices_by_division") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test func `a decision finds its device by the primary key`() throws {
        let plan = try plan(of: RegistrationRow.query, on: .inventory)
        #expect(
            plan.contains { $0.hasPrefix("SEARCH devices USING PRIMARY KEY (registration_id=?)") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test func `the next device behind a place is one seek`() throws {
        let plan = try plan(of: SQLiteDeviceRepository.nextQuery, on: .inventory)
        #expect(plan == ["SEARCH devices USING PRIMARY KEY (registration_id>?)"])
    }

    @Test(arguments: [
        (
            DeviceIndexReader.lastQuery, "SEARCH device_index USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
        ),
        (
            DeviceIndexReader.firstQuery,
            "SEARCH device_index USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
        ),
        (
            DeviceIndexMerger.mergedQuery,
            "SEARCH device_index USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
        ),
        (TimeSearch.query, "SEARCH assignments USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        (AssignmentSearch.requestQuery, "SEARCH assignments USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        (RunFolding.rowsQuery, "SEARCH assignments USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        (SQLiteAssignmentRepository.queryOfOne, "SEARCH assignments USING INTEGER PRIMARY KEY (rowid=?)"),
    ])
    func `the history of a device is read by numbers of rows`(query: String, search: String) throws {
        let plan = try plan(of: query, on: .history)
        #expect(plan.contains(search), "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test func `whether a device was seen is one look into a table`() throws {
        var query = DeviceQuery(limit: 50)
        for isSeen in [true, false] {
            query.filter.isSeen = isSeen
            let plan = try plan(of: DeviceListing.page(of: query).sql, on: .inventory)
            #expect(
                plan.contains { $0.hasPrefix("SEARCH sightings USING PRIMARY KEY (registration_id=?)") },
                "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    @Test(arguments: [
        SweepRange.firstQuery, SweepRange.lastQuery, SweepRange.earlierQuery, SweptDevices.query,
        UnmatchedTable.refusalQuery,
    ])
    func `a sweep reads the history by numbers of rows`(query: String) throws {
        let plan = try plan(of: query, on: .history)
        #expect(plan.contains { $0.hasPrefix("SEARCH assignments USING INTEGER PRIMARY KEY") }, "\(plan)")
    }

    @Test(arguments: [true, false])
    func `the history is read in the order of its rows, whatever is asked`(isAscending: Bool) throws {
        var filter = AssignmentFilter(registrationID: try RegistrationID("a"))
        filter.registrationIDPrefix = "a"
        filter.outcome = .assigned
        filter.source = .rule
        filter.ruleID = 1
        (filter.division, filter.hub, filter.previousHub, filter.enrollment) = ("a", "b", "c", "d")
        filter.requestID = RequestID(high: 1, low: 2)
        filter.changesHub = true
        filter.since = Timestamp(milliseconds: 0)
        filter.until = Timestamp(milliseconds: 1)
        let conditions = try AssignmentConditions(filter, on: store.connect(to: .history))
        let plan = try plan(
            of: AssignmentSearch.sql(for: conditions.sql, isAscending: isAscending), on: .history)
        #expect(
            plan.contains("SEARCH assignments USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"), "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test(arguments: [RunContentsReader.olderQuery, RunContentsReader.newerQuery])
    func `the next run with a value is one look into a table`(query: String) throws {
        let plan = try plan(of: query, on: .history)
        #expect(plan.count == 1)
        #expect(
            plan.contains {
                $0.hasPrefix("SEARCH run_contents USING PRIMARY KEY (property=? AND value=? AND run")
            },
            "\(plan)")
    }

    @Test(arguments: SummaryQuery.Dimension.allCases)
    func `totals are read by their time`(dimension: SummaryQuery.Dimension) throws {
        let plan = try plan(
            of: SummaryReader.totalsQuery(of: "hourly_totals", by: "hour", dimension), on: .history)
        #expect(plan == ["SEARCH hourly_totals USING PRIMARY KEY (hour>? AND hour<?)"])
    }

    @Test func `a name in any case is found by an index`() throws {
        let plan = try plan(of: AssignmentConditions.namesQuery, on: .history)
        #expect(plan == ["SEARCH names USING COVERING INDEX names_by_folded_name (name=?)"])
    }
}
