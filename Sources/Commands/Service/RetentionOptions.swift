import CommandLineInterface
import SQLiteStore

/// How much of the history is kept, from the command line.
enum RetentionOptions {
    static let specification: [CommandSpecification.Option] = [
        .init(
            name: "--keep", value: "DAYS",
            help: "Prune decisions older than that, for example 90d or 36h (default: all are kept)"),
        .init(
            name: "--keep-rows", value: "N",
            help: "Prune all but the last N decisions (default: all are kept)"),
    ]

    private static let longest: Int64 = 36_500
    private static let millisecondsInHour: Int64 = 3_600_000

    /// - Returns: the bounds; `nil` when none is given.
    /// - Throws: `UsageError` when one cannot be read.
    static func retention(from arguments: Arguments) throws(UsageError) -> Retention? {
        var retention = Retention()
        if let text = arguments.value("--keep") {
            guard let unit = ["d": 24, "h": 1][text.suffix(1)] as Int64?,
                let count = Int64(text.dropLast()), (1...longest).contains(count)
            else {
                throw UsageError(
                    "--keep takes days or hours, such as 90d or 36h, up to \(longest), not \"\(text)\"")
            }
            retention.age = count * unit * millisecondsInHour
        }
        if arguments.has("--keep-rows") {
            retention.rows = Int64(
                try arguments.integer("--keep-rows", in: 1...1_000_000_000_000, default: 1))
        }
        return retention == Retention() ? nil : retention
    }
}
