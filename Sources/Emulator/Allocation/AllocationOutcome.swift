package import Allocation

/// What an allocation policy came to for one registration.
package enum AllocationOutcome: Sendable, Equatable {
    /// The hub is one of those that were offered. Twin and payload are the webhook's, if it returned any; both are checked.
    case hub(String, initialTwin: JSONValue?, payload: JSONValue?)
    case failure(RegistrationFailure)
}
