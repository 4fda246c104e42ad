import Allocation

/// The options by which commands choose devices.
enum DeviceFilterOptions {
    static let specification: [CommandSpecification.Option] = [
        .init(name: "--division", value: "NAME", help: "Only this division's"),
        .init(name: "--status", value: "STATUS", help: "Only active, disabled, held or retired ones"),
        .init(name: "--label", value: "WORD", help: "Only those with this label"),
        .init(name: "--pin", value: "HUB", help: "Only those pinned to this hub"),
        .init(name: "--text", value: "TEXT", help: "Only those with this in their ID or note"),
    ]

    /// - Throws: `UsageError` for a status that there is not.
    static func filter(from arguments: Arguments) throws(UsageError) -> DeviceFilter {
        var filter = DeviceFilter()
        filter.division = arguments.value("--division")
        if arguments.has("--status") { filter.status = try arguments.choice("--status") }
        filter.label = arguments.value("--label")
        filter.pinnedHub = arguments.value("--pin")
        filter.text = arguments.value("--text")
        return filter
    }
}
