/// What a write did.
package enum WriteEffect: String, Sendable {
    case created
    case updated
    /// The same was there already: no new revision, no new time, no line in the change log.
    case unchanged
    case deleted
}

extension WriteEffect {
    /// What a change did that left `after` where `before` was.
    package init(before: JSONValue?, after: JSONValue?) {
        switch (before, after) {
        case (nil, _): self = .created
        case (_, nil): self = .deleted
        default: self = .updated
        }
    }
}

/// What a write did, and what there is now.
package struct Changed<Value: Sendable>: Sendable {
    package let effect: WriteEffect

    /// As it stands now; `nil` when it is gone.
    package let value: Value?

    package init(_ effect: WriteEffect, _ value: Value?) {
        self.effect = effect
        self.value = value
    }
}

extension Changed: Equatable where Value: Equatable {}

/// A value with the revision it is at: starts at 1 and grows by one with each change.
package struct Versioned<Value: Sendable>: Sendable {
    package let value: Value
    package let revision: Int64

    package init(_ value: Value, at revision: Int64) {
        self.value = value
        self.revision = revision
    }
}

extension Versioned: Equatable where Value: Equatable {}
