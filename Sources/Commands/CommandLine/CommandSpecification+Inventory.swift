import CommandLineInterface

extension CommandSpecification.Option {
    static let data = CommandSpecification.Option(
        name: "--data", value: "DIR", help: "The folder with the databases (default: ./data)")

    static let message = CommandSpecification.Option(
        name: "--message", value: "TEXT", help: "Why; kept in the change log")

    static let dryRun = CommandSpecification.Option(
        name: "--dry-run", value: nil, help: "Say what would be done, or refused, and write nothing")

    static let ifRevision = CommandSpecification.Option(
        name: "--if-revision", value: "N", help: "Only when it is at this revision")
}
