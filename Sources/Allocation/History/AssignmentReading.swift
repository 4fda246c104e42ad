/// The rows of the history that a filter means, page by page, as of the row that was the last one when the reading began.
///
/// Nothing is held from one page to the next but a place: rows never change and never come in between.
package struct AssignmentReading: Sendable {
    private let assignments: any AssignmentRepository
    private var query: AssignmentQuery

    /// The numbers of the first and of the last row of the time that is asked for; `nil` when there is none.
    private let bounds: ClosedRange<Int64>?

    /// Whether there is nothing more to read.
    package private(set) var isAtEnd: Bool

    /// - Parameters:
    ///   - filter: which rows are meant.
    ///   - isOldestFirst: begins with the oldest row; else with the newest one.
    ///   - after: only rows behind this one in that order.
    ///   - assignments: the history.
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    package init(
        of filter: AssignmentFilter, isOldestFirst: Bool = false, after: Int64? = nil,
        from assignments: any AssignmentRepository
    ) throws(StoreError) {
        self.assignments = assignments
        query = AssignmentQuery(filter, isOldestFirst: isOldestFirst, after: after)
        var time = AssignmentFilter()
        (time.since, time.until) = (filter.since, filter.until)
        let last = try Self.end(AssignmentQuery(time, limit: 1), of: assignments)
        let first = try Self.end(AssignmentQuery(time, isOldestFirst: true, limit: 1), of: assignments)
        if let first, let last, first <= last {
            bounds = first...last
            isAtEnd = after.map { isOldestFirst ? $0 >= last : $0 <= first } ?? false
        } else {
            bounds = nil
            isAtEnd = true
        }
    }

    /// The number of the last row that was there, be it meant or not; `nil` without any in the time that is asked for.
    package var last: Int64? { bounds?.upperBound }

    /// How much of the history lies behind, from 0 to 1.
    package var share: Double {
        guard !isAtEnd, let bounds else { return 1 }
        guard let place = query.after else { return 0 }
        let passed = query.isOldestFirst ? place - bounds.lowerBound : bounds.upperBound - place
        return min(max(Double(passed) / Double(bounds.upperBound - bounds.lowerBound + 1), 0), 1)
    }

    /// Reads on.
    ///
    /// - Parameter limit: how many at most, from 1.
    /// - Returns: the next rows, in the order asked for. None of them does not mean that there are no more: a store looks through a
    ///   bounded number of rows at once.
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    package mutating func next(atMost limit: Int) throws(StoreError) -> [RecordedAssignment] {
        guard !isAtEnd, let bounds else { return [] }
        query.limit = limit
        let page = try assignments.page(of: query)
        query.after = page.next
        // Behind the last row is what was decided since.
        isAtEnd =
            page.next.map { query.isOldestFirst ? $0 >= bounds.upperBound : $0 <= bounds.lowerBound } ?? true
        return page.assignments.filter { $0.id <= bounds.upperBound }
    }

    /// The number of the row that a query of one finds, or of the last one that it looked at.
    private static func end(
        _ query: AssignmentQuery, of assignments: any AssignmentRepository
    ) throws(StoreError) -> Int64? {
        let page = try assignments.page(of: query)
        return page.assignments.first?.id ?? page.next
    }
}
