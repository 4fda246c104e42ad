import Allocation
import CommandLineInterface
import SQLiteStore

/// `divisions put`: makes a division, or changes it as a whole.
struct DivisionsPutCommand: Command {
    static let specification = CommandSpecification(
        name: "divisions put",
        summary: "Make a division, or replace what is known of it",
        positionals: [DivisionOptions.name],
        options: DivisionOptions.specification(isNew: true) + [
            .ifRevision, .message, .dryRun, .data, .format, .help,
        ],
        discussion:
            "The division is written as a whole: what is not given is not kept. A running service decides by it at its next request.",
        examples: [
            #"dps-allocator divisions put ovens --noun ovens --hub-pattern -ovens- --twin '{"tags":{"deviceType":"oven"}}'"#
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let name = arguments.positionals[0]
        var given = DivisionOptions.options.read(arguments, in: terminal)
        given.members["name"] = .string(name)
        let precondition = try arguments.precondition()
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let policies = try given.inventory(for: arguments).policies
        let changed: Changed<Versioned<Division>>
        do throws(ChangeRefusal) {
            let division = try given.read { json throws(InvalidDocuments) in try Division(json: json) }
            changed = try policies.change(division: name, if: precondition, in: context) { _ in division }
        } catch {
            throw DivisionOptions.report.failure(error, of: name, given: given)
        }
        try DivisionOptions.report.print(
            changed.effect, name, changed.value?.json, arguments, in: terminal)
    }
}
