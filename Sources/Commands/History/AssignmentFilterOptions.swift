import Allocation
import CommandLineInterface
import SQLiteStore

/// The options by which commands choose decisions.
enum AssignmentFilterOptions {
    static let specification: [CommandSpecification.Option] = [
        .init(name: "--registration-id", value: "ID", help: "Only this device's; case does not matter"),
        .init(
            name: "--registration-id-prefix", value: "TEXT", help: "Only those of IDs that begin so"),
        .init(name: "--hub", value: "HOST", help: "Only those that assigned a device to this hub"),
        .init(name: "--previous-hub", value: "HOST", help: "Only those of devices that were on this hub"),
        .init(name: "--changes-hub", value: nil, help: "Only those that moved a device to another hub"),
        .init(name: "--division", value: "NAME", help: "Only this division's"),
        .init(name: "--outcome", value: "assigned|rejected", help: "Only those that came to this"),
        .init(
            name: "--reason", value: "CODE",
            help: "Only those for this reason, for example unrecognizedDevice"),
        .init(name: "--source", value: "inventory|rule|none", help: "Only those that rest on this"),
        .init(name: "--rule", value: "N", help: "Only those by this rule"),
        .init(
            name: "--enrollment", value: "ID", help: "Only those through this enrollment, group or individual"
        ),
        .init(
            name: "--attestation", value: "KIND", help: "Only those by symmetricKey, x509 or tpm"),
        .init(name: "--request-id", value: "UUID", help: "Only the one of this request (x-request-id)"),
        .init(
            name: "--since", value: "TIME",
            help: "Decided then or later, as in 2027-01-31T18:00:00Z, or how long ago, as in 24h or 7d"),
        .init(name: "--until", value: "TIME", help: "Decided before then"),
    ]

    /// - Parameters:
    ///   - arguments: the words.
    ///   - now: from which times are reckoned back.
    /// - Returns: which decisions are meant.
    /// - Throws: `UsageError` or `CommandFailure` for a value that there is not.
    static func filter(from arguments: Arguments, at now: Timestamp) throws -> AssignmentFilter {
        var filter = AssignmentFilter(
            registrationID: try arguments.value("--registration-id").map(Arguments.registrationID))
        filter.registrationIDPrefix = try text("--registration-id-prefix", of: arguments)
        filter.hub = try text("--hub", of: arguments)
        filter.previousHub = try text("--previous-hub", of: arguments)
        filter.changesHub = arguments.has("--changes-hub")
        filter.division = try text("--division", of: arguments)
        if arguments.has("--outcome") { filter.outcome = try arguments.choice("--outcome") }
        if arguments.has("--reason") { filter.reason = try arguments.choice("--reason") }
        if arguments.has("--source") { filter.source = try arguments.choice("--source") }
        if arguments.has("--attestation") { filter.attestation = try arguments.choice("--attestation") }
        if arguments.has("--rule") {
            filter.ruleID = Int64(try arguments.integer("--rule", in: 1...Int.max, default: 1))
        }
        filter.enrollment = try text("--enrollment", of: arguments)
        if let text = arguments.value("--request-id") {
            guard let id = RequestID(text) else {
                throw UsageError("--request-id takes a UUID as x-request-id has it, not \"\(text)\"")
            }
            filter.requestID = id
        }
        filter.since = try arguments.moment("--since", before: now)
        filter.until = try arguments.moment("--until", before: now)
        return filter
    }

    /// What is empty, or has a NUL, which SQLite would take for the end, is no name.
    private static func text(_ option: String, of arguments: Arguments) throws(UsageError) -> String? {
        guard let text = arguments.value(option) else { return nil }
        guard !text.isEmpty else { throw UsageError("\(option) needs a value that is not empty") }
        return text
    }
}

extension Arguments {
    /// The history of the data folder.
    ///
    /// - Throws: `StoreError` when there is no history of this program's schema.
    func openHistory() throws(StoreError) -> any AssignmentRepository {
        SQLiteAssignmentRepository(try SerializedConnection(to: .history, in: dataDirectory))
    }
}
