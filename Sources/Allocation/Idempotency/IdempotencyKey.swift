/// The name that a caller gives to a write, so that the write can be sent again and is done once. Names of different callers
/// have nothing to do with each other.
package struct IdempotencyKey: Sendable, Hashable {
    /// The longest name, in characters.
    package static let maximumLength = 255

    /// The number of the key that the caller showed: its name may change, and then be another's.
    package let keyID: Int64
    package let text: String

    /// - Parameters:
    ///   - text: 1 to `maximumLength` visible ASCII characters; anything else is no name.
    ///   - keyID: of the key of whoever gave it.
    package init?(_ text: String, of keyID: Int64) {
        let bytes = text.utf8
        guard (1...Self.maximumLength).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.keyID = keyID
        self.text = text
    }
}
