import Allocation
import Contoso
import Testing

@Suite struct DeviceContractTests {
    private static let noon = Timestamp(milliseconds: 1_795_348_800_000)
    private static let later = Timestamp(milliseconds: 1_795_348_800_001)

    /// A store with both divisions and without devices.
    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        return store
    }

    private func device(_ id: String, in division: String = "toasters") throws -> Device {
        Device(registrationID: try RegistrationID(id), division: division)
    }

    @Test(arguments: StoreKind.allCases)
    func `a device comes back with all that was written`(kind: StoreKind) throws {
        let store = try store(kind)
        let device = Device(
            registrationID: try RegistrationID("Lobby-1"), division: "toasters", status: .held,
            statusReason: "Recall \"12\".",
            pinnedHub: "hub.example", twin: try InitialTwin(["tags": ["a": nil, "b": [1, 2.50, "é\u{0}"]]]),
            payload: ["x": ["y": true]], note: "\u{1F525}")
        #expect(try store.devices.put(device, at: Self.noon, by: "fleet") == .created)
        let kept = RegisteredDevice(
            device: device, revision: 1, createdAt: Self.noon, updatedAt: Self.noon, updatedBy: "fleet")
        #expect(try store.devices.device(RegistrationID("lOBBY-1")) == kept)
        #expect(try store.devices.device(RegistrationID("lobby-1"))?.device.registrationID.text == "Lobby-1")
        #expect(try store.devices.device(RegistrationID("lobby-2")) == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `the same once more is no change`(kind: StoreKind) throws {
        let store = try store(kind)
        var device = try device("lobby-1")
        device.twin = Division.toasters.twin
        _ = try store.devices.put(device, at: Self.noon, by: "fleet")
        #expect(try store.devices.put(device, at: Self.later, by: "other") == .unchanged)
        // The division's name is no part of the device: its case does not matter.
        device.division = "TOASTERS"
        #expect(try store.devices.put(device, at: Self.later, by: "other") == .unchanged)
        let kept = try store.devices.device(device.registrationID)
        #expect(kept?.revision == 1)
        #expect(kept?.updatedAt == Self.noon)
        #expect(kept?.updatedBy == "fleet")
        #expect(kept?.device.division == "toasters")
    }

    private static let changes: [@Sendable (inout Device) throws -> Void] = [
        { $0.division = "heatpumps" }, { $0.status = .disabled }, { $0.statusReason = "x" },
        { $0.pinnedHub = "x" },
        { $0.twin = try InitialTwin(["tags": ["a": 1]]) }, { $0.twin = nil }, { $0.payload = ["a": 1] },
        { $0.payload = nil }, { $0.note = "x" }, { $0.note = nil },
        { $0 = Device(registrationID: try RegistrationID("LOBBY-1"), division: $0.division) },
    ]

    @Test(arguments: StoreKind.allCases, changes.indices)
    func `each change makes a new revision and leaves the time of creation`(kind: StoreKind, change: Int)
        throws
    {
        let store = try store(kind)
        var device = try device("lobby-1")
        device.twin = Division.heatPumps.twin
        device.payload = ["a": 2]
        device.note = "old"
        _ = try store.devices.put(device, at: Self.noon, by: "fleet")
        try Self.changes[change](&device)
        #expect(try store.devices.put(device, at: Self.later, by: "other") == .updated)
        let kept = try #require(try store.devices.device(device.registrationID))
        #expect(
            kept
                == RegisteredDevice(
                    device: device, revision: 2, createdAt: Self.noon, updatedAt: Self.later,
                    updatedBy: "other"))
        #expect(kept.device.registrationID.text == device.registrationID.text)
        #expect(try store.devices.devices(after: nil, limit: 9).count == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a device of no division is refused and nothing is written`(kind: StoreKind) throws {
        let store = try store(kind)
        #expect(throws: StoreError.refused("there is no division named kettles")) {
            try store.devices.put(device("lobby-1", in: "kettles"), at: Self.noon, by: "fleet")
        }
        #expect(try store.devices.device(RegistrationID("lobby-1")) == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `a device is deleted once, whatever the case, and may come anew`(kind: StoreKind) throws {
        let store = try store(kind)
        _ = try store.devices.put(device("lobby-1"), at: Self.noon, by: "fleet")
        #expect(try store.devices.delete(RegistrationID("LOBBY-1")))
        #expect(try !store.devices.delete(RegistrationID("lobby-1")))
        #expect(try store.devices.device(RegistrationID("lobby-1")) == nil)
        #expect(try store.devices.put(device("lobby-1"), at: Self.later, by: "fleet") == .created)
        #expect(try store.devices.device(RegistrationID("lobby-1"))?.createdAt == Self.later)
    }

    @Test(arguments: StoreKind.allCases)
    func `pages go through all devices in the order of their folded IDs`(kind: StoreKind) throws {
        let store = try store(kind)
        let sorted = ["-a", "1", "A-1", "a-2", "a.1-", "a:1", "A_x", "aB", "B"]
        for id in sorted.reversed() { _ = try store.devices.put(device(id), at: Self.noon, by: "fleet") }
        var listed: [String] = []
        var last: RegistrationID?
        while case let page = try store.devices.devices(after: last, limit: 2), !page.isEmpty {
            #expect(page.count <= 2)
            listed += page.map(\.device.registrationID.text)
            last = page.last?.device.registrationID
        }
        #expect(listed == sorted)
        #expect(
            try store.devices.devices(after: RegistrationID("A-2"), limit: 1).map(
                \.device.registrationID.text) == ["a.1-"])
        #expect(try store.devices.devices(after: nil, limit: 0).isEmpty)
    }
}
