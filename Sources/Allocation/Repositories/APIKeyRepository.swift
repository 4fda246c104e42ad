/// The keys to the service.
package protocol APIKeyRepository: Sendable {
    /// All keys, the revoked ones too, in the order they were made.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func keys() throws(StoreError) -> [APIKey]

    /// - Throws: `StoreError.refused` when a key of that name is live.
    func create(name: String, role: Role, digest: SHA256Digest, at time: Timestamp) throws(StoreError)
        -> APIKey

    /// Shuts the live key of that name; `false` when there is none.
    ///
    /// - Throws: `StoreError.unavailable` when nothing was written.
    func revoke(name: String, at time: Timestamp) throws(StoreError) -> Bool
}
