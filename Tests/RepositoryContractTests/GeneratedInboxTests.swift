import Allocation
import Contoso
import Testing

/// Both stores come to the same inbox, whatever happens in whatever order.
@Suite struct GeneratedInboxTests {
    private static let names = [
        "a-contoso-ovn-1", "b-contoso-ovn-1", "c-ovn-2", "sn-1", "sn-2", "SN-3", "x_1", "y.z", "k",
    ]
    private static let enrollments = [
        nil, Enrollment(kind: .group, id: "One"), Enrollment(kind: .group, id: "two"),
    ]

    @Test(arguments: UInt64(1)...12)
    func `both stores tell the same`(seed: UInt64) async throws {
        var generator = SeededGenerator(state: seed)
        let stores = try StoreKind.allCases.map { try StoreUnderTest($0) }
        for store in stores { _ = try store.policies.put(Division.toasters) }
        for step in 0..<120 {
            let time = Timestamp(milliseconds: Int64(1_000 + step))
            let name = Self.names.randomElement(using: &generator) ?? "k"
            let enrollment = Self.enrollments.randomElement(using: &generator) ?? nil
            let hubs = [nil, [], Hub.both].randomElement(using: &generator) ?? nil
            let again = Bool.random(using: &generator)
            let kind = UnmatchedDismissal.Kind.allCases.randomElement(using: &generator) ?? .device
            let choice = Int.random(in: 0..<20, using: &generator)
            for store in stores {
                switch choice {
                case 0:
                    try store.sweep()
                case 1:
                    try store.sweep()
                    try dismiss(kind, name, again, at: time, in: store)
                case 2:
                    let subjects = UnmatchedDismissal.Kind.allCases.map {
                        UnmatchedSubject($0, subject($0, name))
                    }
                    _ = try store.unmatched.restore(subjects)
                case 3:
                    try store.sweep()
                    try register(name, isGroup: again, at: time, in: store)
                case 4:
                    _ = try store.devices.change(RegistrationID(name), if: .none, in: .at(time)) { _ in nil }
                default:
                    try await store.decide(name, at: time, hubs: hubs, through: enrollment)
                }
            }
        }
        for store in stores { try store.sweep() }
        let told = try stores.map(tell)
        #expect(told[0] == told[1])
        #expect(!told[0].isEmpty)
    }

    private func subject(_ kind: UnmatchedDismissal.Kind, _ name: String) -> String {
        switch kind {
        case .device: name
        case .suffix: UnmatchedSuffix.suffix(of: name)
        case .enrollment: "GROUP:one"
        case .reason: "linkedHubsMissing"
        }
    }

    private func dismiss(
        _ kind: UnmatchedDismissal.Kind, _ name: String, _ again: Bool, at time: Timestamp,
        in store: StoreUnderTest
    ) throws {
        let dismissal = UnmatchedDismissal(
            kind, subject(kind, name), untilRefusedAgain: again, at: time, by: "kim", message: nil)
        // A device that is not in the inbox is refused by both.
        _ = try? store.unmatched.dismiss([dismissal])
    }

    private func register(_ name: String, isGroup: Bool, at time: Timestamp, in store: StoreUnderTest) throws
    {
        var filter = UnmatchedFilter(isDismissed: false)
        if isGroup {
            filter.suffix = UnmatchedSuffix.suffix(of: name)
        } else {
            filter.devices = [try RegistrationID(name)]
        }
        let template = Device(registrationID: try RegistrationID("any"), division: "toasters")
        _ = try? store.unmatched.register(filter, as: template, atMost: 2, in: .at(time))
    }

    /// Everything that can be asked, page by page.
    private func tell(_ store: StoreUnderTest) throws -> [String] {
        var told: [String] = []
        for isDismissed in [nil, false, true] as [Bool?] {
            let filter = UnmatchedFilter(isDismissed: isDismissed)
            for grouping in UnmatchedGrouping.allCases {
                var query = UnmatchedGroupQuery(by: grouping, filter, limit: 2)
                repeat {
                    let page = try store.unmatched.groups(of: query)
                    told += page.groups.map { "\($0.json())".lowercased() }
                    query.after = page.next
                } while query.after != nil
            }
            var query = UnmatchedQuery(filter, limit: 2)
            repeat {
                let page = try store.unmatched.devices(of: query)
                told += page.devices.map { "\($0.json)" }
                query.after = page.next
            } while query.after != nil
        }
        var filter = ChangeFilter(limit: 1_000)
        filter.kind = .device
        return told + (try store.changes.changes(matching: filter).map { "\($0.json)" })
    }
}
