import Allocation
import CommandLineInterface

/// `devices derive-key`: the key of one device of an enrollment group, as the article's "Derive unique device
/// keys" computes it.
struct DevicesDeriveKeyCommand: Command {
    static let specification = CommandSpecification(
        name: "devices derive-key",
        summary: "Compute a device's symmetric key from its enrollment group's",
        positionals: [
            .init(name: "REGISTRATION-ID", help: "The device's registration ID, spelled as the device does")
        ],
        options: [
            .init(
                name: "--group-key", value: "KEY",
                help: "The group's primary or secondary key in base64; - reads it from standard input",
                isRequired: true),
            .help,
        ],
        discussion: """
            The key is the HMAC-SHA256 of the registration ID, as it is written here, with the group's key, in base64. Nothing is looked up or
            kept. A key on a command line can be seen by other users of the machine; standard input cannot.
            """,
        examples: [
            "dps-allocator devices derive-key breakroom499-contoso-tstrsd-007 --group-key - < group.key"
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let registrationID = try arguments.registrationID()
        let text = try terminal.secret(arguments.required("--group-key"))
        guard let groupKey = Base64.standard.decode(text), !groupKey.isEmpty else {
            throw CommandFailure("the group key is not base64")
        }
        let key = DeviceKey.derived(from: groupKey, for: registrationID.text)
        terminal.print(Base64.standard.encode(key))
    }
}
