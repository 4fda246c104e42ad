/// Who changes the inventory, when and why: what the change log keeps beside each change.
package struct ChangeContext: Sendable, Equatable {
    /// The longest message, in characters.
    package static let longestMessage = 1_024

    /// The name of the key or of the system's user.
    package let actor: String

    /// The number of the key; `nil` for a system user.
    package let keyID: Int64?
    package let time: Timestamp

    /// Of the HTTP request, if it was one.
    package let requestID: RequestID?

    /// Why, in the actor's words.
    package let message: String?

    package init(
        actor: String, keyID: Int64? = nil, at time: Timestamp, requestID: RequestID? = nil,
        message: String? = nil
    ) {
        self.actor = actor
        self.keyID = keyID
        self.time = time
        self.requestID = requestID
        self.message = message
    }

    /// The actor as people read it in a table: a key is told from a system user of the same name.
    package var who: String { keyID.map { "\(actor) (key \($0))" } ?? actor }
}
