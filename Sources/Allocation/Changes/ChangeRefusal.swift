/// Why a change of the inventory was not made; nothing was written.
package enum ChangeRefusal: Error, Equatable, CustomStringConvertible {
    /// There is no such thing.
    case notFound
    /// It is not as the caller believes; the revision it is at now, `nil` when it is not there.
    case preconditionFailed(presentRevision: Int64?)
    /// What was to be written breaks the rules; every fault.
    case invalid(InvalidDocuments)
    /// A division's template would not go together with the twins of its devices.
    case oversized(OversizedTwins)
    case store(StoreError)

    /// One fault of one member.
    package static func invalid(_ member: String, _ problem: String) -> ChangeRefusal {
        .invalid(
            InvalidDocuments([InvalidDocument(at: JSONPointer().appending(name: member), problem)]))
    }

    /// Why a change of a key is not taken back, and what there is to do instead. What somebody may have copied must not come to
    /// life again.
    ///
    /// - Parameters:
    ///   - isCreation: whether it was made by the change.
    ///   - isRevocation: whether it was revoked by it.
    /// - Returns: the refusal.
    package static func keyStays(isCreation: Bool, isRevocation: Bool) -> ChangeRefusal {
        if isCreation { return .store(.refused("that a key was made is not taken back: revoke it")) }
        return .store(
            .refused(
                isRevocation
                    ? "a revoked key stays revoked: make another"
                    : "a key's name and role are not taken back: give it those that it is to have"))
    }

    package var description: String {
        switch self {
        case .notFound: "it is not in the inventory"
        case .preconditionFailed(let revision?): "it was changed meanwhile and is at revision \(revision) now"
        case .preconditionFailed(nil): "it is not in the inventory"
        case .invalid(let faults): faults.description
        case .oversized(let twins): "the template \(twins)"
        case .store(let error): error.description
        }
    }
}
