import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// `explain`: what would be decided now, step by step, and why something was decided then; writes nothing.
struct ExplainCommand: Command {
    static let specification = CommandSpecification(
        name: "explain",
        summary: "Show what would be decided now, or was decided then, and why",
        positionals: [
            .init(
                name: "ID|FILE",
                help:
                    "A registration ID, or with --request a file with DPS's request; - reads standard input",
                isOptional: true)
        ],
        options: [
            .init(name: "--request", value: nil, help: "The word is a file with an AllocationRequest"),
            .init(
                name: "--assignment", value: "NUMBER",
                help: "A decision of the history: why then, and what would be decided now"),
            .init(
                name: "--hub", value: "HOST", help: "A linked hub, for a registration ID; may be given again",
                isRepeatable: true),
            .init(name: "--current-hub", value: "HOST", help: "The hub that the device is on now"),
            .data, .format, .help,
        ],
        discussion: """
            It runs the very code that answers DPS, over the inventory as it is now, and writes nothing. Without any --hub it goes as far as
            the division. For a decision of the history the policy and the device are rebuilt from the change log as they were, and decided
            upon again; what cannot be rebuilt is said.
            """,
        examples: [
            "dps-allocator explain sn-0042 --hub contoso-toasters-hub-1098.azure-devices.net",
            "dps-allocator explain --request captured.json",
            "dps-allocator explain --assignment 1234",
        ]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        let question = try question(from: arguments, in: terminal)
        let inventory = try InventoryAccess(in: arguments.dataDirectory)
        let explainer = Explainer(
            inventory: try SQLiteDecisionInventory(
                in: arguments.dataDirectory, uptime: terminal.surroundings.monotonicNanoseconds),
            devices: inventory.devices, changes: inventory.changes,
            history: try SQLiteAssignmentRepository(
                SerializedConnection(to: .history, in: arguments.dataDirectory)))
        guard let answer = try explainer.answer(to: question, at: terminal.surroundings.now) else {
            throw CommandFailure("there is no such assignment")
        }
        switch (try arguments.format, answer) {
        case (.json, _): terminal.print(answer.json)
        case (.text, .now(let explanation)): terminal.print(ExplanationReport(explanation))
        case (.text, .assignment(let explanation)): terminal.print(explanation)
        }
    }

    private static func question(
        from arguments: Arguments, in terminal: Terminal
    ) throws -> ExplanationQuestion {
        let hubs = arguments.allValues("--hub")
        if let number = arguments.value("--assignment") {
            guard arguments.positionals.isEmpty, hubs.isEmpty, !arguments.has("--current-hub"),
                !arguments.has("--request")
            else { throw UsageError("--assignment \(number) goes alone: the history has the rest") }
            return .assignment(Int64(try arguments.integer("--assignment", in: 1...Int.max, default: 1)))
        }
        guard let word = arguments.positionals.first else { throw UsageError("ID|FILE is missing") }
        guard arguments.has("--request") else {
            return .request(
                AllocationRequest(
                    registrationID: try Arguments.registrationID(word), linkedHubs: hubs,
                    currentHub: arguments.value("--current-hub")), isWithoutHubs: hubs.isEmpty)
        }
        guard hubs.isEmpty, !arguments.has("--current-hub") else {
            throw UsageError(
                "--hub and --current-hub go with a registration ID; a captured request names its own")
        }
        let body = try terminal.read(word, limit: AllocationRequest.largestBody)
        do throws(MalformedRequest) {
            return .request(try AllocationRequest(json: body), isWithoutHubs: false)
        } catch {
            throw CommandFailure("DPS would be answered 400: \(error)")
        }
    }
}
