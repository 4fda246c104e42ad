import Allocation
import CommandLineInterface

/// The options by which commands choose lines of the change log.
enum ChangeFilterOptions {
    static let specification: [CommandSpecification.Option] = [
        .init(name: "--device", value: "ID", help: "Only this device's; case does not matter"),
        .init(name: "--kind", value: "KIND", help: "Only those of a device, division, rule or key"),
        .init(name: "--actor", value: "NAME", help: "Only those by this key or user"),
        .init(
            name: "--actor-key", value: "N",
            help: "Only those by the key of this number, as keys list --format json has it"),
        .init(name: "--member", value: "NAME", help: "Only those that changed this, for example status"),
        .init(name: "--set", value: "N", help: "Only those of this change set"),
        .init(name: "--since", value: "TIME", help: "Made then or later, as in 2027-01-31T18:00:00Z"),
        .init(name: "--until", value: "TIME", help: "Made before then"),
    ]

    /// - Throws: `UsageError` or `CommandFailure` for a value that an option does not take.
    static func filter(from arguments: Arguments) throws -> ChangeFilter {
        var filter = ChangeFilter(limit: 1)
        if arguments.has("--kind") { filter.kind = try arguments.choice("--kind") }
        if let id = try arguments.value("--device").map(Arguments.registrationID) {
            guard filter.kind ?? .device == .device else {
                throw UsageError("--kind must be device, or left out, where --device is given")
            }
            filter.kind = .device
            filter.subject = id.text
        }
        filter.actor = arguments.value("--actor")
        filter.actorKey = try arguments.number("--actor-key")
        filter.member = arguments.value("--member")
        filter.changeSet = try arguments.number("--set")
        filter.since = try arguments.time("--since")
        filter.until = try arguments.time("--until")
        return filter
    }
}

extension Arguments {
    /// A whole number from 1; `nil` when the option is not there.
    func number(_ option: String) throws(UsageError) -> Int64? {
        guard has(option) else { return nil }
        return Int64(try integer(option, in: 1...Int.max, default: 1))
    }

    /// A moment in the form of RFC 3339; `nil` when the option is not there.
    func time(_ option: String) throws(UsageError) -> Timestamp? {
        guard let text = value(option) else { return nil }
        guard let time = Timestamp(text) else {
            throw UsageError("\(option) takes a time as in 2027-01-31T18:00:00Z, not \"\(text)\"")
        }
        return time
    }
}
