extension Watches {
    /// So many changes of hubs are held in memory at most.
    private static let mostChanges = 100_000
    private static let pageSize = 1_000

    /// What is known of one device, the latest change first.
    private struct Moves {
        let registrationID: String
        let lastAt: Timestamp
        var changes: [(from: String, to: String)]

        /// Whether it came back to a hub that it had left before.
        var goesBackAndForth: Bool {
            var left: Set<String> = []
            for change in changes.reversed() {
                if left.contains(change.to.asciiFolded) { return true }
                left.insert(change.from.asciiFolded)
            }
            return false
        }
    }

    func hubChanges(
        _ query: WatchQuery, at now: Timestamp, _ budget: WatchBudget
    ) throws(StoreError) -> WatchReport {
        var filter = AssignmentFilter()
        filter.changesHub = true
        filter.since = query.start(before: now)
        var pages = AssignmentQuery(filter, limit: Self.pageSize)
        var (moves, order, count, isComplete) = ([String: Moves](), [String](), 0, true)
        repeat {
            let page = try assignments.page(of: pages)
            for row in page.assignments where filter.matches(row) {
                guard let id = row.registrationID, let from = row.previousHub, let to = row.hub else {
                    continue
                }
                count += 1
                if moves[id.asciiFolded] == nil { order.append(id.asciiFolded) }
                moves[
                    id.asciiFolded, default: Moves(registrationID: id, lastAt: row.decidedAt, changes: [])
                ].changes.append((from, to))
            }
            pages.after = page.next
            if pages.after != nil, count >= Self.mostChanges || budget.isSpent() {
                isComplete = false
                pages.after = nil
            }
        } while pages.after != nil
        let found = order.compactMap { moves[$0] }.filter(\.goesBackAndForth)
        let findings = found.prefix(query.limit).map { device in
            WatchFinding(
                .device, device.registrationID,
                "changed its hub \(device.changes.count) times, the last time from \(device.changes[0].from) "
                    + "to \(device.changes[0].to)", at: device.lastAt)
        }
        return WatchReport(Array(findings), count: Int64(found.count), isComplete: isComplete)
    }
}
