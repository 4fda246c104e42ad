import Allocation
import CommandLineInterface
import SQLiteStore

/// The options by which commands take what people write of a rule.
enum RuleOptions {
    static let report = PolicyReport(noun: "rule")

    static let options = MemberOptions(
        texts: [("--kind", "kind"), ("--pattern", "pattern"), ("--division", "division")], objects: [],
        choices: [("--kind", Rule.Kind.allCases.map(\.rawValue))], numbers: [("--position", "position")])

    static func specification(isNew: Bool) -> [CommandSpecification.Option] {
        [
            .init(
                name: "--pattern", value: "TEXT",
                help: "What a registration ID must end in, whatever the case",
                isRequired: isNew),
            .init(
                name: "--division", value: "NAME", help: "The division of a device that it matches",
                isRequired: isNew),
            .init(
                name: "--kind", value: "suffix|contains",
                help: "contains: the pattern may stand anywhere in the ID"
                    + (isNew ? " (default: suffix)" : "")),
            .init(
                name: "--position", value: "N",
                help: "Its place among the rules, from 1" + (isNew ? " (default: behind the others)" : "")),
        ]
    }

    static let number = CommandSpecification.Positional(
        name: "NUMBER", help: "The rule's number, which rules list shows; not its position")

    /// The rule that the first word names.
    ///
    /// - Throws: `UsageError` when it is no number.
    static func number(in arguments: Arguments) throws(UsageError) -> Int64 {
        let text = arguments.positionals[0]
        guard let number = Int64(text), number > 0 else {
            throw UsageError("NUMBER is a rule's number, not \"\(TextTable.printable(text))\"")
        }
        return number
    }

    static func position(_ option: String, _ arguments: Arguments) throws(UsageError) -> JSONValue {
        let position = try arguments.integer(option, in: 1...1_000_000, default: 1)
        return .number(JSONNumber(Int64(position)))
    }

    /// Changes a rule by a merge patch, and says so.
    static func patch(_ given: GivenMembers, _ arguments: Arguments, in terminal: Terminal) throws {
        let number = try number(in: arguments)
        let precondition = try arguments.precondition()
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let policies = try given.inventory(for: arguments).policies
        let changed: Changed<Versioned<Rule>>
        do throws(ChangeRefusal) {
            changed = try policies.change(rule: number, if: precondition, in: context) {
                present throws(ChangeRefusal) in
                guard let present else { throw .notFound }
                return try given.read { patch throws(InvalidDocuments) in
                    try present.value.merging(patch: patch)
                }
            }
        } catch {
            throw report.failure(
                policies.completing(error, of: given.json), of: String(number), given: given)
        }
        try report.print(changed.effect, String(number), changed.value?.json, arguments, in: terminal)
    }
}
