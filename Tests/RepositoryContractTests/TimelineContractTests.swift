import Allocation
import Contoso
import Testing

/// A device's life, put together from both databases.
@Suite struct TimelineContractTests {
    private static func time(_ number: Int64) -> Timestamp {
        Timestamp(milliseconds: 1_795_348_800_000 + number)
    }

    private func decide(_ id: RegistrationID, at time: Timestamp, in store: StoreUnderTest) async throws {
        let request = AllocationRequest(registrationID: id, linkedHubs: [])
        var steps: [DecisionStep]?
        let decision = try Allocator.decide(
            request, at: time, readingStandingBy: store.decisions.standing, explainingInto: &steps)
        try await store.recorder.record(
            Assignment(
                decidedAt: time, requestID: RequestID(nanoseconds: 1, randomness: 1), request: request,
                decision: decision))
    }

    @Test(arguments: StoreKind.allCases)
    func `a life is told from before its registration to after its erasure`(
        kind: StoreKind
    ) async throws {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        let id = try RegistrationID("Life-1")
        let other = try RegistrationID("Life-10")
        try await decide(id, at: Self.time(0), in: store)
        for number in 0..<4 as Range<Int64> {
            let device = Device(registrationID: id, division: "toasters", note: "n\(number)")
            _ = try store.devices.put(device, in: .at(Self.time(10 * number + 1)))
            _ = try store.devices.put(
                Device(registrationID: other, division: "toasters", note: "n\(number)"),
                in: .at(Self.time(10 * number + 2)))
            try await decide(RegistrationID("LIFE-1"), at: Self.time(10 * number + 3), in: store)
            try await decide(other, at: Self.time(10 * number + 4), in: store)
        }
        _ = try store.devices.retire(id, in: .at(Self.time(50)))
        _ = try store.devices.erase(id, in: .at(Self.time(60)))
        let life =
            ["refused", "registered", "refused"]
            + ["changed", "refused", "changed", "refused", "changed", "refused", "retired", "erased"]
        for limit in [1, 2, 3, 4, 5, 6, 10, 11, 12, 50] {
            for isOldestFirst in [false, true] {
                let timeline = try DeviceTimeline(
                    of: id, from: store.changes, and: store.history, isOldestFirst: isOldestFirst,
                    limit: limit)
                let expected = isOldestFirst ? life : life.reversed()
                #expect(
                    timeline.entries.map(\.event.rawValue) == Array(expected.prefix(limit)),
                    "\(limit) \(isOldestFirst)")
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a device that was never registered has its decisions alone, and an unknown one nothing`(
        kind: StoreKind
    ) async throws {
        let store = try StoreUnderTest(kind)
        let id = try RegistrationID("never-1")
        #expect(
            try DeviceTimeline(of: id, from: store.changes, and: store.history, limit: 9).entries.isEmpty)
        try await decide(id, at: Self.time(1), in: store)
        let timeline = try DeviceTimeline(of: id, from: store.changes, and: store.history, limit: 9)
        #expect(timeline.entries.map(\.summary) == ["refused: unrecognizedDevice"])
    }
}
