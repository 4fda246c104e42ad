/// The keys to the service.
package protocol APIKeyRepository: Sendable {
    /// All keys, the revoked ones too, in the order they were made.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func keys() throws(StoreError) -> [APIKey]

    /// All of them, or none, with their lines in the change log.
    ///
    /// - Throws: `ChangeRefusal` when a key of one of the names is live.
    func create(_ drafts: [APIKeyDraft], in context: ChangeContext) throws(ChangeRefusal) -> [APIKey]

    /// Gives a live key another name or role, with its line in the change log; its secret stays.
    ///
    /// - Parameters:
    ///   - id: of the key.
    ///   - precondition: what must be so of `APIKey.revision`.
    ///   - sparesLastAdmin: refuses to take the last live admin's key from its role: over HTTP nobody could give another.
    ///   - context: who, when and why.
    ///   - change: makes of the key as it is what it is to be; the digest is that of the key.
    /// - Returns: the key as it is now.
    /// - Throws: `ChangeRefusal` when the precondition does not hold, there is no such key, it is revoked or to be spared,
    ///   another live one has the name, or nothing was written.
    func change(
        id: Int64, if precondition: Precondition, sparingLastAdmin sparesLastAdmin: Bool,
        in context: ChangeContext, _ change: (APIKey) throws(ChangeRefusal) -> APIKeyDraft
    ) throws(ChangeRefusal) -> Changed<APIKey>

    /// Shuts the live key of that name, with its line in the change log; `false` when there is none.
    ///
    /// - Throws: `ChangeRefusal` when nothing was written.
    func revoke(name: String, in context: ChangeContext) throws(ChangeRefusal) -> Bool

    /// Shuts a key, with its line in the change log.
    ///
    /// - Parameters:
    ///   - id: of the key.
    ///   - precondition: what must be so of `APIKey.revision`.
    ///   - sparesLastAdmin: refuses to take the last live admin's key from its role: over HTTP nobody could give another.
    ///   - context: who, when and why.
    /// - Returns: the key as it is now; unchanged when it was shut already.
    /// - Throws: `ChangeRefusal` when the precondition does not hold, there is no such key, it is to be spared, or
    ///   nothing was written.
    func revoke(
        id: Int64, if precondition: Precondition, sparingLastAdmin sparesLastAdmin: Bool,
        in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<APIKey>
}
