import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// `quickstart`: everything that is needed the first time, then `serve`.
struct QuickstartCommand: Command {
    static let isService = true

    static let specification = CommandSpecification(
        name: "quickstart",
        summary: "Set up the data folder if that was not done yet, then serve and show how to call",
        options: [SeedCommand.fileOption] + ServiceOptions.specification,
        discussion: """
            The first time it makes the databases, adds the seed and creates a key of each role, which it prints this once. Run again, it
            starts on what is there and changes nothing. For production use migrate, keys create and serve.
            """,
        examples: ["dps-allocator quickstart"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let options = try ServiceOptions(arguments)
        let seed = arguments.value("--from") ?? "seed/contoso.json"
        let webhookKey = try setUp(options.directory, seed: seed, in: terminal)
        try ServeCommand.serve(options, in: terminal) { address in
            terminal.write(greeting(address: address, webhookKey: webhookKey))
        }
    }

    /// Does what is missing, and says so.
    ///
    /// Each part is judged by itself, so a first run that was cut short is made whole by the next one.
    ///
    /// - Returns: the webhook's key if it was made now.
    private static func setUp(_ directory: DataDirectory, seed: String, in terminal: Terminal) throws
        -> String?
    {
        for line in try MigrateCommand.migrate(directory, at: terminal.surroundings.now) {
            terminal.print(line)
        }
        let inventory = try InventoryAccess(in: directory)
        if try inventory.policies.policy().divisions.isEmpty {
            terminal.print(try SeedCommand.seed(directory, from: seed, in: terminal))
        }
        guard try inventory.keys.keys().isEmpty else { return nil }
        return try makeKeys(in: inventory.keys, terminal)
    }

    /// Makes a key for each role, all or none.
    ///
    /// They are shown before they are kept: a process that is killed in between leaves keys that open nothing, and the
    /// next run shows others. The other way round it would leave keys that nobody knows.
    private static func makeKeys(in keys: some APIKeyRepository, _ terminal: Terminal) throws -> String? {
        let secrets = Role.allCases.map { (role: $0, secret: terminal.surroundings.makeSecret()) }
        terminal.print("\nKeys, shown this once:")
        for (role, secret) in secrets { terminal.print("  \(role.rawValue)  \(secret.text)") }
        terminal.print("")
        let drafts = try secrets.map { role, secret in
            try APIKeyDraft(name: role.rawValue, role: role, digest: secret.digest)
        }
        _ = try keys.create(drafts, in: terminal.changeContext())
        return secrets.first { $0.role == .webhook }?.secret.text
    }

    private static func greeting(address: String, webhookKey: String?) -> String {
        let hubs = ["contoso-toasters-hub-1098", "contoso-heatpumps-hub-1098"].map {
            "\"\($0).azure-devices.net\""
        }
        let lines = ["breakroom499-contoso-tstrsd-007", "mainbuilding167-contoso-hpsd-088"].map { id in
            let body =
                #"{"deviceRuntimeContext":{"registrationId":"\#(id)"},"linkedHubs":[\#(hubs.joined(separator: ","))]}"#
            return
                "curl -s \"\(address)\(ServiceOptions.standardAllocatePath)?code=\(webhookKey ?? "$WEBHOOK_KEY")\" -d '\(body)'"
        }
        let hint =
            webhookKey == nil
            ? " (put the webhook's key into WEBHOOK_KEY; a new one: dps-allocator keys create)" : ""
        return """

            Ask as DPS does\(hint):

            \(lines.joined(separator: "\n\n"))

            Then ask the history why:  dps-allocator assignments list
            Or look at it:  \(address)/  in a browser, with the key of the admin

            Ctrl-C stops the service.

            """
    }
}
