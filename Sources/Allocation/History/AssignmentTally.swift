/// Counts that are gathered for a summary, from wherever they come.
package struct AssignmentTally: Sendable {
    private struct Key: Hashable {
        let start: Timestamp
        /// In UTF-8: what Swift takes for the same text may have been recorded in different bytes.
        let value: [UInt8]?
    }

    private let query: SummaryQuery
    private var counts: [Key: Int64] = [:]

    package init(_ query: SummaryQuery) {
        self.query = query
    }

    /// Takes note of decisions that were made at one time, or within one of the pieces that the query's are made of.
    ///
    /// - Parameters:
    ///   - count: how many they are.
    ///   - value: what they share, in the words of the history.
    ///   - time: of any of them.
    package mutating func add(_ count: Int64 = 1, of value: String?, at time: Timestamp) {
        let key = Key(start: query.bucket.start(of: time), value: value.map { Array($0.utf8) })
        counts[key, default: 0] += count
    }

    /// All that was added, in the order of a summary.
    package var summary: AssignmentSummary {
        let sorted = counts.sorted { one, other in
            if one.key.start != other.key.start { return one.key.start < other.key.start }
            guard let value = one.key.value, let next = other.key.value else { return one.key.value != nil }
            // Numbers of rules have no leading zeros, so the shorter one is the smaller one.
            if query.dimension == .rule, value.count != next.count { return value.count < next.count }
            return value.lexicographicallyPrecedes(next)
        }
        return AssignmentSummary(
            sorted.filter { $0.value != 0 }.map { key, count in
                AssignmentSummary.Count(
                    start: key.start, value: key.value.map { String(decoding: $0, as: UTF8.self) },
                    count: count)
            })
    }
}

extension SummaryQuery.Dimension {
    /// What a row counts for, in the words of the history.
    package func value(of row: RecordedAssignment) -> String? {
        switch self {
        case .outcome:
            return (row.isAssigned ? AssignmentFilter.Outcome.assigned : .rejected).rawValue
        case .reason:
            return row.reason.rawValue
        case .source:
            return AssignmentFilter.Source(row.source).rawValue
        case .rule:
            guard case .rule(let id) = row.source else { return nil }
            return String(id)
        case .division:
            return row.division
        case .hub:
            return row.hub
        }
    }
}
