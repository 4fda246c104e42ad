/// Imports of files of devices: planned, applied, and kept for a while so that they can be looked at.
package protocol ImportRepository: Sendable {
    /// Begins to plan an import. The inventory is looked at as of this moment.
    ///
    /// - Throws: `StoreError` when the store cannot be read, or there is no room for the plan.
    func beginPlan(_ heading: ImportHeading) throws(StoreError) -> any ImportPlanner

    /// The plans that are kept, the newest first.
    ///
    /// - Throws: `StoreError` when the store cannot be read.
    func plans() throws(StoreError) -> [ImportPlan]

    /// - Throws: `StoreError` when the store cannot be read.
    func plan(_ id: RequestID) throws(StoreError) -> ImportPlan?

    /// Rows of a plan in the order of its file; `nil` when there is no such plan.
    ///
    /// - Throws: `StoreError` when the store cannot be read.
    func rows(of id: RequestID, matching query: PlannedRowQuery) throws(StoreError) -> [PlannedRow]?

    /// Does what a plan says: all of it in one transaction and as one change set, or nothing.
    ///
    /// A plan is applied once; to apply it again gives the change set that came of it.
    ///
    /// - Parameters:
    ///   - id: of the plan.
    ///   - context: who, when and why.
    ///   - progress: is told now and then how many of the plan's rows have been dealt with.
    /// - Returns: the plan with its change set; without one when there was nothing to change.
    /// - Throws: `ImportRefusal`.
    func apply(
        _ id: RequestID, in context: ChangeContext, progress: (Int64) -> Void
    ) throws(ImportRefusal) -> ImportPlan

    /// Removes a plan; what came of it stays. `false` when there is none.
    ///
    /// - Throws: `StoreError` when it cannot be removed.
    func discard(_ id: RequestID) throws(StoreError) -> Bool
}

/// A plan that is being made. One that is not finished is gone with its last holder.
package protocol ImportPlanner: Sendable {
    /// Finds out what is to be done with the next row.
    ///
    /// - Throws: `StoreError` when the store cannot be read, or there is no room for the plan.
    func add(_ row: ImportRow) throws(StoreError)

    /// Ends the plan; rows cannot be added any more.
    ///
    /// - Throws: `StoreError` when the plan cannot be kept.
    func finish() throws(StoreError) -> ImportPlan
}
