import Allocation
import Contoso
import Testing

@Suite struct WatchContractTests {
    private static let day: Int64 = 86_400_000
    private static let now = Timestamp(milliseconds: 100 * day)

    private static func time(daysAgo days: Int64, plus milliseconds: Int64 = 0) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds - days * day + milliseconds)
    }

    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        return store
    }

    private func report(
        _ watch: Watch, in store: StoreUnderTest, rows: Int = 1_000, isSpent: Bool = false,
        _ choose: (inout WatchQuery) -> Void = { _ in }
    ) throws -> WatchReport {
        let watches = Watches(
            watched: store.watched, devices: store.devices, policies: store.policies,
            assignments: store.history)
        var query = WatchQuery(watch, countsAll: true)
        choose(&query)
        return try watches.report(
            query, at: Self.now, within: WatchBudget(rows: rows, isSpent: { isSpent }))
    }

    private func subjects(_ report: WatchReport) -> [String] { report.findings.map(\.subject) }

    private func register(
        _ id: String, in store: StoreUnderTest, at time: Timestamp,
        _ change: (inout Device) -> Void = { _ in }
    ) throws {
        var device = Device(registrationID: try RegistrationID(id), division: "toasters")
        change(&device)
        _ = try store.devices.put(device, in: .at(time))
    }

    @Test(arguments: StoreKind.allCases)
    func `with nothing decided and nobody registered nothing is found`(kind: StoreKind) throws {
        let store = try store(kind)
        for watch in Watch.allCases {
            #expect(try report(watch, in: store) == WatchReport([], count: 0, isComplete: true))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `who was registered long ago and was never seen is found, and who came unregistered`(kind: StoreKind)
        async throws
    {
        let store = try store(kind)
        for (number, id) in ["a", "B", "c", "d"].enumerated() {
            try register(id, in: store, at: Self.time(daysAgo: 40 - Int64(number)))
        }
        try register("new", in: store, at: Self.time(daysAgo: 29))
        try register("gone", in: store, at: Self.time(daysAgo: 50)) { $0.status = .retired }
        try await store.decide("b", at: Self.time(daysAgo: 1))
        try await store.decide("x", at: Self.time(daysAgo: 1), hubs: [])
        try await store.decide("Y", at: Self.time(daysAgo: 1, plus: 1))
        try store.sweep()
        let unseen = try report(.neverSeen, in: store)
        #expect(subjects(unseen) == ["a", "c", "d"] && unseen.count == 3 && unseen.isComplete)
        #expect(unseen.findings[0].time == Self.time(daysAgo: 40))
        #expect(try subjects(report(.neverSeen, in: store) { $0.days = 38 }) == ["a"])
        let first = try report(.neverSeen, in: store) { $0.limit = 2 }
        #expect(subjects(first) == ["a", "c"] && first.next == "c")
        #expect(
            try subjects(
                report(.neverSeen, in: store) {
                    $0.limit = 2
                    $0.after = "c"
                }) == ["d"])
        let unregistered = try report(.unregistered, in: store)
        #expect(subjects(unregistered) == ["x", "Y"] && unregistered.count == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `a look that is bounded says so, and where it goes on`(kind: StoreKind) throws {
        let store = try store(kind)
        for id in ["a", "b", "c", "d", "e"] { try register(id, in: store, at: Self.time(daysAgo: 40)) }
        let bounded = try report(.neverSeen, in: store, rows: 2)
        #expect(bounded.count == 2 && !bounded.isComplete && bounded.next == "b")
        let listed = try report(.neverSeen, in: store, rows: 2) { $0.countsAll = false }
        #expect(subjects(listed) == ["a", "b"] && !listed.isComplete)
        var (found, after) = ([String](), String?.none)
        repeat {
            let page = try report(.neverSeen, in: store, rows: 2) { $0.after = after }
            found += subjects(page)
            after = page.next
        } while after != nil
        #expect(found == ["a", "b", "c", "d", "e"])
    }

    @Test(arguments: StoreKind.allCases)
    func `who comes back to a hub that it left is found`(kind: StoreKind) async throws {
        let store = try store(kind)
        let hubs = (1...3).map { "contoso-toasters-hub-\($0).azure-devices.net" }
        func move(_ id: String, _ from: Int, _ to: Int, daysAgo days: Int64, plus: Int64) async throws {
            try await store.decide(
                id, at: Self.time(daysAgo: days, plus: plus), hubs: [hubs[to]], on: hubs[from])
        }
        for id in ["back", "onward", "long-ago"] { try register(id, in: store, at: Self.time(daysAgo: 60)) }
        try await move("long-ago", 0, 1, daysAgo: 50, plus: 0)
        try await move("long-ago", 1, 0, daysAgo: 10, plus: 0)
        try await move("back", 0, 1, daysAgo: 9, plus: 0)
        try await move("onward", 0, 1, daysAgo: 9, plus: 1)
        try await move("onward", 1, 2, daysAgo: 9, plus: 2)
        try await move("Back", 1, 1, daysAgo: 9, plus: 3)
        try await move("Back", 1, 2, daysAgo: 9, plus: 4)
        try await move("back", 2, 0, daysAgo: 9, plus: 5)
        let found = try report(.hubChanges, in: store)
        #expect(subjects(found) == ["back"] && found.count == 1)
        #expect(
            found.findings[0].text == "changed its hub 3 times, the last time from \(hubs[2]) to \(hubs[0])")
        #expect(found.findings[0].time == Self.time(daysAgo: 9, plus: 5))
        #expect(try subjects(report(.hubChanges, in: store) { $0.days = 60 }) == ["back", "long-ago"])
    }

    @Test(arguments: StoreKind.allCases)
    func `who registers too often within the last hour is found`(kind: StoreKind) async throws {
        let store = try store(kind)
        let hour: Int64 = 3_600_000
        for number in 0..<6 {
            try await store.decide("then", at: Self.time(daysAgo: 0, plus: -2 * hour + Int64(number)))
        }
        for number in 0..<4 {
            try await store.decide(
                "often", at: Self.time(daysAgo: 0, plus: -1_000 + Int64(number) * 10), hubs: [])
            try await store.decide("Twice", at: Self.time(daysAgo: 0, plus: -995 + Int64(number) * 10))
        }
        try await store.decide("OFTEN", at: Self.time(daysAgo: 0))
        let found = try report(.frequentRegistrations, in: store) { $0.perHour = 3 }
        #expect(found.findings.map { $0.subject.lowercased() } == ["often", "twice"] && found.count == 2)
        #expect(found.findings[0].text == "registered 5 times within the last hour")
        #expect(found.findings[0].time == Self.now && found.isComplete)
        #expect(try report(.frequentRegistrations, in: store) { $0.perHour = 5 }.count == 0)
        let bounded = try report(.frequentRegistrations, in: store, rows: 3) { $0.perHour = 1 }
        #expect(bounded.findings.map { $0.subject.lowercased() } == ["often"] && !bounded.isComplete)
    }

    @Test(arguments: StoreKind.allCases)
    func `what no linked hub serves any more is found before a device fails`(kind: StoreKind) async throws {
        let store = try store(kind)
        _ = try store.policies.put(ruleOf: .suffix, pattern: "-hp", division: "heatpumps")
        let kitchens = Enrollment(kind: .group, id: "Kitchens")
        try register("t", in: store, at: Self.time(daysAgo: 9)) { $0.pinnedHub = Hub.office }
        try await store.decide("a-hp", at: Self.time(daysAgo: 5), through: kitchens)
        try await store.decide("b", at: Self.time(daysAgo: 5, plus: 1))
        try await store.decide(
            "c", at: Self.time(daysAgo: 5, plus: 2), hubs: [], through: Enrollment(kind: .individual, id: "c")
        )
        try store.sweep()
        #expect(try subjects(report(.unservedHubs, in: store)) == [Hub.office])
        try await store.decide(
            "d", at: Self.time(daysAgo: 4), hubs: [Hub.toasters, Hub.office], through: kitchens)
        try store.sweep()
        let pair = try report(.unservedHubs, in: store)
        #expect(subjects(pair) == ["group:Kitchens"] && pair.findings[0].kind == .enrollment)
        #expect(pair.findings[0].time == Self.time(daysAgo: 5))
        try await store.decide("e", at: Self.time(daysAgo: 3), hubs: [Hub.toasters])
        try await store.decide("f", at: Self.time(daysAgo: 3, plus: 1), hubs: nil)
        try store.sweep()
        let both = try report(.unservedHubs, in: store)
        #expect(subjects(both) == ["heatpumps", "group:Kitchens"] && both.count == 2)
        #expect(both.findings[0].text == "no enrollment links a hub with \"-heatpumps-\"; to it leads rule 1")
        let known = try store.watched.enrollments()
        #expect(known.map(\.name) == ["group:Kitchens", "none"] && known[1].linkedHubs == [Hub.toasters])
        #expect(known[0].divisions == [SeenEnrollment.Served("heatpumps", assignedAt: Self.time(daysAgo: 5))])
    }

    @Test(arguments: StoreKind.allCases)
    func `whose twin was edited since it was sent one is found`(kind: StoreKind) async throws {
        let store = try store(kind)
        let (old, new) = (try InitialTwin(["tags": ["a": 1]]), try InitialTwin(["tags": ["a": 2]]))
        for id in ["edited", "and-back", "anew", "never"] {
            try register(id, in: store, at: Self.time(daysAgo: 40)) { $0.twin = old }
        }
        for id in ["edited", "and-back", "anew"] { try await store.decide(id, at: Self.time(daysAgo: 30)) }
        for id in ["edited", "and-back", "anew", "never"] {
            try register(id, in: store, at: Self.time(daysAgo: 20)) { $0.twin = new }
        }
        try register("and-back", in: store, at: Self.time(daysAgo: 19)) { $0.twin = old }
        try register("edited", in: store, at: Self.time(daysAgo: 18)) {
            $0.twin = new
            $0.note = "no matter"
        }
        try await store.decide("anew", at: Self.time(daysAgo: 10))
        try await store.decide("edited", at: Self.time(daysAgo: 9), hubs: [])
        let found = try report(.staleTwins, in: store)
        #expect(subjects(found) == ["edited"] && found.count == 1 && found.isComplete)
        #expect(found.findings[0].time == Self.time(daysAgo: 20))
        #expect(try report(.staleTwins, in: store) { $0.days = 19 }.count == 0)
        #expect(try !report(.staleTwins, in: store, isSpent: true).isComplete)
        #expect(try !report(.staleTwins, in: store, rows: 1).isComplete)
    }
}
