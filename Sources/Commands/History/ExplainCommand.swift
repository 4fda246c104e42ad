import API
import Allocation
import HTTP
import SQLiteStore

/// `explain`: what would be decided now, step by step; writes nothing.
struct ExplainCommand: Command {
    static let specification = CommandSpecification(
        name: "explain",
        summary: "Show what would be decided now for a device or a captured request, and why",
        positionals: [
            .init(
                name: "ID|FILE",
                help: "A registration ID, or with --request a file with DPS's request; - reads standard input"
            )
        ],
        options: [
            .init(name: "--request", value: nil, help: "The word is a file with an AllocationRequest"),
            .init(
                name: "--hub", value: "HOST", help: "A linked hub, for a registration ID; may be given again",
                isRepeatable: true),
            .init(name: "--current-hub", value: "HOST", help: "The hub that the device is on now"),
            .data, .format, .help,
        ],
        discussion: """
            It runs the very code that answers DPS, over the inventory as it is now, and writes nothing. Without any --hub it goes as far as
            the division.
            """,
        examples: [
            "dps-allocator explain sn-0042 --hub contoso-toasters-hub-1098.azure-devices.net",
            "dps-allocator explain --request captured.json",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let request = try request(from: arguments, in: terminal)
        let inventory = try SQLiteDecisionInventory(
            in: arguments.dataDirectory, uptime: terminal.surroundings.monotonicNanoseconds)
        var steps: [DecisionStep]? = []
        let decision = try Allocator.decide(
            request, at: terminal.surroundings.now, readingStandingBy: inventory.standing,
            explainingInto: &steps)
        let explanation = Explanation(request: request, decision: decision, steps: steps ?? [])
        switch try arguments.format {
        case .text:
            terminal.print(explanation.table)
            terminal.print("\n" + TextTable.printable(explanation.conclusion))
        case .json: terminal.print(explanation.json)
        }
    }

    private static func request(from arguments: Arguments, in terminal: Terminal) throws -> AllocationRequest
    {
        let word = arguments.positionals[0]
        let hubs = arguments.allValues("--hub")
        guard arguments.has("--request") else {
            return AllocationRequest(
                registrationID: try Arguments.registrationID(word),
                linkedHubs: hubs,
                currentHub: arguments.value("--current-hub"))
        }
        guard hubs.isEmpty, !arguments.has("--current-hub") else {
            throw UsageError(
                "--hub and --current-hub go with a registration ID; a captured request names its own")
        }
        let body = try terminal.read(word, limit: AllocationRequest.largestBody)
        do throws(MalformedRequest) {
            return try AllocationRequest(json: body)
        } catch {
            throw CommandFailure("DPS would be answered 400: \(error)")
        }
    }
}
