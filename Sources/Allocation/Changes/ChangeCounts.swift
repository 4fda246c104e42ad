/// How much of each kind a change set did.
package struct ChangeCounts: Sendable, Equatable {
    package private(set) var created: Int64
    package private(set) var updated: Int64
    package private(set) var deleted: Int64

    package init(created: Int64 = 0, updated: Int64 = 0, deleted: Int64 = 0) {
        (self.created, self.updated, self.deleted) = (created, updated, deleted)
    }

    package var total: Int64 { created + updated + deleted }

    package mutating func add(_ effect: WriteEffect) {
        switch effect {
        case .created: created += 1
        case .updated: updated += 1
        case .deleted: deleted += 1
        case .unchanged: break
        }
    }
}
