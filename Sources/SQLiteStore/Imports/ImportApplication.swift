import Allocation
import SQLite

/// Applies a plan: in one transaction, with the plan's database attached to the inventory's.
///
/// The transaction takes as long as the import is large. Decisions go on meanwhile, for readers do not wait in WAL mode; others
/// who would write wait.
struct ImportApplication {
    /// Rows that are written at once: few enough that what was read for the devices is still at hand for their changes.
    private static let step: Int64 = 2_000

    private let plan: ImportPlan
    private let directory: DataDirectory
    private let context: ChangeContext
    private let isTrial: Bool

    init(of plan: ImportPlan, in directory: DataDirectory, as context: ChangeContext, isTrial: Bool) {
        self.plan = plan
        self.directory = directory
        self.context = context
        self.isTrial = isTrial
    }

    /// - Returns: the change set; `nil` when there was nothing to change.
    func run(progress: (Int64) -> Void) throws(ImportRefusal) -> ChangeSet? {
        // A refusal takes the transaction back as an error does, and passes through the translation of errors as a value.
        var refusal: ImportRefusal?
        do throws(StoreError) {
            return try StoreError.translating {
                let connection = try Connection.open(.inventory, in: directory)
                // Room for the upper pages of all trees that are written.
                try connection.execute("PRAGMA cache_size = -16000")
                try connection.prepare("ATTACH DATABASE ?1 AS import").run(
                    .text(ImportFolder(in: directory).path(of: plan.heading.id)))
                return try connection.transaction(writing: true, isTrial: isTrial) {
                    do {
                        return try apply(on: connection, progress)
                    } catch let error as ImportRefusal {
                        refusal = error
                        throw error
                    }
                }
            }
        } catch {
            throw refusal ?? .store(error)
        }
    }

    private func apply(on connection: Connection, _ progress: (Int64) -> Void) throws -> ChangeSet? {
        if let applied = try ChangeSetRow.set(ofImport: plan.heading.id, on: connection) { return applied }
        try checkNothingMoved(on: connection)
        guard plan.counts.writing > 0 else { return nil }
        var log = try ChangeLogWriter(
            on: connection, in: context, from: .importing(plan.heading.id, source: plan.heading.source))
        let bounds = try connection.prepare(Self.boundQuery)
        let write = try connection.prepare(Self.writeDevices)
        let record = try connection.prepare(Self.recordChanges)
        let hasErased = try connection.prepare(Self.erasedQuery).first { $0.integer(0) } ?? 1
        var start = ""
        var done: Int64 = 0
        while let end = try bounds.first(.text(start), .integer(Self.step), read: { $0.text(0) }) {
            try write.run(
                .text(start), .text(end), .integer(hasErased), .integer(context.time.milliseconds),
                .text(context.actor))
            try record.run(.text(start), .text(end), .integer(hasErased), .integer(log.setID))
            start = end
            done += Self.step
            progress(min(done, plan.counts.total))
        }
        log.noteRecorded(
            ChangeCounts(created: plan.counts[.create], updated: plan.counts[.update]))
        return try log.finish()
    }

    // Each says that the ID is not empty, in the words of the partial index, so that it is used (sqlite.org/partialindex.html §3).

    /// The ID up to which the next step goes: the last one of so many, or the last one there is.
    private static let boundQuery = """
        SELECT max(registration_id)
          FROM (SELECT registration_id
                  FROM import.rows
                 WHERE registration_id > ?1
                   AND registration_id <> ''
                 ORDER BY registration_id
                 LIMIT ?2)
        HAVING count(*) > 0
        """

    /// Of a device that was not there it is the one behind that of its last life. Mostly none had one; ?3 says so, and saves the
    /// look for each.
    private static let revision = """
        1 + coalesce(rows.revision,
                            iif(?3, (SELECT erased_revisions.revision
                                       FROM main.erased_revisions
                                      WHERE erased_revisions.kind = 'device'
                                        AND erased_revisions.subject = rows.registration_id), 0), 0)
        """

