import API
import Allocation
import CommandLineInterface

/// `assignments summary`: how many decisions there were, as bars.
struct AssignmentsSummaryCommand: Command {
    static let specification = CommandSpecification(
        name: "assignments summary",
        summary: "Count what was decided, in pieces of time, and show it as bars",
        options: [
            .init(
                name: "--by", value: "WHAT",
                help: "Told apart by outcome, reason, source, rule, division or hub (default: outcome)"),
            .init(
                name: "--in", value: "minute|hour|day|month",
                help: "How long a piece is; it begins where UTC's does (default: hour)"),
            .init(
                name: "--since", value: "TIME",
                help:
                    "Decided then or later, as in 2027-01-31T18:00:00Z, or how long ago, as in 24h or 90d (default: 24h)"
            ),
            .init(name: "--until", value: "TIME", help: "Decided before then (default: now)"),
            .data, .format, .help,
        ],
        discussion: """
            Pieces in which nothing was decided are left out. Where decisions were pruned, minutes and the parts of an hour at either end
            count what is left; whole hours, days and months stay exact.
            """,
        examples: [
            "dps-allocator assignments summary --by reason",
            "dps-allocator assignments summary --by hub --in day --since 90d",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let now = terminal.surroundings.now
        let query = SummaryQuery(
            by: try arguments.choice("--by", default: .outcome),
            in: try arguments.choice("--in", default: .hour),
            since: try arguments.moment("--since", before: now)
                ?? Timestamp(milliseconds: now.milliseconds - 24 * 3_600_000),
            until: try arguments.moment("--until", before: now) ?? now)
        guard query.since < query.until else { throw UsageError("--since must be before --until") }
        guard query.bucketCount <= SummaryQuery.mostBuckets else {
            throw UsageError(
                "--in \(query.bucket.rawValue) cuts the time into \(query.bucketCount) pieces, and there may be "
                    + "\(SummaryQuery.mostBuckets); take larger ones, or less time")
        }
        let format = try arguments.format
        let summary = try arguments.openHistory().summary(query)
        switch format {
        case .json:
            terminal.print(summary.json(for: query))
        case .text where summary.counts.isEmpty:
            terminal.print("nothing was decided from \(query.since) to \(query.until)")
        case .text:
            let chart = SummaryChart(of: summary, for: query)
            terminal.print(chart.bars(fitting: terminal.width()))
            terminal.print("")
            terminal.print(chart.totals)
        }
    }
}
