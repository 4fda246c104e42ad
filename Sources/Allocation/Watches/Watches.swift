/// Looks for what the watches name, in a bounded time.
package struct Watches: Sendable {
    let watched: any WatchRepository
    let devices: any DeviceRepository
    let policies: any PolicyRepository
    let assignments: any AssignmentRepository

    package init(
        watched: any WatchRepository, devices: any DeviceRepository, policies: any PolicyRepository,
        assignments: any AssignmentRepository
    ) {
        self.watched = watched
        self.devices = devices
        self.policies = policies
        self.assignments = assignments
    }

    /// - Parameters:
    ///   - query: what to look for.
    ///   - now: the time.
    ///   - budget: how much may be looked at.
    /// - Returns: what was found, and whether all was looked at.
    /// - Throws: `StoreError.unavailable` when a store cannot be read.
    package func report(
        _ query: WatchQuery, at now: Timestamp, within budget: WatchBudget
    ) throws(StoreError) -> WatchReport {
        switch query.watch {
        case .neverSeen:
            try page(of: .neverSeen(createdBefore: query.start(before: now)), query, budget) { device in
                "registered and never seen since"
            }
        case .unregistered:
            try page(of: .unregistered, query, budget) { _ in "first seen then, and not registered" }
        case .hubChanges: try hubChanges(query, at: now, budget)
        case .frequentRegistrations: try frequentRegistrations(query, at: now, budget)
        case .unservedHubs: try unservedHubs(query)
        case .staleTwins: try staleTwins(query, at: now, budget)
        }
    }

    private func page(
        of group: WatchedGroup, _ query: WatchQuery, _ budget: WatchBudget, _ text: (WatchedDevice) -> String
    ) throws(StoreError) -> WatchReport {
        let page = try watched.devices(
            group, after: query.after, limit: query.limit, lookingAt: budget.rows)
        let findings = page.devices.map { WatchFinding(.device, $0.registrationID, text($0), at: $0.time) }
        guard query.countsAll else {
            let isFull = findings.count == query.limit
            return WatchReport(
                findings, count: nil, next: page.next, isComplete: page.next == nil || isFull)
        }
        let counted = try watched.count(group, lookingAt: budget.rows)
        return WatchReport(
            findings, count: counted.value, next: page.next, isComplete: counted.isComplete)
    }

    private func frequentRegistrations(
        _ query: WatchQuery, at now: Timestamp, _ budget: WatchBudget
    ) throws(StoreError) -> WatchReport {
        let found = try watched.frequentDevices(
            since: Timestamp(milliseconds: now.milliseconds - 3_600_000), moreThan: query.perHour,
            lookingAt: budget.rows)
        let findings = found.value.prefix(query.limit).map { device in
            WatchFinding(
                .device, device.registrationID, "registered \(device.count) times within the last hour",
                at: device.lastAt)
        }
        return WatchReport(
            Array(findings), count: Int64(found.value.count), isComplete: found.isComplete)
    }
}
