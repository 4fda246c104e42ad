import Allocation
import CommandLineInterface
import SQLiteStore

/// `watches show`: what a watch finds.
struct WatchesShowCommand: Command {
    static let specification = CommandSpecification(
        name: "watches show",
        summary: "Show what a watch finds",
        positionals: [
            .init(name: "WATCH", help: Watch.allCases.map(\.rawValue).joined(separator: ", "))
        ],
        options: WatchOptions.thresholds + [
            .init(
                name: "--after", value: "ID",
                help: "Only those behind this device: the next page of never-seen and unregistered"),
            .init(name: "--limit", value: "N", help: "How many at most (default: 50)"), .data, .format, .help,
        ],
        examples: [
            "dps-allocator watches show never-seen --days 90",
            "dps-allocator watches show frequent-registrations --per-hour 4",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        guard let watch = Watch(rawValue: arguments.positionals[0]) else {
            let names = Watch.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError(
                "WATCH is one of \(names), not \"\(TextTable.printable(arguments.positionals[0]))\"")
        }
        var query = try WatchOptions.query(of: watch, from: arguments)
        query.limit = try arguments.integer("--limit", in: 1...WatchQuery.mostFindings, default: 50)
        query.after = try arguments.value("--after").map(Arguments.registrationID)?.text
        guard query.after == nil || watch.hasPages else {
            throw UsageError("--after is for never-seen and unregistered")
        }
        let format = try arguments.format
        try DeviceFilterOptions.bringUpToDate(in: arguments.dataDirectory, telling: terminal)
        let report = try WatchOptions.report(
            query, by: Watches(in: arguments.dataDirectory), in: terminal)
        switch format {
        case .text:
            terminal.print(TextTable(["KIND", "SUBJECT", "TIME (UTC)", "WHAT"], report.findings.map(cells)))
            if !report.isComplete {
                terminal.writeError("not all was looked at; there may be more\n")
            }
        case .json:
            terminal.print(report.json(of: watch))
        }
    }

    private static func cells(_ finding: WatchFinding) -> [String] {
        [finding.kind.rawValue, finding.subject, finding.time?.description ?? "-", finding.text]
    }
}
