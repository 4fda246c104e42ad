/// The keys that open something now.
package struct LiveKeys: Sendable {
    private let keys: [APIKey]

    package init(_ keys: [APIKey]) {
        self.keys = keys.filter { $0.revokedAt == nil }
    }

    /// Whether without this key no admin's would be left.
    package func isLastAdmin(_ key: APIKey) -> Bool {
        key.role == .admin && !keys.contains { $0.role == .admin && $0.id != key.id }
    }

    /// The key of this number as it is now, if it is one of these.
    package func key(id: Int64) -> APIKey? { keys.first { $0.id == id } }

    /// The key whose secret was shown, if it is one of these.
    ///
    /// Every key is compared, each in constant time, so that the time taken tells nothing about how near a
    /// guess came.
    package func key(forSecret presented: String) -> APIKey? {
        var hash = SHA256()
        hash.update(presented.utf8.span)
        let digest = hash.finalize()
        var found: APIKey?
        for key in keys where key.digest.constantTimeEquals(digest) { found = key }
        return found
    }
}
