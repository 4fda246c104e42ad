/// Where decisions are kept.
package protocol AssignmentRecorder: Sendable {
    /// Returns once the row is durable: a loss of power no longer loses it.
    ///
    /// - Throws: `StoreError` when the row may not have been kept; the decision must then not be answered.
    func record(_ assignment: Assignment) async throws(StoreError)

    /// Returns once something was really written and synchronised to disk.
    ///
    /// - Throws: `StoreError` when it could not be.
    func checkWritable() async throws(StoreError)
}

/// Where decisions are looked up.
package protocol AssignmentRepository: Sendable {
    /// The newest first.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func assignments(matching filter: AssignmentFilter) throws(StoreError) -> [RecordedAssignment]
}
