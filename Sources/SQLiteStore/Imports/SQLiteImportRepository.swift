package import Allocation
import SQLite

/// Imports, planned in databases beside the inventory and applied to it.
package struct SQLiteImportRepository: ImportRepository {
    private let directory: DataDirectory
    private let inventory: SerializedConnection

    /// - Parameters:
    ///   - inventory: where change sets are looked up.
    ///   - directory: where the inventory and the plans are.
    package init(_ inventory: SerializedConnection, in directory: DataDirectory) {
        self.inventory = inventory
        self.directory = directory
    }

    private var folder: ImportFolder { ImportFolder(in: directory) }

    package func beginPlan(_ heading: ImportHeading) throws(StoreError) -> any ImportPlanner {
        try StoreError.translating { try SQLiteImportPlanner(heading, in: directory) }
    }

    package func plans() throws(StoreError) -> [ImportPlan] {
        var plans: [ImportPlan] = []
        for id in folder.plans() {
            if let plan = try plan(id) { plans.append(plan) }
        }
        return plans
    }

    package func plan(_ id: RequestID) throws(StoreError) -> ImportPlan? {
        let changeSet = try inventory.read { connection in
            try ChangeSetRow.set(ofImport: id, on: connection)
        }
        return try withSpool(of: id) { spool in
            guard let heading = try ImportSpool.heading(id, in: spool) else { return nil }
            return ImportPlan(
                heading: heading, counts: try ImportSpool.counts(in: spool), changeSet: changeSet)
        }
    }

    package func rows(
        of id: RequestID, matching query: PlannedRowQuery
    ) throws(StoreError) -> [PlannedRow]? {
        try withSpool(of: id) { spool in
            try spool.prepare(
                """
                SELECT row_number, line, registration_id, verdict, differences, faults, iif(verdict = 'create', after, NULL)
                  FROM rows
                 WHERE row_number > ?1
                   AND (?2 IS NULL OR verdict = ?2)
                 ORDER BY row_number
                 LIMIT ?3
                """
            ).all(
                .integer(query.after), .optional(query.verdict?.rawValue), .integer(Int64(query.limit)),
                read: Self.row)
        }
    }

    private static func row(_ row: Row) throws -> PlannedRow {
        guard let verdict = ImportVerdict(rawValue: row.text(3)) else {
            throw StoreError.inconsistent("row \(row.integer(0)) of a plan has the verdict \(row.text(3))")
        }
        let differences = try row.optionalText(4).map { try JSONValue(parsing: $0) }
        // What is to be made is kept whole, to be written: its differences from nothing need no column.
        let created = try row.optionalText(6).map {
            try PlannedRow.differences(creating: JSONValue(parsing: $0))
        }
        return PlannedRow(
            number: row.integer(0), line: row.integer(1), registrationID: row.text(2), verdict: verdict,
            differences: differences ?? created,
            faults: try row.optionalText(5).map { try JSONValue(parsing: $0) })
    }

    package func apply(
        _ id: RequestID, in context: ChangeContext, progress: (Int64) -> Void
    ) throws(ImportRefusal) -> ImportPlan {
        let plan: ImportPlan?
        do throws(StoreError) {
            plan = try self.plan(id)
        } catch {
            throw .store(error)
        }
        guard let plan else { throw .notFound }
        if plan.changeSet != nil { return plan }
        guard plan.counts.blocking == 0 else { throw .blocked(plan.counts) }
        let changeSet = try ImportApplication(
            of: plan, in: directory, as: context, isTrial: inventory.isTrial
        ).run(progress: progress)
        return ImportPlan(heading: plan.heading, counts: plan.counts, changeSet: changeSet)
    }

    package func discard(_ id: RequestID) throws(StoreError) -> Bool {
        inventory.isTrial ? folder.has(id) : try folder.remove(id)
    }

    /// `nil` when there is no such plan.
    private func withSpool<Result>(
        of id: RequestID, _ body: (Connection) throws -> Result?
    ) throws(StoreError) -> Result? {
        guard folder.has(id) else { return nil }
        return try StoreError.translating { try ImportSpool.open(at: folder.path(of: id)).flatMap(body) }
    }
}
