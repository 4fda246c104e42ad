/// What a command takes, as its help shows it and its arguments are read by.
struct CommandSpecification: Sendable {
    /// A word that is not an option.
    struct Positional: Sendable {
        let name: String
        let help: String
        /// May be left out; only the last one.
        var isOptional = false
    }

    struct Option: Sendable {
        /// With its dashes.
        let name: String
        /// What the help calls its value; `nil` for an option without one.
        let value: String?
        let help: String
        /// May be given more than once.
        var isRepeatable = false
        /// The command does not work without it.
        var isRequired = false
    }

    /// The words that call the command, for example `keys create`.
    let name: String

    /// One sentence that says what it does.
    let summary: String

    var positionals: [Positional] = []
    var options: [Option] = []

    /// What there is to know beyond the summary.
    var discussion = ""

    /// Lines that can be pasted.
    var examples: [String] = []
}

extension CommandSpecification.Option {
    static let data = CommandSpecification.Option(
        name: "--data", value: "DIR", help: "The folder with the databases (default: ./data)")

    static let format = CommandSpecification.Option(
        name: "--format", value: "text|json", help: "How to print (default: text)")

    static let message = CommandSpecification.Option(
        name: "--message", value: "TEXT", help: "Why; kept in the change log")

    static let dryRun = CommandSpecification.Option(
        name: "--dry-run", value: nil, help: "Say what would be done, or refused, and write nothing")

    static let ifRevision = CommandSpecification.Option(
        name: "--if-revision", value: "N", help: "Only when it is at this revision")

    static let help = CommandSpecification.Option(name: "--help", value: nil, help: "Show this help")
}
