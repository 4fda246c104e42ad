import Allocation
import Contoso
import SQLiteStore
import Testing

/// Every question to the history against the plainest answer: a look at each row.
@Suite struct AssignmentSearchContractTests {
    private static let rows = 2_300

    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        try StoreUnderTest(kind, runs: .short, rowsInPage: 500)
    }

    private func all(_ query: AssignmentQuery, in store: StoreUnderTest) throws -> [RecordedAssignment] {
        var (query, found) = (query, [RecordedAssignment]())
        for _ in 0..<10_000 {
            let page = try store.history.page(of: query)
            try #require(page.assignments.count <= query.limit)
            found += page.assignments
            guard let next = page.next else { return found }
            query.after = next
        }
        throw StoreError.inconsistent("the pages have no end")
    }

    private func check(
        _ filter: AssignmentFilter, in store: StoreUnderTest, against rows: [RecordedAssignment], limit: Int
    ) throws {
        for isOldestFirst in [true, false] {
            let expected = (isOldestFirst ? rows : rows.reversed()).filter { filter.matches($0) }.map(\.id)
            let found = try all(
                AssignmentQuery(filter, isOldestFirst: isOldestFirst, limit: limit), in: store
            ).map(\.id)
            #expect(found == expected, "\(filter), the oldest first: \(isOldestFirst), limit \(limit)")
        }
    }

    @Test(arguments: zip([StoreKind.sqlite, .sqlite, .inMemory], [1, 2, 1] as [UInt64]))
    func
        `every filter alone and many together find what a look at each row finds, before, while and after it is folded`(
            kind: StoreKind, seed: UInt64
        ) async throws
    {
        let store = try store(kind)
        var generator = GeneratedHistory(seed: seed)
        for _ in 0..<Self.rows { try await store.recorder.record(generator.assignment()) }
        let rows = try all(AssignmentQuery(isOldestFirst: true, limit: 1_000), in: store)
        try #require(rows.count == Self.rows)
        var (isFolded, round) = (false, 0)
        while !isFolded {
            let alone = round % 4 == 0 || round < 2
            for kind in 0..<GeneratedHistory.kinds where alone {
                var filter = AssignmentFilter()
                try generator.add(kind, to: &filter, like: rows[generator.next(below: rows.count)])
                try check(filter, in: store, against: rows, limit: 1 + generator.next(below: 300))
            }
            for _ in 0..<12 {
                let row = rows[generator.next(below: rows.count)]
                let filter = try generator.filter(2 + generator.next(below: 3), like: row)
                try check(filter, in: store, against: rows, limit: 1 + generator.next(below: 300))
            }
            for _ in 0..<12 where !isFolded { isFolded = try !store.fold() }
            round += 1
        }
        try check(AssignmentFilter(), in: store, against: rows, limit: 1_000)
    }

    @Test(arguments: StoreKind.allCases)
    func `pages go on where they ended while rows are added and folded`(kind: StoreKind) async throws {
        let store = try store(kind)
        var generator = GeneratedHistory(seed: 3)
        var query = AssignmentQuery(isOldestFirst: true, limit: 7)
        query.filter.outcome = .rejected
        var (found, isLast) = ([RecordedAssignment](), false)
        for round in 0..<200 where !isLast {
            for _ in 0..<(round < 40 ? 10 : 0) { try await store.recorder.record(generator.assignment()) }
            _ = try store.fold()
            let page = try store.history.page(of: query)
            found += page.assignments
            query.after = page.next ?? page.assignments.last?.id ?? query.after
            isLast = round > 40 && page.next == nil
        }
        #expect(isLast)
        let rows = try all(AssignmentQuery(isOldestFirst: true, limit: 1_000), in: store)
        #expect(rows.count == 400)
        #expect(found.map(\.id) == rows.filter { !$0.isAssigned }.map(\.id))
    }

    @Test(arguments: StoreKind.allCases)
    func `totals equal counting after any mix of inserts and folding`(kind: StoreKind) async throws {
        let store = try store(kind)
        var generator = GeneratedHistory(seed: 4)
        var rows: [RecordedAssignment] = []
        for _ in 0..<12 {
            for _ in 0..<generator.next(below: 130) {
                try await store.recorder.record(generator.assignment())
            }
            for _ in 0..<generator.next(below: 8) { _ = try store.fold() }
            rows = try all(AssignmentQuery(isOldestFirst: true, limit: 1_000), in: store)
            guard let first = rows.first, let last = rows.last else { continue }
            let span = Int(last.decidedAt.milliseconds - first.decidedAt.milliseconds)
            for dimension in SummaryQuery.Dimension.allCases {
                for bucket in SummaryQuery.Bucket.allCases {
                    let since = first.decidedAt.milliseconds + Int64(generator.next(below: span + 1))
                    let until = since + Int64(generator.next(below: span + 1))
                    try check(
                        SummaryQuery(
                            by: dimension, in: bucket, since: Timestamp(milliseconds: since),
                            until: Timestamp(milliseconds: until)), in: store, against: rows)
                    let whole = bucket.start(of: first.decidedAt)
                    try check(
                        SummaryQuery(by: dimension, in: bucket, since: whole, until: last.decidedAt),
                        in: store,
                        against: rows)
                }
            }
        }
        #expect(rows.count > 300)
    }

    private func check(
        _ query: SummaryQuery, in store: StoreUnderTest, against rows: [RecordedAssignment]
    ) throws {
        var tally = AssignmentTally(query)
        for row in rows where row.decidedAt >= query.since && row.decidedAt < query.until {
            tally.add(of: query.dimension.value(of: row), at: row.decidedAt)
        }
        #expect(try store.history.summary(query) == tally.summary, "\(query)")
    }
}
