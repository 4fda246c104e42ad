import Allocation
import CommandLineInterface
import SQLiteStore

/// `watches list`: how much each watch finds.
struct WatchesListCommand: Command {
    static let specification = CommandSpecification(
        name: "watches list",
        summary: "Count what the watches find that somebody should know of",
        options: WatchOptions.thresholds + [.data, .format, .help],
        discussion: """
            Each looks at a bounded number of rows; where that was not all, there may be more than it counted. The service counts once a minute,
            for its metrics.
            """,
        examples: ["dps-allocator watches list"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let queries = try Watch.allCases.map { watch in
            var query = try WatchOptions.query(of: watch, from: arguments)
            query.limit = 1
            query.countsAll = true
            return query
        }
        let format = try arguments.format
        try DeviceFilterOptions.bringUpToDate(in: arguments.dataDirectory, telling: terminal)
        let watches = try Watches(in: arguments.dataDirectory)
        let reports = try queries.map { query in
            (query.watch, try WatchOptions.report(query, by: watches, in: terminal))
        }
        switch format {
        case .text:
            let rows = reports.map { watch, report in
                [
                    watch.rawValue, String(report.count ?? 0), report.isComplete ? "yes" : "no",
                    watch.meaning,
                ]
            }
            terminal.print(TextTable(["WATCH", "FINDINGS", "COMPLETE", "MEANING"], rows))
        case .json:
            terminal.print(
                .array(
                    reports.map { watch, report in
                        [
                            "watch": .string(watch.rawValue), "meaning": .string(watch.meaning),
                            "count": .number(JSONNumber(report.count ?? 0)),
                            "isComplete": .bool(report.isComplete),
                        ]
                    }))
        }
    }
}
