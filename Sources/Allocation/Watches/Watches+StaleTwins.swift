extension Watches {
    /// So many devices are looked up in the history, a few milliseconds each.
    private static let mostLookedUp = 1_000
    /// Lines of the change log hold documents, so fewer of them are looked at.
    private static let mostChanges = 100_000

    func staleTwins(
        _ query: WatchQuery, at now: Timestamp, _ budget: WatchBudget
    ) throws(StoreError) -> WatchReport {
        let edited = try watched.editedTwins(
            since: query.start(before: now), limit: Self.mostLookedUp,
            lookingAt: min(budget.rows, Self.mostChanges))
        let policy = try policies.policy()
        var (findings, isComplete) = ([WatchFinding](), edited.isComplete)
        for edit in edited.value {
            guard !budget.isSpent() else {
                isComplete = false
                break
            }
            guard let id = try? RegistrationID(edit.registrationID) else { continue }
            if let finding = try stale(id, since: edit.changedAt, in: policy) { findings.append(finding) }
        }
        return WatchReport(
            Array(findings.prefix(query.limit)), count: Int64(findings.count), isComplete: isComplete)
    }

    /// `nil` when the device is gone, was never assigned, or has what it would be sent now.
    private func stale(
        _ id: RegistrationID, since changedAt: Timestamp, in policy: Policy
    ) throws(StoreError) -> WatchFinding? {
        guard let device = try devices.device(id)?.device, let last = try lastAssignment(of: id),
            last.decidedAt <= changedAt
        else { return nil }
        let division = policy.division(named: device.division)
        let twin: TwinDocument? =
            if let own = device.twin { division?.twin?.overlaid(by: own) ?? own.document } else {
                division?.twinDocument
            }
        guard twin.map({ String(decoding: $0.json, as: UTF8.self) }) != last.twin else { return nil }
        return WatchFinding(
            .device, id.text, "its twin was edited then, and it was last assigned at \(last.decidedAt)",
            at: changedAt)
    }

    private func lastAssignment(of id: RegistrationID) throws(StoreError) -> RecordedAssignment? {
        var query = AssignmentQuery(AssignmentFilter(registrationID: id), limit: 20)
        query.filter.outcome = .assigned
        // A page may be empty and still have a next one; a device that is refused again and again is not followed for ever.
        for _ in 0..<10 {
            let page = try assignments.page(of: query)
            if let row = page.assignments.first(where: \.isAssigned) { return row }
            guard let next = page.next else { return nil }
            query.after = next
        }
        return nil
    }
}
