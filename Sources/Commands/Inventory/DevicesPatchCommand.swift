import Allocation
import CommandLineInterface
import SQLiteStore

/// `devices patch`: changes some of what is known of a device.
struct DevicesPatchCommand: Command {
    static let specification = CommandSpecification(
        name: "devices patch",
        summary: "Change what is given of a device, and leave the rest",
        positionals: [.registrationID],
        options: DeviceOptions.specification(isDivisionRequired: false) + [
            .init(
                name: "--merge", value: "JSON",
                help: "A merge patch (RFC 7396) upon what devices show prints; @FILE reads a file"),
            .ifRevision, .message, .dryRun, .data, .format, .help,
        ],
        discussion: """
            An empty value takes a member away. --twin and --payload are laid over what is there, as merge patches. A new status leaves
            the old one's reason behind.
            """,
        examples: [
            "dps-allocator devices patch sn-0042 --status held --reason 'waits for its recall' --until 2027-01-31T00:00:00Z",
            #"dps-allocator devices patch sn-0042 --merge '{"twin":{"properties":{"desired":{"darknessSetting":null}}}}'"#,
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let registrationID = try arguments.registrationID()
        let given = DeviceOptions.read(arguments, in: terminal, emptyRemoves: true)
        guard !given.isEmpty else { throw UsageError("nothing to change is given") }
        let precondition = try arguments.precondition()
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let inventory = try given.inventory(for: arguments)
        let changed: Changed<RegisteredDevice>
        do throws(ChangeRefusal) {
            changed = try inventory.devices.change(registrationID, if: precondition, in: context) {
                present throws(ChangeRefusal) in
                guard let present else { throw .notFound }
                return try given.read { patch throws(InvalidDocuments) in
                    try present.device.merging(patch: patch)
                }
            }
        } catch {
            throw DeviceOptions.failure(
                inventory.policies.completing(error, of: given.json), of: registrationID.text, given: given)
        }
        try WriteReport(
            effect: changed.effect, noun: "device", value: changed.value?.json,
            line: "\(changed.effect.rawValue) \(registrationID)"
        ).print(arguments, in: terminal)
    }
}
