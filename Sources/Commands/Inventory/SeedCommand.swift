import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// `seed`: fills the inventory with something to begin with.
struct SeedCommand: Command {
    /// The largest seed that is read: it is held in memory. For many devices there is the import.
    private static let limit = 16 << 20

    static let fileOption = CommandSpecification.Option(
        name: "--from", value: "FILE", help: "The seed, a JSON document (default: seed/contoso.json)")

    static let specification = CommandSpecification(
        name: "seed",
        summary: "Add the divisions, rules and devices of a file that are not there yet",
        options: [fileOption, .dryRun, .data, .help],
        discussion:
            "What is there already stays as it is, be it the same as in the file or not. So seeding twice changes nothing.",
        examples: ["dps-allocator seed --from seed/contoso.json"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let line = try seed(
            arguments.dataDirectory, from: arguments.value("--from") ?? "seed/contoso.json",
            isTrial: arguments.isDryRun, in: terminal)
        terminal.print(arguments.reported(line))
    }

    /// - Returns: a line that says what was added, or would be.
    static func seed(
        _ directory: DataDirectory, from path: String, isTrial: Bool = false, in terminal: Terminal
    ) throws -> String {
        let bytes = try terminal.read(path, limit: limit)
        let document: InventoryDocument
        do {
            document = try InventoryDocument(json: JSONValue(parsing: bytes))
        } catch let error as JSONError {
            throw CommandFailure("\(path): \(error)")
        } catch let error as InvalidDocuments {
            throw CommandFailure("\(path): \(error)")
        }
        let seeder = SQLiteInventorySeeder(
            try SerializedConnection(to: .inventory, in: directory, isTrial: isTrial))
        let added: SQLiteInventorySeeder.Addition
        let context = try terminal.changeContext(message: "seeded from \(path)".prefix(1_024).description)
        do throws(ChangeRefusal) {
            added = try seeder.addMissing(of: document, in: context)
        } catch .invalid(let faults) {
            throw CommandFailure("\(path): \(faults)")
        } catch {
            throw CommandFailure("\(error)")
        }
        return
            "seeded from \(path): added \(added.divisions) divisions, \(added.rules) rules, \(added.devices) devices"
    }
}
