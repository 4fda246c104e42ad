import Allocation
import CommandLineInterface

/// Counts of decisions, drawn with plain characters.
struct SummaryChart {
    /// Where there is no terminal to fill.
    private static let usualBar = 40
    private static let leastBar = 10
    private static let longestBar = 60
    private static let gap = 2

    private let summary: AssignmentSummary
    private let query: SummaryQuery

    init(of summary: AssignmentSummary, for query: SummaryQuery) {
        self.summary = summary
        self.query = query
    }

    private var heading: String { query.dimension.rawValue.uppercased() }

    /// A line for each count, its bar as long as it is large beside the largest one.
    ///
    /// - Parameter room: the columns of the terminal; `nil` where there is none.
    /// - Returns: a table that fills it.
    func bars(fitting room: Int?) -> TextTable {
        let counts = Self.aligned(summary.counts.map(\.count), under: "COUNT")
        var rows: [[String]] = []
        var last: Timestamp?
        for (count, number) in zip(summary.counts, counts.cells) {
            // A piece of time is named once, beside its first line.
            rows.append([count.start == last ? "" : Self.text(of: count.start, in: query.bucket)])
            rows[rows.count - 1] += [count.value ?? "-", number]
            last = count.start
        }
        let headings = ["WHEN (UTC)", heading, counts.heading]
        let width = Self.barWidth(beside: [headings] + rows, fitting: room)
        let largest = summary.counts.map(\.count).max() ?? 1
        for (index, count) in summary.counts.enumerated() {
            rows[index].append(Self.bar(count.count, of: largest, width: width))
        }
        return TextTable(headings + [""], rows, toned: [heading])
    }

    /// A line for each value, over the whole time.
    var totals: TextTable {
        let totals = summary.totals(for: query)
        let counts = Self.aligned(totals.map(\.count), under: "TOTAL")
        let whole = Double(totals.map(\.count).reduce(0, +))
        let rows = zip(totals, counts.cells).map { total, number in
            let share = (Double(total.count) / whole * 1_000).rounded() / 10
            return [total.value ?? "-", number, "\(share) %"]
        }
        return TextTable([heading, counts.heading, "SHARE"], rows, toned: [heading])
    }

    /// Numbers are read from their ends.
    private static func aligned(
        _ numbers: [Int64], under heading: String
    ) -> (heading: String, cells: [String]) {
        let texts = numbers.map(Progress.grouped)
        let width = ([heading] + texts).map(\.count).max() ?? 0
        func padded(_ text: String) -> String {
            String(repeating: " ", count: width - text.count) + text
        }
        return (padded(heading), texts.map(padded))
    }

    /// What the other columns leave.
    private static func barWidth(beside rows: [[String]], fitting room: Int?) -> Int {
        guard let room else { return usualBar }
        let others = (rows.first ?? []).indices.map { column in
            rows.map { DisplayedText(TextTable.printable($0[column])).width }.max() ?? 0
        }
        return min(max(room - others.reduce(0) { $0 + $1 + gap }, leastBar), longestBar)
    }

    /// What is there is seen, however small.
    private static func bar(_ count: Int64, of largest: Int64, width: Int) -> String {
        let length = (Double(count) / Double(max(largest, 1)) * Double(width)).rounded()
        return String(repeating: "#", count: min(max(Int(length), 1), width))
    }

    /// As much of a time as tells one piece from another.
    private static func text(of start: Timestamp, in bucket: SummaryQuery.Bucket) -> String {
        let text = start.description
        switch bucket {
        case .minute, .hour: return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
        case .day: return String(text.prefix(10))
        case .month: return String(text.prefix(7))
        }
    }
}
