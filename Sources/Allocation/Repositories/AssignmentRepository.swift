/// Where decisions are kept.
package protocol AssignmentRecorder: Sendable {
    /// Returns once the row is durable: a loss of power no longer loses it.
    ///
    /// - Parameters:
    ///   - assignment: the decision and what it was about.
    ///   - holdingThread: whether the caller's thread may be held for about a millisecond, if that is the quickest way: nobody
    ///     else is known to need it.
    /// - Throws: `StoreError` when the row may not have been kept; the decision must then not be answered.
    func record(_ assignment: Assignment, holdingThread: Bool) async throws(StoreError)

    /// Returns once something was really written and synchronised to disk.
    ///
    /// - Throws: `StoreError` when it could not be.
    func checkWritable() async throws(StoreError)

    /// What waits to be kept, at this moment.
    var backlog: RecordingBacklog { get }
}

extension AssignmentRecorder {
    /// Returns once the row is durable, and leaves the caller's thread to others meanwhile.
    ///
    /// - Throws: `StoreError` when the row may not have been kept; the decision must then not be answered.
    package func record(_ assignment: Assignment) async throws(StoreError) {
        try await record(assignment, holdingThread: false)
    }
}

/// Where decisions are looked up.
package protocol AssignmentRepository: Sendable {
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func page(of query: AssignmentQuery) throws(StoreError) -> AssignmentPage

    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func assignment(_ id: Int64) throws(StoreError) -> RecordedAssignment?

    /// Counts exactly, whatever of it was counted before.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func summary(_ query: SummaryQuery) throws(StoreError) -> AssignmentSummary
}
