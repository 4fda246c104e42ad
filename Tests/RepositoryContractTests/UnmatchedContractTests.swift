import Allocation
import Contoso
import Testing

@Suite struct UnmatchedContractTests {
    private static func time(_ number: Int) -> Timestamp { Timestamp(milliseconds: Int64(1_000 + number)) }

    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        return store
    }

    private func groups(
        by grouping: UnmatchedGrouping, in store: StoreUnderTest, isDismissed: Bool = false
    ) throws -> [UnmatchedGroup] {
        try store.unmatched.groups(
            of: UnmatchedGroupQuery(by: grouping, UnmatchedFilter(isDismissed: isDismissed))
        )
        .groups
    }

    private func devices(
        in store: StoreUnderTest, isDismissed: Bool? = false,
        _ choose: (inout UnmatchedFilter) -> Void = { _ in }
    ) throws -> [UnmatchedDevice] {
        var filter = UnmatchedFilter(isDismissed: isDismissed)
        choose(&filter)
        return try store.unmatched.devices(of: UnmatchedQuery(filter)).devices
    }

    private func ids(_ devices: [UnmatchedDevice]) -> [String] { devices.map(\.registrationID) }

    @Test(arguments: StoreKind.allCases)
    func `an inbox of nothing has no groups`(kind: StoreKind) throws {
        let store = try store(kind)
        try store.sweep()
        for grouping in UnmatchedGrouping.allCases {
            let page = try store.unmatched.groups(
                of: UnmatchedGroupQuery(by: grouping, UnmatchedFilter(isDismissed: false)))
            #expect(page == UnmatchedGroupPage([], next: nil, countsUpTo: nil))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a refused device is told with how often, when and through what`(kind: StoreKind) async throws {
        let store = try store(kind)
        let group = Enrollment(kind: .group, id: "Kitchens")
        try await store.decide("Room-1-ovn-009", at: Self.time(1), through: group)
        try store.sweep()
        try await store.decide("room-1-OVN-009", at: Self.time(2), through: group)
        try await store.decide("alone", at: Self.time(3), through: Enrollment(kind: .individual, id: "alone"))
        try await store.decide("nohubs", at: Self.time(4), hubs: nil)
        try await store.decide(nil, at: Self.time(5))
        try store.sweep()
        let found = try devices(in: store)
        #expect(ids(found) == ["alone", "nohubs", "room-1-OVN-009"])
        #expect(found.map(\.enrollment) == ["individual", "none", "group:Kitchens"])
        #expect(found.map(\.reason) == [.unrecognizedDevice, .linkedHubsMissing, .unrecognizedDevice])
        #expect(found.map(\.refusals) == [1, 1, 2] && found.map(\.suffix) == ["alone", "nohubs", "-ovn-#"])
        #expect(found[2].firstRefusedAt == Self.time(1) && found[2].lastRefusedAt == Self.time(2))
        let last = try #require(try store.history.assignment(found[2].lastAssignmentID))
        #expect(last.registrationID == "room-1-OVN-009" && last.decidedAt == Self.time(2))
        #expect(
            try store.unmatched.devices(of: UnmatchedQuery(UnmatchedFilter())).countsUpTo == Self.time(5))
    }

    @Test(arguments: StoreKind.allCases)
    func `a device leaves when it is assigned, and what was before is forgotten`(kind: StoreKind) async throws
    {
        let store = try store(kind)
        try await store.decide("sn-1", at: Self.time(1))
        try await store.decide("sn-2", at: Self.time(2))
        try store.sweep()
        _ = try store.devices.put(
            Device(registrationID: RegistrationID("SN-1"), division: "toasters"), in: .early)
        #expect(try devices(in: store).map(\.isRegistered) == [true, false])
        try await store.decide("sn-1", at: Self.time(3))
        try store.sweep()
        #expect(try ids(devices(in: store)) == ["sn-2"])
        // Assigned and refused within one sweep, and the other way round.
        try await store.decide("sn-1", at: Self.time(4), hubs: [])
        try await store.decide("sn-1", at: Self.time(5))
        try await store.decide("sn-1", at: Self.time(6), hubs: [Hub.office])
        try store.sweep()
        let back = try #require(try devices(in: store).first)
        #expect(back.registrationID == "sn-1" && back.refusals == 1 && back.reason == .noMatchingHub)
        #expect(back.firstRefusedAt == Self.time(6))
        try await store.decide("sn-1", at: Self.time(7), hubs: [])
        try await store.decide("sn-1", at: Self.time(8))
        try store.sweep()
        #expect(try ids(devices(in: store)) == ["sn-2"])
    }

    @Test(arguments: StoreKind.allCases)
    func `groups tell what their devices have in common, those of most devices first`(kind: StoreKind)
        async throws
    {
        let store = try store(kind)
        for (number, id) in ["a-contoso-ovn-009", "b-contoso-ovn-009", "c-ovn-10", "sn-1", "sn-22", "x"]
            .enumerated()
        {
            try await store.decide(
                id, at: Self.time(number),
                through: Enrollment(kind: .group, id: id.count > 8 ? "long" : "short"))
        }
        try await store.decide("x", at: Self.time(9), hubs: nil)
        try store.sweep()
        let bySuffix = try groups(by: .suffix, in: store)
        #expect(bySuffix.map(\.key) == ["-ovn-#", "sn-#", "x"] && bySuffix.map(\.devices) == [3, 2, 1])
        #expect(bySuffix.map(\.commonSuffix) == [nil, nil, nil] && bySuffix.map(\.refusals) == [3, 2, 2])
        let byEnrollment = try groups(by: .enrollment, in: store)
        #expect(byEnrollment.map(\.key) == ["group:short", "group:long", "none"])
        let long = try #require(byEnrollment.first { $0.key == "group:long" })
        #expect(
            long.commonSuffix == "-contoso-ovn-009"
                && long.examples == ["a-contoso-ovn-009", "b-contoso-ovn-009"])
        let byReason = try groups(by: .reason, in: store)
        #expect(byReason.map(\.key) == ["unrecognizedDevice", "linkedHubsMissing"])
        #expect(
            byReason[0].examples == ["a-contoso-ovn-009", "b-contoso-ovn-009", "c-ovn-10", "sn-1", "sn-22"])
        #expect(byReason[0].firstRefusedAt == Self.time(0) && byReason[0].lastRefusedAt == Self.time(4))
        #expect(bySuffix[2].reasons == [UnmatchedGroup.ReasonCount(.linkedHubsMissing, 1)])
        #expect(
            try ids(devices(in: store) { $0.suffix = "-OVN-#" }) == [
                "a-contoso-ovn-009", "b-contoso-ovn-009", "c-ovn-10",
            ])
        #expect(try ids(devices(in: store) { $0.enrollment = "GROUP:long" }).count == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `devices become inventory rows as one change set, and who is registered stays`(kind: StoreKind)
        async throws
    {
        let store = try store(kind)
        for (number, id) in ["sn-1", "sn-2", "sn-3", "sn-4", "other"].enumerated() {
            try await store.decide(id, at: Self.time(number))
        }
        try store.sweep()
        let own = Device(registrationID: try RegistrationID("sn-2"), division: "heatpumps")
        _ = try store.devices.put(own, in: .early)
        var filter = UnmatchedFilter(isDismissed: false)
        filter.suffix = "sn-#"
        let template = Device(
            registrationID: try RegistrationID("any"), division: "TOASTERS", labels: ["found"])
        let context = ChangeContext(actor: "kim", at: Self.time(9), message: "they are ours")
        let first = try store.unmatched.register(filter, as: template, atMost: 2, in: context)
        #expect(first.registered == 2 && first.alreadyRegistered == 1 && first.remaining == 1)
        let number = try #require(first.changeSet)
        let set = try #require(try store.changes.changeSet(number))
        #expect(set.counts == ChangeCounts(created: 2) && set.context == context && set.kind == .edit)
        let second = try store.unmatched.register(filter, as: template, atMost: 2, in: context)
        #expect(second.registered == 1 && second.alreadyRegistered == 3 && second.remaining == 0)
        let none = try store.unmatched.register(filter, as: template, atMost: 2, in: context)
        #expect(
            none == UnmatchedRegistration(changeSet: nil, registered: 0, alreadyRegistered: 4, remaining: 0))
        let made = try #require(try store.devices.device(RegistrationID("sn-4")))
        #expect(
            made.device.division == "toasters" && made.device.labels == ["found"] && made.createdBy == "kim")
        #expect(try store.devices.device(RegistrationID("sn-2"))?.device.division == "heatpumps")
        #expect(try store.devices.device(RegistrationID("other")) == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `what cannot be registered is refused as a whole, with every fault`(kind: StoreKind) async throws {
        let store = try store(kind)
        try await store.decide("sn-1", at: Self.time(1))
        try store.sweep()
        var filter = UnmatchedFilter()
        filter.devices = try ["sn-1", "sn-7", "SN-8"].map { try RegistrationID($0) }
        let template = Device(registrationID: try RegistrationID("any"), division: "toasters")
        let refusal = #expect(throws: ChangeRefusal.self) {
            try store.unmatched.register(filter, as: template, atMost: 9, in: .early)
        }
        guard case .invalid(let faults) = refusal else { throw try #require(refusal) }
        #expect(faults.faults.map(\.pointer.description) == ["/select/devices/1", "/select/devices/2"])
        filter.devices = [try RegistrationID("sn-1")]
        #expect(throws: ChangeRefusal.invalid("division", "there is no division named kettles")) {
            let stranger = Device(registrationID: try RegistrationID("any"), division: "kettles")
            _ = try store.unmatched.register(filter, as: stranger, atMost: 9, in: .early)
        }
        #expect(try store.devices.device(RegistrationID("sn-1")) == nil)
        #expect(try store.changes.changes(matching: ChangeFilter(limit: 9)).allSatisfy { $0.kind != .device })
    }

    @Test(arguments: StoreKind.allCases)
    func `it is told to how many devices a rule would apply`(kind: StoreKind) async throws {
        let store = try store(kind)
        for (number, id) in ["a-OVN-009", "b-ovn-009", "ovn-009-x"].enumerated() {
            try await store.decide(id, at: Self.time(number))
        }
        try store.sweep()
        func matches(_ kind: Rule.Kind, _ pattern: String, suffix: String? = nil) throws -> [Int64] {
            var filter = UnmatchedFilter()
            filter.suffix = suffix
            let found = try store.unmatched.matches(
                of: RuleDraft(kind: kind, pattern: pattern, division: "toasters"), among: filter)
            return [found.matches, found.devices]
        }
        #expect(try matches(.suffix, "-Ovn-009") == [2, 3])
        #expect(try matches(.contains, "oVn-009") == [3, 3])
        #expect(try matches(.contains, "%") == [0, 3])
        #expect(try matches(.suffix, "-ovn-009", suffix: "-x") == [0, 1])
    }

    @Test(arguments: StoreKind.allCases)
    func `what is dismissed is away until it is restored, or refused again if that was said`(kind: StoreKind)
        async throws
    {
        let store = try store(kind)
        for (number, id) in ["sn-1", "sn-2", "tst-1"].enumerated() {
            try await store.decide(id, at: Self.time(number))
        }
        try store.sweep()
        func dismiss(_ kind: UnmatchedDismissal.Kind, _ subject: String, at number: Int, again: Bool) throws
            -> Int64
        {
            try store.unmatched.dismiss([
                UnmatchedDismissal(
                    kind, subject, untilRefusedAgain: again, at: Self.time(number), by: "kim",
                    message: "not ours")
            ])
        }
        #expect(try dismiss(.device, "SN-1", at: 5, again: true) == 1)
        #expect(try dismiss(.suffix, "tst-#", at: 5, again: false) == 1)
        #expect(try ids(devices(in: store)) == ["sn-2"])
        let away = try devices(in: store, isDismissed: true)
        #expect(ids(away) == ["sn-1", "tst-1"])
        #expect(away[0].dismissal?.message == "not ours" && away[1].dismissal?.kind == .suffix)
        #expect(try groups(by: .suffix, in: store, isDismissed: true).map(\.key) == ["sn-#", "tst-#"])
        #expect(try groups(by: .reason, in: store).map(\.devices) == [1])

        for (number, id) in ["sn-1", "tst-1", "tst-2"].enumerated() {
            try await store.decide(id, at: Self.time(10 + number))
        }
        try store.sweep()
        #expect(try ids(devices(in: store)) == ["sn-1", "sn-2"])
        #expect(try dismiss(.reason, "unrecognizedDevice", at: 20, again: true) == 4)
        #expect(try devices(in: store).isEmpty)
        let subjects = [
            UnmatchedSubject(.suffix, "tst-#"), UnmatchedSubject(.reason, "unrecognizedDevice"),
            UnmatchedSubject(.device, "x"),
        ]
        #expect(try store.unmatched.restore(subjects) == 2)
        #expect(try ids(devices(in: store)) == ["sn-1", "sn-2", "tst-1", "tst-2"])
        #expect(throws: ChangeRefusal.self) { _ = try dismiss(.device, "stranger", at: 30, again: false) }
    }
}

extension StoreUnderTest {
    /// Decides about a device as DPS would ask.
    func decide(
        _ id: String?, at time: Timestamp, hubs: [String]? = Hub.both, through enrollment: Enrollment? = nil,
        on currentHub: String? = nil
    ) async throws {
        let request = AllocationRequest(
            registrationID: try id.map { try RegistrationID($0) }, linkedHubs: hubs, currentHub: currentHub,
            enrollment: enrollment)
        var noSteps: [DecisionStep]?
        let decision = try Allocator.decide(
            request, at: time, readingStandingBy: decisions.standing, explainingInto: &noSteps)
        try await recorder.record(
            Assignment(
                decidedAt: time,
                requestID: RequestID(nanoseconds: UInt64(time.milliseconds) * 1_000_000, randomness: 7),
                request: request, decision: decision))
    }
}
