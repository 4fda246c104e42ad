import Allocation
import CommandLineInterface
import SQLiteStore

/// `unmatched register`: makes devices of the inventory of refused ones.
struct UnmatchedRegisterCommand: Command {
    /// A status is for devices that are known.
    private static let deviceOptions = DeviceOptions.specification(isDivisionRequired: true).filter {
        !["--status", "--reason", "--until"].contains($0.name)
    }

    static let specification = CommandSpecification(
        name: "unmatched register",
        summary: "Register refused devices of the inbox, as one change set",
        options: UnmatchedOptions.selection + deviceOptions + [.message, .dryRun, .data, .format, .help],
        discussion: """
            Registers those that are not registered yet, 10,000 at most; run again, it takes the next ones. A device leaves the inbox when it comes
            again and is assigned. changes undo takes a set back.
            """,
        examples: [
            "dps-allocator unmatched register --suffix=-tstrsd-# --division toasters --message 'the new kitchens'",
            "dps-allocator unmatched register --device sn-0042 --division toasters --dry-run",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let selection = try UnmatchedOptions.selection(from: arguments, in: terminal)
        var given = DeviceOptions.read(arguments, in: terminal)
        given.members["registrationId"] = .string(RegistrationID.readinessProbe.text)
        // Here it chooses among refused devices.
        given.members["statusReason"] = nil
        let template: Device
        do throws(ChangeRefusal) {
            template = try given.read { json throws(InvalidDocuments) in try Device(json: json) }
        } catch {
            throw DeviceOptions.failure(error, of: "", given: given)
        }
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let format = try arguments.format
        try UnmatchedOptions.bringUpToDate(arguments, telling: terminal)
        let outcome: UnmatchedRegistration
        let unmatched = try InventoryAccess(in: arguments).unmatched
        do throws(ChangeRefusal) {
            outcome = try unmatched.register(
                selection.filter, as: template, atMost: UnmatchedRegistration.mostAtOnce, in: context)
        } catch {
            throw UnmatchedOptions.failure(error)
        }
        switch format {
        case .text:
            terminal.print(
                arguments.reported(
                    "registered \(outcome.registered), registered before \(outcome.alreadyRegistered), "
                        + "remaining \(outcome.remaining)"))
        case .json:
            var object = outcome.json.object ?? JSONObject()
            object["dryRun"] = .bool(arguments.isDryRun)
            terminal.print(.object(object))
        }
    }
}
