import Allocation
import Contoso
import Testing

@Suite struct DecisionInventoryContractTests {
    private static let noon = Timestamp(milliseconds: 1_795_348_800_000)

    @Test(arguments: StoreKind.allCases)
    func `every write is seen by the next look`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        let id = try RegistrationID("lobby-1")
        func standing() throws -> InventoryStanding { try store.decisions.standing(of: id) }
        #expect(try standing().policy.divisions.isEmpty)
        #expect(try standing().registered == nil)

        _ = try store.policies.put(.toasters)
        #expect(try standing().policy.divisions == [.toasters])

        var device = Device(registrationID: id, division: "toasters")
        _ = try store.devices.put(device, at: Self.noon, by: "fleet")
        #expect(try standing().registered?.division == .toasters)
        #expect(try standing().registered?.revision == 1)

        device.status = .disabled
        _ = try store.devices.put(device, at: Self.noon, by: "fleet")
        #expect(try standing().registered?.status == .disabled)
        #expect(try standing().registered?.revision == 2)

        _ = try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "toasters")
        #expect(try standing().policy.rules.map(\.pattern) == ["-1"])
        #expect(try standing().policy.revision == store.policies.policy().revision)

        _ = try store.devices.erase(id, in: .early)
        #expect(try standing().registered == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `a device is found whatever the case of its ID`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        let device = Device(registrationID: try RegistrationID("Lobby-1"), division: "TOASTERS")
        _ = try store.devices.put(device, at: Self.noon, by: "fleet")
        let found = try store.decisions.standing(of: RegistrationID("LOBBY-1")).registered
        #expect(found?.division == .toasters)
        #expect(try store.decisions.standing(of: RegistrationID("lobby-11")).registered == nil)
    }
}
