import Allocation
import Contoso

/// Decisions of every kind, one after the other in time, the same for the same seed.
struct GeneratedHistory {
    private var numbers: SeededGenerator
    private var time: Int64 = 1_795_348_800_000

    init(seed: UInt64) {
        numbers = SeededGenerator(state: seed)
    }

    private static let hubs = [
        "c-alpha-1.azure-devices.net", "C-Alpha-2.azure-devices.net", "c-beta-1.azure-devices.net",
        "c-gamma-1.azure-devices.net", "C-ALPHA-1.azure-devices.net",
    ]

    private static let policy = Policy(
        revision: 3,
        divisions: ["alpha", "Beta", "gamma"].map { Division(name: $0, noun: $0, hubPattern: "-\($0)-") },
        rules: [
            Rule(id: 4, kind: .suffix, pattern: "-r1", division: "alpha"),
            Rule(id: 11, kind: .suffix, pattern: "-r2", division: "Beta"),
        ])

    mutating func next(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }

    private mutating func one<Element>(of elements: [Element]) -> Element {
        elements[next(below: elements.count)]
    }

    /// The next decision, some seconds to hours after the last one.
    mutating func assignment() throws -> Assignment {
        time += Int64(next(below: next(below: 40) == 0 ? 20_000_000 : 60_000))
        // Some devices are rare.
        let number = next(below: 3) == 0 ? next(below: 4) : next(below: 400)
        var text = "Dev-\(number)\(["", "-r1", "-r2", "-x"][number % 4])"
        if next(below: 4) == 0 { text = text.uppercased() }
        let id = next(below: 30) == 0 ? nil : try RegistrationID(text)
        let hubs = next(below: 12) == 0 ? [] : Array(Self.hubs.shuffled(using: &numbers).prefix(3))
        let currentHub: String? = next(below: 2) == 0 ? nil : one(of: Self.hubs + ["elsewhere"])
        let enrollment: Enrollment? =
            switch next(below: 6) {
            case 0: nil
            case 1, 2: Enrollment(kind: .group, id: one(of: ["Group-1", "group-1", "dev-1-r1", "g2"]))
            case 3: Enrollment(kind: .individual, id: text)
            case 4: Enrollment(kind: .individual, id: text.lowercased())
            default: Enrollment(kind: .individual, id: "single-\(next(below: 300))")
            }
        let request = AllocationRequest(
            registrationID: id, linkedHubs: next(below: 25) == 0 ? nil : hubs, currentHub: currentHub,
            enrollment: enrollment,
            attestation: next(below: 3) == 0 ? nil : one(of: [Attestation.tpm, .x509, .symmetricKey]))
        let isRegistered = number % 5 == 0
        let status = number % 25 == 0 ? DeviceStatus.disabled : .active
        let division = Self.policy.divisions[number % 3]
        let standing = InventoryStanding(
            policy: Self.policy,
            registered: !isRegistered
                ? nil
                : InventoryStanding.Registration(
                    division: division, status: status, statusReason: "kept", pinnedHub: nil, twin: nil,
                    payload: nil,
                    revision: Int64(number + 1)))
        var noSteps: [DecisionStep]?
        let decision = try Allocator.decide(
            request, at: Timestamp(milliseconds: time), readingStandingBy: { _ in standing },
            explainingInto: &noSteps)
        // Another clock may have made the ID.
        let made = next(below: 9) == 0 ? Int64(next(below: 1_000_000)) : time - Int64(next(below: 1_500))
        return Assignment(
            decidedAt: Timestamp(milliseconds: time),
            requestID: RequestID(nanoseconds: UInt64(made) * 1_000_000, randomness: numbers.next()),
            request: request,
            decision: decision)
    }

    /// A filter that asks for so many things, as they are in a row, or nearly so.
    mutating func filter(_ count: Int, like row: RecordedAssignment) throws -> AssignmentFilter {
        var filter = AssignmentFilter()
        for _ in 0..<count { try add(next(below: Self.kinds), to: &filter, like: row) }
        return filter
    }

    /// How many things can be asked.
    static let kinds = 16

    /// One more thing to ask.
    mutating func add(_ kind: Int, to filter: inout AssignmentFilter, like row: RecordedAssignment) throws {
        switch kind {
        case 0: filter.registrationID = try row.registrationID.map { try RegistrationID(swapped($0)) }
        case 1:
            filter.registrationIDPrefix = (row.registrationID ?? "Q").prefix(1 + next(below: 7)).lowercased()
        case 2: filter.outcome = row.isAssigned ? .assigned : .rejected
        case 3: filter.reason = row.reason
        case 4: filter.source = .init(row.source)
        case 5: if case .rule(let id) = row.source { filter.ruleID = id } else { filter.ruleID = 99 }
        case 6: filter.division = swapped(row.division ?? "unknown")
        case 7: filter.hub = swapped(row.hub ?? "elsewhere")
        case 8: filter.previousHub = swapped(row.previousHub ?? "nowhere")
        case 9: filter.enrollment = swapped(row.enrollment?.id ?? row.registrationID ?? "none")
        case 10: filter.attestation = row.attestation ?? .tpm
        case 11: filter.requestID = row.requestID
        case 12: filter.changesHub = true
        case 13: filter.since = row.decidedAt
        case 14: filter.until = Timestamp(milliseconds: row.decidedAt.milliseconds + Int64(next(below: 2)))
        default:
            filter.since = row.decidedAt
            filter.until = Timestamp(
                milliseconds: row.decidedAt.milliseconds + Int64(next(below: 100_000_000)))
        }
    }

    private mutating func swapped(_ text: String) -> String {
        next(below: 2) == 0 ? text : text.uppercased()
    }
}
