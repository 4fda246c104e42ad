import Allocation
import Synchronization
import Testing

/// What is read over a store that looks through a few rows at a time.
@Suite struct AssignmentReadingTests {
    /// A history of rows decided a millisecond after each other, of which every third is rejected.
    private final class History: AssignmentRepository {
        private let rows: Mutex<[RecordedAssignment]>
        private let lookedThrough: Int

        init(_ ids: [Int64], lookingThrough count: Int) {
            rows = Mutex(ids.map(AssignmentReadingTests.row))
            lookedThrough = count
        }

        func add(_ id: Int64) {
            rows.withLock { $0.append(AssignmentReadingTests.row(id)) }
        }

        func page(of query: AssignmentQuery) throws(StoreError) -> AssignmentPage {
            let rows = rows.withLock { $0 }
            let rest = (query.isOldestFirst ? rows : rows.reversed()).filter { row in
                query.after.map { query.isOldestFirst ? row.id > $0 : row.id < $0 } ?? true
            }
            var found: [RecordedAssignment] = []
            for (count, row) in rest.enumerated() {
                if found.count == query.limit || count == lookedThrough {
                    return AssignmentPage(found, next: rest[count - 1].id)
                }
                if query.filter.matches(row) { found.append(row) }
            }
            return AssignmentPage(found, next: nil)
        }

        func assignment(_ id: Int64) throws(StoreError) -> RecordedAssignment? { nil }

        func summary(_ query: SummaryQuery) throws(StoreError) -> AssignmentSummary { AssignmentSummary([]) }
    }

    private static func row(_ id: Int64) -> RecordedAssignment {
        RecordedAssignment(
            id: id, decidedAt: Timestamp(milliseconds: id),
            requestID: RequestID(nanoseconds: 0, randomness: 0),
            registrationID: "sn-\(id)", linkedHubs: nil, isAssigned: id % 3 != 0, reason: .rule,
            source: .none,
            policyRevision: nil, division: nil, hub: nil, previousHub: nil, enrollment: nil, attestation: nil,
            twin: nil)
    }

    private static func rejected(since: Int64? = nil, until: Int64? = nil) -> AssignmentFilter {
        var filter = AssignmentFilter()
        filter.outcome = .rejected
        filter.since = since.map { Timestamp(milliseconds: $0) }
        filter.until = until.map { Timestamp(milliseconds: $0) }
        return filter
    }

    private func read(
        _ reading: AssignmentReading, atMost limit: Int, then change: () -> Void = {}
    ) throws -> [Int64] {
        var (reading, ids, shares) = (reading, [Int64](), [reading.share])
        while !reading.isAtEnd {
            let rows = try reading.next(atMost: limit)
            #expect(rows.count <= limit)
            ids += rows.map(\.id)
            shares.append(reading.share)
            change()
        }
        #expect(shares == shares.sorted() && shares.allSatisfy { (0...1).contains($0) } && shares.last == 1)
        #expect(try reading.next(atMost: limit).isEmpty)
        return ids
    }

    @Test(arguments: [1, 2, 5, 100], [1, 2, 100])
    func `every row that is meant comes once, in either order`(looked: Int, limit: Int) throws {
        let history = History(Array(4...40), lookingThrough: looked)
        let expected: [Int64] = [6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39]
        for isOldestFirst in [false, true] {
            let all = try AssignmentReading(of: Self.rejected(), isOldestFirst: isOldestFirst, from: history)
            #expect(try read(all, atMost: limit) == (isOldestFirst ? expected : expected.reversed()))
            let some = try AssignmentReading(
                of: Self.rejected(since: 9, until: 30), isOldestFirst: isOldestFirst, from: history)
            let within = Array(expected[1...7])
            #expect(try read(some, atMost: limit) == (isOldestFirst ? within : within.reversed()))
            let rest = try AssignmentReading(
                of: Self.rejected(), isOldestFirst: isOldestFirst, after: 21, from: history)
            #expect(
                try read(rest, atMost: limit)
                    == (isOldestFirst ? Array(expected[6...]) : expected[..<5].reversed()))
        }
    }

    @Test(arguments: [false, true])
    func `what is decided meanwhile is not part of it`(isOldestFirst: Bool) throws {
        let history = History(Array(1...10), lookingThrough: 3)
        var next: Int64 = 11
        let reading = try AssignmentReading(
            of: AssignmentFilter(), isOldestFirst: isOldestFirst, from: history)
        #expect(reading.last == 10)
        let ids = try read(reading, atMost: 4) {
            for _ in 0..<5 {
                history.add(next)
                next += 1
            }
        }
        #expect(ids == (isOldestFirst ? Array(1...10) : (1...10).reversed()))
    }

    @Test(arguments: [false, true])
    func `what was decided before the first page was read is not part of it either`(isOldestFirst: Bool)
        throws
    {
        let history = History(Array(1...10), lookingThrough: 100)
        let reading = try AssignmentReading(
            of: AssignmentFilter(), isOldestFirst: isOldestFirst, from: history)
        for id in 11...15 as ClosedRange<Int64> { history.add(id) }
        let ids = try read(reading, atMost: 3)
        #expect(ids == (isOldestFirst ? Array(1...10) : (1...10).reversed()))
    }

    @Test func `of nothing, or behind the end, there is nothing`() throws {
        let nothing = try AssignmentReading(
            of: AssignmentFilter(), from: History([], lookingThrough: 5))
        #expect(nothing.isAtEnd && nothing.last == nil && nothing.share == 1)
        let history = History([7, 8], lookingThrough: 5)
        for (isOldestFirst, after) in [(true, 8), (true, 9), (false, 7), (false, 1)] as [(Bool, Int64)] {
            let reading = try AssignmentReading(
                of: AssignmentFilter(), isOldestFirst: isOldestFirst, after: after, from: history)
            #expect(reading.isAtEnd && reading.last == 8)
        }
        let future = try AssignmentReading(of: Self.rejected(since: 100), from: history)
        #expect(try read(future, atMost: 5) == [])
    }

    @Test func `the last number that there can be is no reason to fail`() throws {
        let history = History([1, .max], lookingThrough: 5)
        let reading = try AssignmentReading(of: AssignmentFilter(), from: history)
        #expect(try read(reading, atMost: 1) == [.max, 1])
    }
}
