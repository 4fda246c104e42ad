/// The answer to an AllocationRequest and what it rests on.
package struct Decision: Sendable, Equatable {
    /// A device goes to a hub.
    package struct Assignment: Sendable, Equatable {
        /// One of the request's linked hubs, as the request spells it.
        package let hub: String
        package let twin: TwinDocument?
        package let payload: JSONValue?
    }

    /// A device is turned away, for good as far as DPS is concerned.
    package struct Rejection: Sendable, Equatable {
        /// What the body of the answer says.
        package let message: String
    }

    package enum Outcome: Sendable, Equatable {
        case assigned(Assignment)
        case rejected(Rejection)
    }

    package let outcome: Outcome
    package let reason: ReasonCode
    package let source: DecisionSource

    /// The name of the division that was settled on, be there a hub for it or not.
    package let division: String?

    /// The policy that was in force; `nil` when the decision did not come so far as to need one.
    package let policyRevision: Int64?
}
