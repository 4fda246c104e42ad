import Allocation
import CommandLineInterface
import SQLiteStore

/// The options by which commands choose refused devices.
enum UnmatchedOptions {
    private static let group: [CommandSpecification.Option] = [
        .init(
            name: "--reason", value: "CODE", help: "Only those refused for this, such as unrecognizedDevice"),
        .init(name: "--suffix", value: "TEXT", help: "Only those of this group by suffix, such as -tstrsd-#"),
        .init(
            name: "--enrollment", value: "NAME",
            help: "Only those that came through group:ID, individual or none"),
    ]

    /// For commands that list.
    static let filter =
        group + [.init(name: "--dismissed", value: nil, help: "Those that somebody has dismissed")]

    /// For commands that act.
    static let selection =
        [
            .init(
                name: "--device", value: "ID", help: "This device of the inbox; may be given again",
                isRepeatable: true)
        ] + group

    private static let members = MemberOptions(
        texts: [
            ("--reason", "reason"), ("--suffix", "suffix"), ("--enrollment", "enrollment"),
        ], objects: [])

    /// As the faults of a selection are placed.
    private static let places = MemberOptions(
        texts: [
            ("--reason", "select/reason"), ("--suffix", "select/suffix"),
            ("--enrollment", "select/enrollment"),
            ("--device", "select/devices"),
        ], objects: [])

    /// - Throws: `UsageError` for a reason that there is not.
    static func filter(from arguments: Arguments) throws(UsageError) -> UnmatchedFilter {
        var filter = UnmatchedFilter(isDismissed: arguments.has("--dismissed"))
        if arguments.has("--reason") { filter.reason = try arguments.choice("--reason") }
        filter.suffix = arguments.value("--suffix")
        filter.enrollment = arguments.value("--enrollment")
        return filter
    }

    /// Whether anything is chosen.
    static func isGiven(in arguments: Arguments) -> Bool {
        selection.contains { arguments.has($0.name) }
    }

    /// - Throws: `UsageError` for a reason that there is not, or when nothing is chosen; `CommandFailure` for other faults.
    static func selection(from arguments: Arguments, in terminal: Terminal) throws -> UnmatchedSelection {
        guard isGiven(in: arguments) else {
            throw UsageError("--device, --suffix, --enrollment or --reason is missing")
        }
        if arguments.has("--reason") { let _: ReasonCode = try arguments.choice("--reason") }
        var members = members.read(arguments, in: terminal).members
        if arguments.has("--device") {
            members["devices"] = .array(arguments.allValues("--device").map(JSONValue.string))
        }
        do throws(InvalidDocuments) {
            return try UnmatchedSelection(json: .object(members))
        } catch {
            throw places.failure(error)
        }
    }

    static func failure(_ refusal: ChangeRefusal) -> CommandFailure {
        guard case .invalid(let faults) = refusal else {
            return CommandFailure(TextTable.printable("\(refusal)"))
        }
        return places.failure(faults)
    }

    /// Takes in what has been decided up to now.
    ///
    /// - Throws: `StoreError` when there is no history of this program's schema, or either database cannot be read.
    static func bringUpToDate(_ arguments: Arguments, telling terminal: Terminal) throws(StoreError) {
        try DeviceFilterOptions.bringUpToDate(in: arguments.dataDirectory, telling: terminal)
    }
}
