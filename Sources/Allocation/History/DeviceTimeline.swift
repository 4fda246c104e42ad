/// The life of one device: what was changed of it and what was decided about it, in one order.
package struct DeviceTimeline: Sendable, Equatable {
    package let entries: [TimelineEntry]

    /// Puts both kinds into the order in which they happened.
    ///
    /// - Parameters:
    ///   - changes: of the device, the newest first.
    ///   - assignments: of the device, the newest first.
    ///   - isOldestFirst: begins with the oldest one.
    ///   - limit: how many at most, from the beginning of the list on.
    package init(
        changes: [Change], assignments: [RecordedAssignment], isOldestFirst: Bool = false, limit: Int = .max
    ) {
        let merged = Self.merged(changes, assignments)
        entries = Array(isOldestFirst ? merged.reversed().prefix(limit) : merged.prefix(limit))
    }

    /// Reads a device's timeline, be it in the inventory, gone, or never registered.
    ///
    /// - Parameters:
    ///   - registrationID: of the device.
    ///   - changes: the change log.
    ///   - assignments: the history.
    ///   - isOldestFirst: begins with the oldest one; for that all changes are read, and no more than twice `limit` held.
    ///   - limit: how many at most, from 1.
    /// - Throws: `StoreError.unavailable` when either store cannot be read.
    package init(
        of registrationID: RegistrationID, from changes: any ChangeRepository,
        and assignments: any AssignmentRepository, isOldestFirst: Bool = false, limit: Int
    ) throws(StoreError) {
        var filter = ChangeFilter(limit: limit)
        filter.kind = .device
        filter.subject = registrationID.text
        var lines = try changes.changes(matching: filter)
        if isOldestFirst {
            var page = lines
            while page.count == limit {
                filter.before = page.last?.id
                page = try changes.changes(matching: filter)
                lines = (lines + page).suffix(limit)
            }
        }
        var reading = try AssignmentReading(
            of: AssignmentFilter(registrationID: registrationID), isOldestFirst: isOldestFirst,
            from: assignments)
        var rows: [RecordedAssignment] = []
        while !reading.isAtEnd, rows.count < limit { rows += try reading.next(atMost: limit - rows.count) }
        self.init(
            changes: lines, assignments: isOldestFirst ? rows.reversed() : rows,
            isOldestFirst: isOldestFirst, limit: limit)
    }

    /// Each kind stays in the order of its numbers, whatever somebody did to the clock.
    private static func merged(_ changes: [Change], _ assignments: [RecordedAssignment]) -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        entries.reserveCapacity(changes.count + assignments.count)
        var (nextChange, nextAssignment) = (0, 0)
        while nextChange < changes.count || nextAssignment < assignments.count {
            let takesChange =
                if nextChange == changes.count {
                    false
                } else if nextAssignment == assignments.count {
                    true
                } else {
                    isLater(changes[nextChange], than: assignments[nextAssignment])
                }
            if takesChange {
                entries.append(.changed(changes[nextChange]))
                nextChange += 1
            } else {
                entries.append(.decided(assignments[nextAssignment]))
                nextAssignment += 1
            }
        }
        return entries
    }

    /// In the same millisecond a decision comes after the change, unless it was made upon an earlier revision, or upon none where the
    /// change registers the device.
    private static func isLater(_ change: Change, than assignment: RecordedAssignment) -> Bool {
        let time = change.set.context.time
        guard time == assignment.decidedAt else { return time > assignment.decidedAt }
        guard case .inventory(let decidedUpon) = assignment.source else {
            return change.before == nil
        }
        return change.revision.map { $0 > decidedUpon } ?? true
    }
}
