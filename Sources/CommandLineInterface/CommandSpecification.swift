/// What a command takes, as its help shows it and its arguments are read by.
package struct CommandSpecification: Sendable {
    /// A word that is not an option.
    package struct Positional: Sendable {
        package let name: String
        package let help: String
        /// May be left out; only the last one.
        package let isOptional: Bool

        package init(name: String, help: String, isOptional: Bool = false) {
            self.name = name
            self.help = help
            self.isOptional = isOptional
        }
    }

    package struct Option: Sendable {
        /// With its dashes.
        package let name: String
        /// What the help calls its value; `nil` for an option without one.
        package let value: String?
        package let help: String
        /// May be given more than once.
        package let isRepeatable: Bool
        /// The command does not work without it.
        package let isRequired: Bool

        package init(
            name: String, value: String?, help: String, isRepeatable: Bool = false, isRequired: Bool = false
        ) {
            self.name = name
            self.value = value
            self.help = help
            self.isRepeatable = isRepeatable
            self.isRequired = isRequired
        }
    }

    /// The words that call the command, for example `keys create`.
    package let name: String

    /// One sentence that says what it does.
    package let summary: String

    package let positionals: [Positional]
    package let options: [Option]

    /// What there is to know beyond the summary.
    package let discussion: String

    /// Lines that can be pasted.
    package let examples: [String]

    package init(
        name: String, summary: String, positionals: [Positional] = [], options: [Option] = [],
        discussion: String = "", examples: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.positionals = positionals
        self.options = options
        self.discussion = discussion
        self.examples = examples
    }
}

extension CommandSpecification.Option {
    package static let format = CommandSpecification.Option(
        name: "--format", value: "text|json", help: "How to print (default: text)")

    package static let help = CommandSpecification.Option(
        name: "--help", value: nil, help: "Show this help")
}
