import Allocation
import Contoso
import SQLite
import SQLiteStore
import Testing

/// What the change log of this store can and cannot tell of former times.
@Suite struct FormerPolicyTests {
    private let store: StoreFolder
    private let policies: SQLitePolicyRepository
    private let explainer: Explainer
    private let decisions: SQLiteDecisionInventory
    private let writer: AssignmentWriter
    private let devices: SQLiteDeviceRepository

    init() throws {
        store = try StoreFolder()
        let inventory = try SerializedConnection(to: .inventory, in: store.directory)
        policies = SQLitePolicyRepository(inventory)
        decisions = try SQLiteDecisionInventory(in: store.directory, uptime: { 0 })
        writer = try AssignmentWriter(
            in: store.directory, clock: { Timestamp(milliseconds: 0) }, uptime: { 0 })
        devices = SQLiteDeviceRepository(inventory)
        let history = SQLiteAssignmentRepository(try SerializedConnection(to: .history, in: store.directory))
        explainer = Explainer(
            inventory: decisions, devices: devices,
            changes: SQLiteChangeRepository(inventory), history: history)
        for division in [Division.toasters, .heatPumps] { _ = try policies.put(division) }
        _ = try policies.put(ruleOf: .suffix, pattern: "-one", division: "toasters")
    }

    private static func time(_ minutes: Int64) -> Timestamp {
        Timestamp(milliseconds: minutes * 60_000)
    }

    private func decide(_ id: String, at time: Timestamp) async throws {
        let request = AllocationRequest(registrationID: try RegistrationID(id), linkedHubs: Hub.both)
        var noSteps: [DecisionStep]?
        let decision = try Allocator.decide(
            request, at: time, readingStandingBy: decisions.standing, explainingInto: &noSteps)
        try await writer.record(
            Assignment(
                decidedAt: time, requestID: RequestID(nanoseconds: 1, randomness: 1), request: request,
                decision: decision))
    }

    private func explanation(of id: Int64) throws -> AssignmentExplanation {
        guard
            case .assignment(let explanation)? = try explainer.answer(to: .assignment(id), at: Self.time(99))
        else {
            throw StoreError.inconsistent("there is no assignment \(id)")
        }
        return explanation
    }

    private func turnOver(at time: Timestamp) throws {
        _ = try policies.patch(rule: 1, with: ["division": "heatpumps"], in: .at(time))
    }

    @Test func `changes older than their policy's revisions are placed by their times, which is said`()
        async throws
    {
        try await decide("a-one", at: Self.time(1))
        try turnOver(at: Self.time(2))
        try await decide("a-one", at: Self.time(3))
        try store.connect(to: .inventory).execute(
            "UPDATE change_sets SET policy_before = NULL, policy_after = NULL")
        for number in 1...2 as ClosedRange<Int64> {
            let explanation = try explanation(of: number)
            #expect(explanation.isReproduced == true)
            #expect(explanation.doubts.count == (number == 1 ? 1 : 0), "\(explanation.doubts)")
        }
        writer.close()
    }

    @Test func `a log that was thrown away cannot tell, and that is said`() async throws {
        try await decide("a-one", at: Self.time(1))
        try turnOver(at: Self.time(2))
        let connection = try store.connect(to: .inventory)
        try connection.execute("DELETE FROM changes; DELETE FROM change_sets")
        let explanation = try explanation(of: 1)
        #expect(explanation.isReproduced == false && explanation.doubts.count == 1)
        #expect(explanation.doubts.first?.contains("without a line") == true)
        writer.close()
    }

    @Test func `edits by hand are noticed wherever they come in between`() async throws {
        let connection = try store.connect(to: .inventory)
        try await decide("a-one", at: Self.time(1))
        try connection.execute("UPDATE divisions SET noun = 'x'")
        try await decide("b-one", at: Self.time(1))
        try turnOver(at: Self.time(2))
        try await decide("a-one", at: Self.time(3))
        try turnOver(at: Self.time(4))
        #expect(try explanation(of: 1).doubts.count == 1)
        #expect(try explanation(of: 3).doubts.isEmpty)
        #expect(try explanation(of: 3).isReproduced == true)
        // What was done by hand before it is in what was left.
        #expect(try explanation(of: 2).isReproduced == true)
        writer.close()
    }

    @Test func `another inventory than the decision's is noticed`() async throws {
        try turnOver(at: Self.time(1))
        try await decide("a-one", at: Self.time(2))
        try store.connect(to: .inventory).execute("UPDATE revisions SET policy = 2")
        #expect(try explanation(of: 1).doubts.contains { $0.contains("another one") })
        writer.close()
    }

    @Test(arguments: [
        "device_revision = 9223372036854775807", "rule_id = NULL", "rule_id = NULL, device_revision = 1",
        "decided_at = -9223372036854775808", "decided_at = 9223372036854775807",
        "policy_revision = 9223372036854775807", "policy_revision = -1", "policy_revision = NULL",
        "registration_id = NULL", "registration_id = 'b-two'", "linked_hubs_id = NULL",
        "hub_id = NULL, twin_id = NULL",
        "reason_id = (SELECT name_id FROM names WHERE name = 'inventory')",
    ])
    func `whatever stands in a row that was changed is told`(change: String) async throws {
        try await decide("a-one", at: Self.time(1))
        _ = try devices.put(
            Device(registrationID: RegistrationID("b-one"), division: "heatpumps"), in: .at(Self.time(2)))
        try await decide("b-one", at: Self.time(3))
        try turnOver(at: Self.time(4))
        let history = try store.connect(to: .history)
        let isRule = change.contains("device_revision") && !change.contains("rule_id")
        try history.execute(
            "UPDATE assignments SET \(change)\(isRule ? ", rule_id = NULL" : "") WHERE assignment_id = 1")
        let explanation = try explanation(of: 1)
        #expect(
            explanation.isReproduced != true || !explanation.doubts.isEmpty || change.contains("decided_at"))
        writer.close()
    }

    @Test func `telling why writes nothing into either database`() async throws {
        try await decide("a-one", at: Self.time(1))
        try turnOver(at: Self.time(2))
        try await decide("a-on", at: Self.time(3))
        writer.close()
        let connections = try Schema.allCases.map { try store.connect(to: $0) }
        // Moves with every commit of another connection (sqlite.org/pragma.html#pragma_data_version).
        let versions = try connections.map { try $0.integer("PRAGMA data_version") }
        for question in try [
            ExplanationQuestion.assignment(1), .assignment(2), .assignment(9),
            .request(
                AllocationRequest(registrationID: RegistrationID("a-on"), linkedHubs: []),
                isWithoutHubs: false),
        ] {
            _ = try explainer.answer(to: question, at: Self.time(9))
        }
        #expect(try connections.map { try $0.integer("PRAGMA data_version") } == versions)
    }
}
