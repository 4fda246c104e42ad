extension Watches {
    /// So many hubs that devices are pinned to are looked at.
    private static let mostPinnedHubs = 10_000

    func unservedHubs(_ query: WatchQuery) throws(StoreError) -> WatchReport {
        let enrollments = try watched.enrollments()
        // Where nobody has asked yet, nothing can be said of what is linked.
        guard !enrollments.isEmpty else { return WatchReport([], count: 0, isComplete: true) }
        let policy = try policies.policy()
        let pinned = try watched.pinnedHubs(limit: Self.mostPinnedHubs)
        let linked = Set(enrollments.flatMap { $0.linkedHubs.map(\.asciiFolded) })
        var findings = policy.divisions.filter { division in
            !enrollments.contains { $0.serves(division) }
        }.map { Self.unserved($0, by: policy.rules) }
        for enrollment in enrollments {
            findings += enrollment.divisions.compactMap { served in
                guard let division = policy.division(named: served.division), !enrollment.serves(division)
                else { return nil }
                return WatchFinding(
                    .enrollment, enrollment.name,
                    "none of its \(enrollment.linkedHubs.count) linked hubs has \"\(division.hubPattern)\" of division "
                        + "\(division.name) any more, for which devices were assigned through it",
                    at: served.assignedAt)
            }
        }
        findings += pinned.value.filter { !linked.contains($0.asciiFolded) }.map { hub in
            WatchFinding(.hub, hub, "devices are pinned to it, and no enrollment links it", at: nil)
        }
        return WatchReport(
            Array(findings.prefix(query.limit)), count: Int64(findings.count), isComplete: pinned.isComplete)
    }

    private static func unserved(_ division: Division, by rules: [Rule]) -> WatchFinding {
        let numbers = rules.filter { $0.division.equalsFoldingCase(division.name) }.map { String($0.id) }
        let leading =
            numbers.isEmpty
            ? ""
            : "; to it lead\(numbers.count == 1 ? "s rule" : " rules") \(numbers.joined(separator: ", "))"
        return WatchFinding(
            .division, division.name,
            "no enrollment links a hub with \"\(division.hubPattern)\"\(leading)", at: nil)
    }
}
