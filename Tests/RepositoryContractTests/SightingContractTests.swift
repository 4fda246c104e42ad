import Allocation
import Contoso
import Testing

@Suite struct SightingContractTests {
    private static func time(_ number: Int) -> Timestamp { Timestamp(milliseconds: Int64(1_000 + number)) }

    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        for (number, id) in ["a", "B", "c", "D", "e"].enumerated() {
            let division = number % 2 == 0 ? "toasters" : "heatpumps"
            let device = Device(registrationID: try RegistrationID(id), division: division)
            _ = try store.devices.put(device, in: .early)
        }
        return store
    }

    /// Decides about a device as DPS would ask, with a hub or without one, which refuses it.
    private func decide(_ id: String?, in store: StoreUnderTest, at number: Int, isAssigned: Bool)
        async throws
    {
        let request = AllocationRequest(
            registrationID: try id.map { try RegistrationID($0) },
            linkedHubs: isAssigned ? [Hub.toasters, Hub.heatPumps] : [])
        var noSteps: [DecisionStep]?
        let decision = try Allocator.decide(
            request, at: Self.time(number), readingStandingBy: store.decisions.standing,
            explainingInto: &noSteps)
        try await store.recorder.record(
            Assignment(
                decidedAt: Self.time(number),
                requestID: RequestID(nanoseconds: UInt64(number), randomness: 7),
                request: request, decision: decision))
    }

    private func page(_ isSeen: Bool?, of store: StoreUnderTest, division: String? = nil) throws -> DevicePage
    {
        var query = DeviceQuery(limit: 9, countsAll: true)
        query.filter.isSeen = isSeen
        query.filter.division = division
        return try store.devices.page(of: query)
    }

    private func ids(_ page: DevicePage) -> [String] { page.devices.map(\.device.registrationID.text) }

    @Test(arguments: StoreKind.allCases)
    func `without a decision no device is seen, and nothing counts`(kind: StoreKind) throws {
        let store = try store(kind)
        try store.sweep()
        #expect(try ids(page(false, of: store)) == ["a", "B", "c", "D", "e"])
        #expect(try page(true, of: store).devices.isEmpty)
        #expect(try page(true, of: store).seenUpTo == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `a device is seen once DPS has asked about it, whatever the case and the answer`(kind: StoreKind)
        async throws
    {
        let store = try store(kind)
        try await decide("b", in: store, at: 1, isAssigned: true)
        try await decide("C", in: store, at: 2, isAssigned: false)
        try await decide("stranger", in: store, at: 3, isAssigned: false)
        try await decide(nil, in: store, at: 4, isAssigned: false)
        try store.sweep()
        let (seen, unseen) = (try page(true, of: store), try page(false, of: store))
        #expect(ids(seen) == ["B", "c"] && seen.total == 2)
        #expect(ids(unseen) == ["a", "D", "e"] && unseen.total == 3)
        #expect(seen.seenUpTo == Self.time(4) && unseen.seenUpTo == Self.time(4))
        #expect(try page(nil, of: store).seenUpTo == nil)
        #expect(try ids(page(true, of: store, division: "toasters")) == ["c"])

        // Seen before it was registered, and seen once more.
        _ = try store.devices.put(
            Device(registrationID: RegistrationID("Stranger"), division: "toasters"), in: .early)
        try await decide("b", in: store, at: 5, isAssigned: true)
        try await decide("D", in: store, at: 6, isAssigned: true)
        try store.sweep()
        #expect(try ids(page(true, of: store)) == ["B", "c", "D", "Stranger"])
        #expect(try page(false, of: store).seenUpTo == Self.time(6))
    }

    @Test(arguments: StoreKind.allCases)
    func `a reading takes the filter too`(kind: StoreKind) async throws {
        let store = try store(kind)
        try await decide("e", in: store, at: 1, isAssigned: true)
        try store.sweep()
        var filter = DeviceFilter()
        filter.isSeen = true
        #expect(
            try store.devices.reading(of: filter).next(atMost: 9).map(\.registrationID) == ["e"])
        filter.isSeen = false
        #expect(try store.devices.reading(of: filter).next(atMost: 9).count == 4)
    }
}
