import Allocation
import SQLite

/// Writes rows of the history on the one connection that does.
struct AssignmentInserter {
    /// Milliseconds; a decision must not wait for a lock as long as a person would: DPS comes again.
    private static let lockPatience: Int32 = 1_000

    private let connection: Connection
    private let begin: Statement
    private let end: Statement
    private let insert: Statement
    private let touch: Statement
    private var names: NameTable
    private var deviceIndex: DeviceIndexBuilder

    /// A transaction was rolled back, so what is remembered of its rows is not so.
    private var remembersTooMuch = false

    init(in directory: DataDirectory, runs: HistoryRuns = .standard) throws {
        connection = try Connection.open(.history, in: directory)
        connection.waitWhenBusy(milliseconds: Self.lockPatience)
        // Seven look-ups a row, to find what `NameTable` took from those very tables: a sixth of the time that a row takes.
        try connection.execute("PRAGMA foreign_keys = OFF")
        begin = try connection.prepare("BEGIN IMMEDIATE")
        end = try connection.prepare("COMMIT")
        names = try NameTable(on: connection)
        deviceIndex = try DeviceIndexBuilder(on: connection, runs: runs)
        insert = try connection.prepare(
            """
            INSERT INTO assignments (decided_at, request_id, registration_id, reason_id, device_revision, rule_id, policy_revision,
                                     division_id, hub_id, previous_hub_id, enrollment_kind_id, enrollment_id, attestation_id, twin_id,
                                     linked_hubs_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            """)
        touch = try connection.prepare("UPDATE readiness SET checks = checks + 1, ballast = zeroblob(16384)")
    }

    /// The file is not the one that was opened any more: this inserter is of no further use.
    var hasMoved: Bool { connection.hasMoved }

    /// One transaction for all of them: one synchronisation to disk.
    mutating func commit(_ assignments: [Assignment], touchingReadiness: Bool) throws {
        try begin.run()
        try finish(assignments, touchingReadiness: touchingReadiness)
    }

    /// One row in a transaction of its own, if that can begin without waiting for anybody.
    ///
    /// - Returns: whether it could. If not, nothing was done, for whatever reason.
    mutating func commitUnlessLocked(_ assignment: Assignment) throws -> Bool {
        connection.waitWhenBusy(milliseconds: 0)
        defer { connection.waitWhenBusy(milliseconds: Self.lockPatience) }
        guard (try? begin.run()) != nil else { return false }
        try finish([assignment], touchingReadiness: false)
        return true
    }

    /// Fills the transaction that was begun, and commits it.
    private mutating func finish(_ assignments: [Assignment], touchingReadiness: Bool) throws {
        do {
            if remembersTooMuch { try forget() }
            for assignment in assignments { try add(assignment) }
            if touchingReadiness { try touch.run() }
            try end.run()
            // Not before the commit: a file that is taken away meanwhile has taken the rows with it.
            guard !hasMoved else {
                throw StoreError.unavailable("the history's file was removed or replaced")
            }
        } catch {
            try? connection.execute("ROLLBACK")
            remembersTooMuch = true
            throw error
        }
    }

    private mutating func forget() throws {
        names.forgetAll()
        try deviceIndex.readUnfinishedRun()
        remembersTooMuch = false
    }

    private mutating func add(_ assignment: Assignment) throws {
        let request = assignment.request
        let decision = assignment.decision
        var deviceRevision: Int64?
        var ruleID: Int64?
        switch decision.source {
        case .inventory(let revision): deviceRevision = revision
        case .rule(let id): ruleID = id
        case .none: break
        }
        var hub: String?
        var twin: TwinDocument?
        if case .assigned(let assigned) = decision.outcome {
            hub = assigned.hub
            twin = assigned.twin
        }
        try insert.run(
            .integer(assignment.decidedAt.milliseconds),
            .blob(assignment.requestID.bytes),
            .optional(request.registrationID?.text),
            names.number(of: decision.reason.rawValue),
            .optional(deviceRevision),
            .optional(ruleID),
            .optional(decision.policyRevision),
            names.number(of: decision.division),
            names.number(of: hub),
            names.number(of: request.currentHub),
            names.number(of: request.enrollment?.kind.rawValue),
            names.number(of: enrollmentName(in: request)),
            names.number(of: request.attestation?.rawValue),
            names.number(of: twin),
            names.number(ofLinkedHubs: request.linkedHubs)
        )
        try deviceIndex.add(request.registrationID?.text, assignment: connection.lastInsertedRowID)
    }

    /// An individual enrollment is named after its device; keeping that name a second time, and in the table
    /// of words, would make the table as long as the list of devices.
    private func enrollmentName(in request: AllocationRequest) -> String? {
        guard let enrollment = request.enrollment else { return nil }
        let isTheDevices = enrollment.kind == .individual && enrollment.id == request.registrationID?.text
        return isTheDevices ? nil : enrollment.id
    }
}
