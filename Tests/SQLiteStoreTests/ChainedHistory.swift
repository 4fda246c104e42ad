import Allocation
import Contoso
import SQLite
@testable import SQLiteStore

/// A history with decisions of every kind, written as the service writes, to be tampered with.
struct ChainedHistory {
    let store: StoreFolder
    let connection: Connection

    init() throws {
        store = try StoreFolder()
        connection = try store.connect(to: .history)
    }

    /// Appends decisions in batches.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - devices: how many take turns.
    ///   - first: the time of the first, in milliseconds; each is one later.
    ///   - batch: how many are committed together.
    ///   - clock: what the time of day is meanwhile.
    /// - Throws: what the history does.
    func append(
        _ count: Int, devices: Int = 7, from first: Int64 = 1_000, batch: Int = 5,
        clock: Int64 = 1_000_000_000
    ) throws {
        var inserter = try AssignmentInserter(in: store.directory, watching: .still(at: clock))
        var waiting: [Assignment] = []
        for number in 0..<count {
            waiting.append(try Self.assignment(number, devices: devices, at: first + Int64(number)))
            guard waiting.count == batch || number == count - 1 else { continue }
            try inserter.commit(waiting, touchingReadiness: false)
            waiting = []
        }
    }

    static func assignment(_ number: Int, devices: Int, at time: Int64) throws -> Assignment {
        let device = number % devices
        let suffix = ["-contoso-tstrsd-007", "-contoso-hpsd-088", "-contoso-unknown"][device % 3]
        var steps: [DecisionStep]?
        let request = AllocationRequest(
            registrationID: try RegistrationID("x\(device)\(suffix)"), linkedHubs: Hub.both,
            currentHub: device % 5 == 0 ? Hub.toasters : nil,
            enrollment: device % 2 == 0 ? nil : Enrollment(kind: .group, id: "group-\(device % 3)"),
            attestation: device % 2 == 0 ? .symmetricKey : .tpm)
        let decision = try Allocator.decide(
            request, at: Timestamp(milliseconds: time),
            readingStandingBy: { _ in InventoryStanding(policy: .contoso, registered: nil) },
            explainingInto: &steps)
        return Assignment(
            decidedAt: Timestamp(milliseconds: time),
            requestID: RequestID(high: UInt64(number), low: 0x8000_0000_0000_0000),
            request: request, decision: decision)
    }

    /// Has all rows taken for counted in the totals: only such rows are pruned.
    func countAll() throws {
        try connection.execute(
            """
            UPDATE history_progress
               SET assignment_id = (SELECT max(assignment_id) FROM assignments)
             WHERE part = 'totals'
            """)
        let sweeper = SightingSweeper(in: store.directory)
        while try sweeper.sweep() {}
    }

    func verify(against wanted: SHA256Digest? = nil) throws -> HistoryVerification {
        var verifier = try HistoryVerifier(in: store.directory, against: wanted)
        return try verifier.verify()
    }

    func link(_ id: Int64) throws -> SHA256Digest? {
        try connection.prepare("SELECT link FROM assignments WHERE assignment_id = ?1")
            .first(.integer(id)) { SHA256Digest(bytes: $0.blob(0)) } ?? nil
    }
}

extension ClockWatch {
    /// Clocks that do not move.
    static func still(at time: Int64) -> ClockWatch {
        ClockWatch(clock: { Timestamp(milliseconds: time) }, uptime: { 0 })
    }
}
