import Allocation
import CommandLineInterface
import SQLiteStore

/// `rules add`: makes a rule.
struct RulesAddCommand: Command {
    static let specification = CommandSpecification(
        name: "rules add",
        summary: "Make a rule for devices that nobody registers",
        options: RuleOptions.specification(isNew: true) + [.message, .dryRun, .data, .format, .help],
        discussion:
            "The first rule that matches wins. A running service decides by it at its next request.",
        examples: ["dps-allocator rules add --pattern=-contoso-ovn-009 --division ovens --position 1"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let given = RuleOptions.options.read(arguments, in: terminal)
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let policies = try given.inventory(for: arguments).policies
        let changed: Changed<Versioned<Rule>>
        do throws(ChangeRefusal) {
            let draft = try given.read { json throws(InvalidDocuments) in try RuleDraft(json: json) }
            changed = try policies.change(rule: nil, if: .none, in: context) { _ in draft }
        } catch {
            throw RuleOptions.report.failure(
                policies.completing(error, of: given.json), of: "", given: given)
        }
        let number = (changed.value?.value.id).map(String.init) ?? ""
        try RuleOptions.report.print(
            changed.effect, number, changed.value?.json, arguments, in: terminal)
    }
}
