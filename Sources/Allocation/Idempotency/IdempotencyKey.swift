/// The name that a caller gives to a write, so that the write can be sent again and is done once. Names of different callers
/// have nothing to do with each other.
package struct IdempotencyKey: Sendable, Hashable {
    /// The longest name, in characters.
    package static let maximumLength = 255

    /// The name of the key that the caller showed.
    package let actor: String
    package let text: String

    /// - Parameters:
    ///   - text: 1 to `maximumLength` visible ASCII characters; anything else is no name.
    ///   - actor: who gave it.
    package init?(_ text: String, of actor: String) {
        let bytes = text.utf8
        guard (1...Self.maximumLength).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        self.actor = actor
        self.text = text
    }
}
