import Allocation

/// Tells whether a decision is its device's first or last, for decisions in the order in which they were made.
struct KnownDevices {
    /// So many are remembered at most; beyond that the memory starts anew.
    private static let capacity = 50_000

    private struct Known {
        /// A decision that is there and will be; a later one than this may have come.
        var newest: Int64

        /// The first of those that were asked about.
        var oldest: Int64
    }

    private let repository: SQLiteAssignmentRepository
    private var devices: [String: Known] = [:]

    init(_ repository: SQLiteAssignmentRepository) {
        self.repository = repository
    }

    mutating func isKept(_ assignment: ChainedAssignment) throws -> Bool {
        // Nobody's first or last.
        guard let text = assignment.registrationID else { return false }
        guard let registrationID = try? RegistrationID(text) else { return true }
        let id = assignment.id
        var known = devices[registrationID.folded]
        if known == nil || known.map({ $0.newest <= id }) == true {
            let newest = try self.newest(of: registrationID, before: nil) ?? id
            known = Known(newest: newest, oldest: known?.oldest ?? id)
        }
        guard var known else { return true }
        var hasEarlier = known.oldest < id
        if !hasEarlier, let earlier = try newest(of: registrationID, before: id) {
            hasEarlier = true
            known.oldest = earlier
        }
        if devices.count >= Self.capacity { devices.removeAll(keepingCapacity: true) }
        devices[registrationID.folded] = known
        return !hasEarlier || known.newest <= id
    }

    private func newest(of registrationID: RegistrationID, before id: Int64?) throws -> Int64? {
        var query = AssignmentQuery(
            AssignmentFilter(registrationID: registrationID), after: id, limit: 1)
        while true {
            let page = try repository.page(of: query)
            if let found = page.assignments.first { return found.id }
            guard let next = page.next else { return nil }
            query.after = next
        }
    }
}
