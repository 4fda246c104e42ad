import Allocation
import CommandLineInterface
import SQLiteStore

/// `divisions patch`: changes some of what is known of a division.
struct DivisionsPatchCommand: Command {
    static let specification = CommandSpecification(
        name: "divisions patch",
        summary: "Change what is given of a division, and leave the rest",
        positionals: [DivisionOptions.name],
        options: [
            .init(name: "--name", value: "NEW-NAME", help: "Rename it; what is in it goes along")
        ] + DivisionOptions.specification(isNew: false) + [
            .init(
                name: "--merge", value: "JSON",
                help: "A merge patch (RFC 7396) upon what divisions show prints; @FILE reads a file"),
            .ifRevision, .message, .dryRun, .data, .format, .help,
        ],
        discussion:
            "An empty --twin or --payload takes it away; otherwise they are laid over what is there, as merge patches.",
        examples: [
            "dps-allocator divisions patch toasters --hub-pattern -toasters-eu- --message 'moved to the EU'"
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let name = arguments.positionals[0]
        let given = DivisionOptions.options.read(arguments, in: terminal, emptyRemoves: true)
        guard !given.isEmpty else { throw UsageError("nothing to change is given") }
        let precondition = try arguments.precondition()
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let policies = try given.inventory(for: arguments).policies
        let changed: Changed<Versioned<Division>>
        do throws(ChangeRefusal) {
            changed = try policies.change(division: name, if: precondition, in: context) {
                present throws(ChangeRefusal) in
                guard let present else { throw .notFound }
                return try given.read { patch throws(InvalidDocuments) in
                    try present.value.merging(patch: patch)
                }
            }
        } catch {
            throw DivisionOptions.report.failure(error, of: name, given: given)
        }
        try DivisionOptions.report.print(
            changed.effect, name, changed.value?.json, arguments, in: terminal)
    }
}
