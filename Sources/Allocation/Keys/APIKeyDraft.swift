/// A key that is to be made.
package struct APIKeyDraft: Sendable {
    package static let maximumNameLength = 64

    package let name: String
    package let role: Role
    package let digest: SHA256Digest

    /// - Throws: `StoreError.refused` when the name is empty, too long or has control characters.
    package init(name: String, role: Role, digest: SHA256Digest) throws(StoreError) {
        let isPrintable = name.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value)
        }
        guard isPrintable, (1...Self.maximumNameLength).contains(name.unicodeScalars.count) else {
            throw .refused(
                "a key's name has 1 to \(Self.maximumNameLength) characters, and no control characters")
        }
        self.name = name
        self.role = role
        self.digest = digest
    }
}
