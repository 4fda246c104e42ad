/// Rows among which those may be that a search looks for.
struct Candidates {
    /// None, when a place was passed where no such row can be.
    let rows: ClosedRange<Int64>?

    /// The last row in the order of the search that need not be looked at any more afterwards.
    let end: Int64

    /// What it costs to look at them, in rows that are read one after the other.
    let cost: Int64

    /// All rows of a range.
    init(rows: ClosedRange<Int64>, isAscending: Bool) {
        self.rows = rows
        end = isAscending ? rows.upperBound : rows.lowerBound
        cost = Int64(rows.count)
    }

    /// One row, found by an index.
    init(row: Int64) {
        rows = row...row
        end = row
        cost = Self.costOfRow
    }

    /// Nothing up to a row.
    init(nothingUpTo end: Int64) {
        rows = nil
        self.end = end
        cost = Self.costOfSearch
    }

    // In rows that are read one after the other: to find one by its number, and to look for something in another table.
    private static let costOfRow: Int64 = 8
    private static let costOfSearch: Int64 = 32
}

/// Gives candidates in the order of a search.
protocol CandidateSource {
    /// The next ones; `nil` when there are no more. Ranges do not overlap.
    mutating func next() throws -> Candidates?
}

/// All rows of a range, some at a time.
struct RowRange: CandidateSource {
    /// Rows in a piece: none of them is read that comes behind the end of a page.
    private static let pieceLength: Int64 = 16_384

    private var rest: ClosedRange<Int64>?
    private let isAscending: Bool

    init(_ rows: ClosedRange<Int64>?, isAscending: Bool) {
        rest = rows
        self.isAscending = isAscending
    }

    mutating func next() -> Candidates? {
        guard let rows = rest else { return nil }
        let piece: ClosedRange<Int64>
        if rows.upperBound - rows.lowerBound < Self.pieceLength {
            piece = rows
            rest = nil
        } else if isAscending {
            piece = rows.lowerBound...rows.lowerBound + Self.pieceLength - 1
            rest = piece.upperBound + 1...rows.upperBound
        } else {
            piece = rows.upperBound - Self.pieceLength + 1...rows.upperBound
            rest = rows.lowerBound...piece.lowerBound - 1
        }
        return Candidates(rows: piece, isAscending: isAscending)
    }
}

extension ClosedRange<Int64> {
    /// What is in both; `nil` when that is nothing.
    func intersection(_ other: ClosedRange<Int64>) -> ClosedRange<Int64>? {
        overlaps(other) ? clamped(to: other) : nil
    }

    /// `nil` when the end comes before the beginning.
    init?(from first: Int64, through last: Int64) {
        guard first <= last else { return nil }
        self = first...last
    }
}
