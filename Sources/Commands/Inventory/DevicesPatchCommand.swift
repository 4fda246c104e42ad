import Allocation
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
            .ifRevision, .message, .dryRun, .data, .help,
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
        var patch = JSONObject()
        if let merge = arguments.value("--merge") {
            patch = try MemberOptions.json("--merge", merge, in: terminal).object ?? patch
        }
        for member in try DeviceOptions.members(from: arguments, in: terminal, emptyRemoves: true).members {
            patch[member.name] = member.value
        }
        guard !patch.isEmpty else { throw UsageError("nothing to change is given") }
        let precondition = try arguments.precondition()
        let context = try terminal.changeContext(message: arguments.value("--message"))
        let devices = try InventoryAccess(in: arguments).devices
        do throws(ChangeRefusal) {
            let changed = try devices.patch(
                registrationID, with: .object(patch), if: precondition, in: context)
            terminal.print(arguments.reported("\(changed.effect.rawValue) \(registrationID)"))
        } catch {
            throw DeviceOptions.failure(error, of: registrationID)
        }
    }
}
