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
    private var words = WordDigests()
    private let chain: ChainHeadReader
    private var clocks: ClockWatch

    /// The row behind which the open transaction writes.
    private var lastAssignmentID: Int64

    /// A transaction was rolled back, so what is remembered of its rows is not so.
    private var remembersTooMuch = false

    init(
        in directory: DataDirectory, runs: HistoryRuns = .standard, watching clocks: ClockWatch
    ) throws {
        self.clocks = clocks
        connection = try Connection.open(.history, in: directory)
        connection.waitWhenBusy(milliseconds: Self.lockPatience)
        // Seven look-ups a row, to find what `NameTable` took from those very tables: a sixth of the time that a row takes.
        try connection.execute("PRAGMA foreign_keys = OFF")
        begin = try connection.prepare("BEGIN IMMEDIATE")
        end = try connection.prepare("COMMIT")
        names = try NameTable(on: connection)
        deviceIndex = try DeviceIndexBuilder(on: connection, runs: runs)
        chain = try ChainHeadReader(on: connection)
        lastAssignmentID = try chain.head().assignmentID
        insert = try connection.prepare(
            """
            INSERT INTO assignments (assignment_id, decided_at, request_id, registration_id, reason_id, device_revision, rule_id, policy_revision,
                                     division_id, hub_id, previous_hub_id, enrollment_kind_id, enrollment_id, attestation_id, twin_id,
                                     linked_hubs_id, link)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
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
        let clocksBefore = clocks
        do {
            if remembersTooMuch { try forget() }
            var head = try chain.head()
            if !assignments.isEmpty {
                // Another process wrote.
                if head.assignmentID != lastAssignmentID { try deviceIndex.readUnfinishedRun() }
                try noteClockStep(on: &head)
            }
            for assignment in assignments { try add(assignment, to: &head) }
            if touchingReadiness { try touch.run() }
            try end.run()
            // Not before the commit: a file that is taken away meanwhile has taken the rows with it.
            guard !hasMoved else {
                throw StoreError.unavailable("the history's file was removed or replaced")
            }
            lastAssignmentID = head.assignmentID
        } catch {
            try? connection.execute("ROLLBACK")
            remembersTooMuch = true
            clocks = clocksBefore
            throw error
        }
    }

    private mutating func forget() throws {
        names.forgetAll()
        words.forgetAll()
        try deviceIndex.readUnfinishedRun()
        remembersTooMuch = false
    }

    private mutating func noteClockStep(on head: inout ChainHead) throws {
        let (now, step) = try clocks.look(behind: head.time) { [chain, head] in
            try chain.clockStepTime() == head.time
        }
        guard let step else { return }
        try chain.note(.clockStepped, at: now, detail: step.json, on: &head)
    }

    private mutating func add(_ assignment: Assignment, to head: inout ChainHead) throws {
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
        let kept = AssignmentWords(
            reason: decision.reason.rawValue, division: decision.division, hub: hub,
            previousHub: request.currentHub, enrollmentKind: request.enrollment?.kind.rawValue,
            enrollment: enrollmentName(in: request), attestation: request.attestation?.rawValue,
            linkedHubs: request.linkedHubs.map { names.text(ofLinkedHubs: $0) })
        let numbers = try names.numbers(of: kept)
        let chained = ChainedAssignment(
            id: head.assignmentID + 1,
            // Times never go back within the history, whatever clocks and threads do.
            decidedAt: max(assignment.decidedAt, head.time),
            requestID: assignment.requestID,
            registrationID: request.registrationID?.text,
            deviceRevision: deviceRevision,
            ruleID: ruleID,
            policyRevision: decision.policyRevision,
            words: words[numbers] ?? words.add(kept, under: numbers),
            twin: twin?.digest
        )
        let link = chained.link(after: head.link)
        try insert.run(
            .integer(chained.id),
            .integer(chained.decidedAt.milliseconds),
            .blob(assignment.requestID.bytes),
            .optional(chained.registrationID),
            .number(numbers.reason),
            .optional(deviceRevision),
            .optional(ruleID),
            .optional(decision.policyRevision),
            .number(numbers.division),
            .number(numbers.hub),
            .number(numbers.previousHub),
            .number(numbers.enrollmentKind),
            .number(numbers.enrollment),
            .number(numbers.attestation),
            names.number(of: twin),
            .number(numbers.linkedHubs),
            .blob(link.bytes)
        )
        head.add(chained, link: link)
        try deviceIndex.add(chained.registrationID, assignment: chained.id)
    }

    /// An individual enrollment is named after its device; keeping that name a second time, and in the table
    /// of words, would make the table as long as the list of devices.
    private func enrollmentName(in request: AllocationRequest) -> String? {
        guard let enrollment = request.enrollment else { return nil }
        let isTheDevices = enrollment.kind == .individual && enrollment.id == request.registrationID?.text
        return isTheDevices ? nil : enrollment.id
    }
}

extension SQLiteValue {
    /// The number of a word; 0 is that of one that is missing.
    fileprivate static func number(_ number: Int64) -> SQLiteValue {
        number == 0 ? .null : .integer(number)
    }
}
