import Allocation
import Contoso
import Testing

@Suite struct SimilarDeviceContractTests {
    private func store(_ kind: StoreKind, _ ids: [String]) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        for id in ids {
            let device = Device(registrationID: try RegistrationID(id), division: "toasters")
            _ = try store.devices.put(device, in: .early)
        }
        return store
    }

    private func similar(to id: String, in store: StoreUnderTest, limit: Int = 10) throws -> [String] {
        try store.devices.devices(similarTo: RegistrationID(id), limit: limit)
            .map { "\($0.device.device.registrationID) \($0.edits)" }
    }

    @Test(arguments: StoreKind.allCases)
    func `devices one or two characters away are found, the nearest first`(kind: StoreKind) throws {
        let store = try store(
            kind,
            [
                "Sensor-0042", "sensor-042", "sensor-00:42", "sensor-0024", "sensr-0024", "senor-9042",
                "other-1",
            ])
        #expect(
            try similar(to: "SENSOR-0042", in: store) == [
                "sensor-0024 1", "sensor-00:42 1", "sensor-042 1", "senor-9042 2", "sensr-0024 2",
            ])
        #expect(try similar(to: "SENSOR-0042", in: store, limit: 2) == ["sensor-0024 1", "sensor-00:42 1"])
        #expect(try similar(to: "sensor-0052", in: store, limit: 2) == ["Sensor-0042 1", "sensor-0024 2"])
        #expect(try similar(to: "nothing-like-it", in: store).isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `of a short ID one edit is looked for, and of a shorter one none`(kind: StoreKind) throws {
        let store = try store(kind, ["sn-42", "sn-4", "ab", "a"])
        #expect(try similar(to: "sn-43", in: store) == ["sn-4 1", "sn-42 1"])
        #expect(try similar(to: "ac", in: store).isEmpty)
    }

    @Test func `both stores find the same`() throws {
        var generator = SeededGenerator(state: 5)
        let ids = (0..<400).map { _ in
            String((0..<8).compactMap { _ in "ab0-:_.Z".randomElement(using: &generator) }) + "9"
        }
        let stores = try StoreKind.allCases.map { try store($0, ids) }
        for _ in 0..<100 {
            let id = String((0..<8).compactMap { _ in "ab0-:_.Z".randomElement(using: &generator) }) + "9"
            let found = try stores.map { try similar(to: id, in: $0, limit: 50) }
            #expect(Set(found).count == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what a refused device missed is found by the inventory as it is`(kind: StoreKind) throws {
        let store = try store(kind, ["sensor-0042"])
        _ = try store.policies.put(ruleOf: .suffix, pattern: "-tstrsd-007", division: "toasters")
        _ = try store.devices.patch(
            RegistrationID("sensor-0042"), with: ["status": "disabled", "statusReason": "stolen"], in: .early)
        func misses(_ id: String, _ hubs: [String]?) throws -> [NearMiss] {
            try store.devices.nearMisses(
                of: RegistrationID(id), linkedHubs: hubs, in: store.policies.policy(),
                at: Timestamp(milliseconds: 0))
        }
        #expect(try misses("Sensor-0042", Hub.both).map(\.kind) == [.barredDevice])
        #expect(try misses("sensor-0041", Hub.both).map(\.kind) == [.similarDevice])
        #expect(try misses("x-tstrsd-07", Hub.both).map(\.subject) == [.rule(id: 1)])
        #expect(try misses("x-tstrsd-007", ["contoso-toaster-1.net"]).map(\.kind) == [.similarHub])
        #expect(try misses("x-tstrsd-007", Hub.both).isEmpty)
    }
}
