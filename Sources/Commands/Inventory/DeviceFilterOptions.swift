import Allocation
import CommandLineInterface
import SQLiteStore

/// The options by which commands choose devices.
enum DeviceFilterOptions {
    static let specification: [CommandSpecification.Option] = [
        .init(name: "--division", value: "NAME", help: "Only this division's"),
        .init(name: "--status", value: "STATUS", help: "Only active, disabled, held or retired ones"),
        .init(name: "--label", value: "WORD", help: "Only those with this label"),
        .init(name: "--pin", value: "HUB", help: "Only those pinned to this hub"),
        .init(name: "--text", value: "TEXT", help: "Only those with this in their ID or note"),
        .init(
            name: "--seen", value: "yes|no", help: "Only those that DPS has asked about, or never"),
    ]

    private enum Answer: String, CaseIterable {
        case yes
        case no
    }

    /// - Throws: `UsageError` for a status that there is not.
    static func filter(from arguments: Arguments) throws(UsageError) -> DeviceFilter {
        var filter = DeviceFilter()
        filter.division = arguments.value("--division")
        if arguments.has("--status") { filter.status = try arguments.choice("--status") }
        filter.label = arguments.value("--label")
        filter.pinnedHub = arguments.value("--pin")
        filter.text = arguments.value("--text")
        if arguments.has("--seen") {
            let answer: Answer = try arguments.choice("--seen")
            filter.isSeen = answer == .yes
        }
        return filter
    }

    /// Where a filter asks whether devices were seen, takes in what has been decided up to now.
    ///
    /// - Throws: `StoreError` when there is no history of this program's schema, or either database cannot be read.
    static func bringUpToDate(
        _ filter: DeviceFilter, in directory: DataDirectory, telling terminal: Terminal
    ) throws(StoreError) {
        guard filter.isSeen != nil else { return }
        try bringUpToDate(in: directory, telling: terminal)
    }

    /// Takes in what has been decided up to now.
    ///
    /// - Throws: `StoreError` when there is no history of this program's schema, or either database cannot be read.
    static func bringUpToDate(
        in directory: DataDirectory, telling terminal: Terminal
    ) throws(StoreError) {
        let sweeper = SightingSweeper(in: directory)
        do throws(StoreError) {
            while try sweeper.sweep() {}
        } catch .unavailable {
            // Somebody writes the inventory at length, an import for one. What is known is better than nothing.
            let latest = try sweeper.progress()?.decidedAt
            terminal.writeError(
                "the inventory is being written; decisions count up to \(latest?.description ?? "none")\n")
        }
    }
}
