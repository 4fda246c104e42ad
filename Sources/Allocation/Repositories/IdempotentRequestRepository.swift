/// The writes that callers gave names, with their answers.
package protocol IdempotentRequestRepository: Sendable {
    /// What is kept under a name, however old.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func request(_ key: IdempotencyKey) throws(StoreError) -> IdempotentRequest?

    /// Keeps a request, in place of what was kept under its name.
    ///
    /// - Parameters:
    ///   - request: with its answer or without.
    ///   - time: some of those made before it are forgotten, the oldest first: few enough not to hold up this one, and enough
    ///     for the store not to grow.
    /// - Throws: `StoreError` when nothing was kept.
    func keep(_ request: IdempotentRequest, forgettingSomeBefore time: Timestamp) throws(StoreError)
}
