/// What can go wrong behind a repository, in words that hold for any store.
package enum StoreError: Error, Equatable, CustomStringConvertible {
    /// The store cannot answer or cannot record now; a later try may succeed.
    case unavailable(String)
    /// More work waits than the store takes on; a later try may succeed.
    case overloaded
    /// The store is being closed; a later try, at a new process, may succeed.
    case closed
    /// What was to be written breaks a rule of the inventory.
    case refused(String)
    /// What was read cannot be: somebody changed it by hand, or it is damaged.
    case inconsistent(String)

    package var description: String {
        switch self {
        case .unavailable(let detail): detail
        case .overloaded: "too many decisions are waiting to be recorded"
        case .closed: "the service is stopping"
        case .refused(let detail): detail
        case .inconsistent(let detail): "the inventory contradicts itself: \(detail)"
        }
    }
}
