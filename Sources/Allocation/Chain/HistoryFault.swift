/// The first place at which a history is not what was written.
package struct HistoryFault: Error, Sendable, Equatable {
    package enum Place: Sendable, Equatable {
        case assignment(Int64)
        case event(Int64)
        /// A table, index, view or trigger.
        case schema(String)
    }

    package enum Kind: String, Sendable, CaseIterable {
        /// The content is not the one that was linked; the link is.
        case changed
        /// The place has another content or another link than it had: something was put there, or moved.
        case replaced
        /// Something that was there is not any more.
        case removed
        /// Something stands there that was never linked.
        case inserted
    }

    package let place: Place
    package let kind: Kind

    /// One sentence, which names the place.
    package let message: String

    package init(_ kind: Kind, at place: Place, _ message: String) {
        self.kind = kind
        self.place = place
        self.message = message
    }
}

extension HistoryFault.Place: CustomStringConvertible {
    package var description: String {
        switch self {
        case .assignment(let id): "assignment \(id)"
        case .event(let id): "event \(id)"
        case .schema(let name): "schema \(name)"
        }
    }
}