    private static let erasedQuery =
        "SELECT EXISTS (SELECT 1 FROM main.erased_revisions WHERE kind = 'device')"

    /// In the order of the IDs, so that pages are filled one after the other.
    private static let writeDevices = """
        INSERT INTO devices (registration_id, division_id, status, status_reason, held_until, pinned_hub, twin, payload, labels, note,
                             revision, created_at, created_by, updated_at, updated_by)
        SELECT registration_id, division_id, status, status_reason, held_until, pinned_hub, twin, payload, labels, note,
               \(revision), ?4, ?5, ?4, ?5
          FROM import.rows
         WHERE registration_id > ?1
           AND registration_id <= ?2
           AND registration_id <> ''
           AND verdict IN ('create', 'update')
         ORDER BY registration_id
        \(DeviceRow.onConflict)
        """

    /// A change's number is the next one, being the table's rowid, and nobody else writes meanwhile.
    private static let recordChanges = """
        INSERT INTO changes (change_set_id, kind, subject, revision, before, after)
        SELECT ?4, 'device', registration_id, \(revision), before, after
          FROM import.rows
         WHERE registration_id > ?1
           AND registration_id <= ?2
           AND registration_id <> ''
           AND verdict IN ('create', 'update')
         ORDER BY registration_id
        """

    // MARK: What moved under the plan

    private static let mostTold = 100

    private static let movedQuery = """
        SELECT planned.line, planned.registration_id, planned.revision, present.revision
          FROM import.rows AS planned
          LEFT JOIN main.devices AS present USING (registration_id)
         WHERE planned.revision IS NOT present.revision
        """

    /// Rows whose division has another name now, or none.
    private static let strandedQuery = """
        SELECT line, registration_id, revision, revision
          FROM import.rows
         WHERE division_id = ?1
        """

    /// Divisions that the plan found, and that have another name now, or are gone.
    private static let lostDivisions = """
        SELECT division_id
          FROM import.divisions AS found
          LEFT JOIN main.divisions AS present USING (division_id)
         WHERE found.name IS NOT present.name COLLATE BINARY
        """

    /// Divisions that have another template than the plan found.
    private static let reshapedDivisions = """
        SELECT division_id, present.name, present.twin
          FROM import.divisions AS found
          JOIN main.divisions AS present USING (division_id)
         WHERE found.name IS present.name COLLATE BINARY
           AND found.twin IS NOT present.twin
        """

    /// Rows whose twin may be too large once it is laid over another template; see `TwinTemplate.roomyLength`.
    private static let twinQuery = """
        SELECT line, registration_id, revision, revision, twin
          FROM import.rows
         WHERE division_id = ?1
           AND length(twin) > ?2
        """

    private func checkNothingMoved(on connection: Connection) throws {
        var told: [MovedRow] = []
        var count: Int64 = 0
        func note(_ row: Row) {
            count += 1
            guard told.count < Self.mostTold else { return }
            told.append(
                MovedRow(
                    line: row.integer(0), registrationID: row.text(1), planned: row.optionalInteger(2),
                    present: row.optionalInteger(3)))
        }
        try connection.prepare(Self.movedQuery).forEach([], note)
        let lost = try connection.prepare(Self.lostDivisions).all { $0.integer(0) }
        for division in lost {
            try connection.prepare(Self.strandedQuery).forEach([.integer(division)], note)
        }
        let reshaped = try connection.prepare(Self.reshapedDivisions).all { row in
            (id: row.integer(0), template: try PolicyRows.template(in: row.optionalText(2), of: row.text(1)))
        }
        for division in reshaped {
            guard let template = division.template, let length = template.roomyLength else { continue }
            try connection.prepare(Self.twinQuery).forEach(
                [.integer(division.id), .integer(Int64(length))]
            ) { row in
                let twin = try DeviceRow.twin(row.text(4), of: row.text(1))
                if !template.faults(under: twin).isEmpty { note(row) }
            }
        }
        guard count == 0 else { throw ImportRefusal.moved(told, count: count) }
    }
}
