import Allocation
import CommandLineInterface
import SQLiteStore

/// `unmatched rule`: makes a rule for refused devices.
struct UnmatchedRuleCommand: Command {
    static let specification = CommandSpecification(
        name: "unmatched rule",
        summary: "Make a rule, and tell to how many devices of the inbox it applies",
        options: RuleOptions.specification(isNew: true) + UnmatchedOptions.selection + [
            .message, .dryRun, .data, .format, .help,
        ],
        discussion: """
            Without a choice of devices it counts those of the whole inbox. They leave it when they come again and are assigned; with --dry-run
            the rule is tried and not kept.
            """,
        examples: [
            "dps-allocator unmatched rule --pattern=-contoso-ovn-009 --division ovens --suffix=-ovn-# --dry-run"
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let given = RuleOptions.options.read(arguments, in: terminal)
        let draft: RuleDraft
        do throws(ChangeRefusal) {
            draft = try given.read { json throws(InvalidDocuments) in try RuleDraft(json: json) }
        } catch {
            throw RuleOptions.report.failure(error, of: "", given: given)
        }
        let filter =
            UnmatchedOptions.isGiven(in: arguments)
            ? try UnmatchedOptions.selection(from: arguments, in: terminal).filter
            : UnmatchedFilter(isDismissed: false)
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let format = try arguments.format
        try UnmatchedOptions.bringUpToDate(arguments, telling: terminal)
        let inventory = try InventoryAccess(in: arguments)
        let changed: Changed<Versioned<Rule>>
        do throws(ChangeRefusal) {
            changed = try inventory.policies.change(rule: nil, if: .none, in: context) { _ in draft }
        } catch {
            throw RuleOptions.report.failure(error, of: draft.pattern, given: given)
        }
        let counts = try inventory.unmatched.matches(of: draft, among: filter)
        switch format {
        case .text:
            let number = (changed.value?.value.id).map(String.init) ?? ""
            terminal.print(
                arguments.reported(
                    "\(changed.effect.rawValue) rule \(number), which applies to \(counts.matches) of \(counts.devices) devices"
                ))
        case .json:
            var object: JSONObject = [
                "dryRun": .bool(arguments.isDryRun), "devices": .number(JSONNumber(counts.devices)),
                "matches": .number(JSONNumber(counts.matches)),
            ]
            object["rule"] = changed.value?.json
            terminal.print(.object(object))
        }
    }
}
