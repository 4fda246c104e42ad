import Allocation
import Contoso
import Testing

@Suite struct NearMissSearchTests {
    private static let noTime = Timestamp(milliseconds: 0)

    private func misses(
        of id: String, linkedHubs: [String]? = Hub.both, policy: Policy = .contoso, device: Device? = nil,
        similar: [SimilarDevice] = []
    ) throws -> [String] {
        let standing = try device.map { device throws(StoreError) in
            try InventoryStanding(policy: policy, device: device, revision: 1)
        }
        return try NearMissSearch(
            of: RegistrationID(id), linkedHubs: linkedHubs,
            standing: standing ?? InventoryStanding(policy: policy), at: Self.noTime
        ).nearMisses { _ throws(StoreError) in similar }.map(\.explanation)
    }

    private func similar(_ id: String, edits: Int) throws -> SimilarDevice {
        let device = Device(registrationID: try RegistrationID(id), division: "toasters", status: .disabled)
        return SimilarDevice(
            RegisteredDevice(
                device: device, revision: 1, createdAt: Self.noTime, createdBy: "a", updatedAt: Self.noTime,
                updatedBy: "a"), edits: edits)
    }

    @Test func `a device that is barred says why`() throws {
        var device = Device(
            registrationID: try RegistrationID("sn-1"), division: "toasters", status: .disabled)
        #expect(try misses(of: "sn-1", device: device) == ["sn-1 is registered, but disabled"])
        device.statusReason = "stolen"
        device.status = .held
        device.heldUntil = Timestamp(milliseconds: 1)
        #expect(
            try misses(of: "sn-1", device: device) == [
                "sn-1 is registered, but held until 1970-01-01T00:00:00.001Z: stolen"
            ])
        device.heldUntil = Self.noTime
        #expect(try misses(of: "sn-1", device: device) == [])
    }

    @Test func `an unknown device tells similar ones, and whether they are in use`() throws {
        let found = try misses(of: "sn-1", similar: [similar("sn-11", edits: 1), similar("sm-11", edits: 2)])
        #expect(
            found == [
                "sn-11 is registered, one character away: division toasters, disabled",
                "sm-11 is registered, two characters away: division toasters, disabled",
            ])
    }

    @Test(arguments: [
        ("main-contoso-tstrsd-07", 1), ("main-contoso-tstrsd-0077", 1), ("main-contoso-tsrtsd-007", 1),
        ("MAIN-CONTOSO-HPSD-08", 2), ("maincontoso-hpsd-088", 2), ("main-contoso-hpsd-088x", 2),
    ])
    func `an end that is one character off a suffix names its rule`(id: String, rule: Int) throws {
        let found = try NearMissSearch(
            of: RegistrationID(id), linkedHubs: nil, standing: InventoryStanding(policy: .contoso),
            at: Self.noTime
        ).nearMisses { _ throws(StoreError) in [] }
        #expect(found.map(\.subject) == [.rule(id: Int64(rule))])
    }

    @Test func `rules that are further away, or too short to tell, are not told`() throws {
        #expect(try misses(of: "main-contoso-tstrsd-9").isEmpty)
        #expect(try misses(of: "main-contoso-hpsd-088-and-more").isEmpty)
        let short = Policy(
            revision: 1, divisions: [.toasters],
            rules: [
                Rule(id: 1, kind: .suffix, pattern: "-k", division: "toasters"),
                Rule(id: 2, kind: .contains, pattern: "-kit-", division: "toasters"),
            ])
        #expect(try misses(of: "a-x", policy: short).isEmpty)
        #expect(
            try misses(of: "a-kits-9", policy: short) == [
                "the ID has a part one character away from \"-kit-\" of rule 2, division toasters"
            ])
    }

    @Test func `a linked hub that is misspelt is told, for a pattern and for a pinned hub`() throws {
        let hubs = ["contoso-toaster-hub.azure-devices.net", Hub.office, "contoso-tosters-1.net", "a b"]
        let id = "main-contoso-tstrsd-007"
        let pattern = try misses(of: id, linkedHubs: hubs)
        #expect(pattern.map { $0.contains("one character away from having \"-toasters-\"") } == [true, true])
        #expect(try misses(of: id).isEmpty)
        #expect(try misses(of: id, linkedHubs: nil).isEmpty)
        #expect(try misses(of: id, linkedHubs: [Hub.office]).isEmpty)
        let device = Device(
            registrationID: try RegistrationID("sn-1"), division: "toasters",
            pinnedHub: "contoso-tosters-2.nett")
        #expect(
            try misses(of: "sn-1", linkedHubs: hubs, device: device) == [
                "the linked hub contoso-tosters-1.net is two characters away from contoso-tosters-2.nett, "
                    + "to which the device is pinned"
            ])
    }
}
