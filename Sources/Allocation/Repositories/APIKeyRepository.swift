/// The keys to the service.
package protocol APIKeyRepository: Sendable {
    /// All keys, the revoked ones too, in the order they were made.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func keys() throws(StoreError) -> [APIKey]

    /// All of them, or none.
    ///
    /// - Throws: `StoreError.refused` when a key of one of the names is live.
    func create(_ drafts: [APIKeyDraft], at time: Timestamp) throws(StoreError) -> [APIKey]

    /// Shuts the live key of that name; `false` when there is none.
    ///
    /// - Throws: `StoreError.unavailable` when nothing was written.
    func revoke(name: String, at time: Timestamp) throws(StoreError) -> Bool
}
