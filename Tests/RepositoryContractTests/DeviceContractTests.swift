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
            heldUntil: Self.later, pinnedHub: "hub.example",
            twin: try InitialTwin(["tags": ["a": nil, "b": [1, 2.50, "é\u{0}"]]]),
            payload: ["x": ["y": true]], labels: ["a", "\"b\""], note: "\u{1F525}")
        #expect(try store.devices.put(device, at: Self.noon, by: "fleet") == .created)
        let kept = RegisteredDevice(
            device: device, revision: 1, createdAt: Self.noon, createdBy: "fleet",
            updatedAt: Self.noon, updatedBy: "fleet")
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
        { $0.division = "heatpumps" }, { $0.status = .disabled }, { $0.status = .retired },
        { $0.labels = ["x"] }, { $0.statusReason = "x" },
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
                    device: device, revision: 2, createdAt: Self.noon, createdBy: "fleet",
                    updatedAt: Self.later,
                    updatedBy: "other"))
        #expect(kept.device.registrationID.text == device.registrationID.text)
        #expect(try store.devices.page(of: DeviceQuery(limit: 9)).devices.count == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a device of no division is refused and nothing is written`(kind: StoreKind) throws {
        let store = try store(kind)
        #expect(throws: ChangeRefusal.invalid("division", "there is no division named kettles")) {
            try store.devices.put(device("lobby-1", in: "kettles"), at: Self.noon, by: "fleet")
        }
        #expect(try store.devices.device(RegistrationID("lobby-1")) == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `a device is erased once, whatever the case, and may come anew`(kind: StoreKind) throws {
        let store = try store(kind)
        _ = try store.devices.put(device("lobby-1"), at: Self.noon, by: "fleet")
        #expect(try store.devices.erase(RegistrationID("LOBBY-1"), in: .at(Self.noon)).effect == .deleted)
        #expect(throws: ChangeRefusal.notFound) {
            try store.devices.erase(RegistrationID("lobby-1"), in: .at(Self.noon))
        }
        #expect(try store.devices.device(RegistrationID("lobby-1")) == nil)
        #expect(try store.devices.put(device("lobby-1"), at: Self.later, by: "fleet") == .created)
        #expect(try store.devices.device(RegistrationID("lobby-1"))?.createdAt == Self.later)
    }

    @Test(arguments: StoreKind.allCases)
    func `a retired device stays, loses the end of its hold, and retires once`(kind: StoreKind) throws {
        let store = try store(kind)
        var device = try device("lobby-1")
        device.status = .held
        device.heldUntil = Self.later
        _ = try store.devices.put(device, at: Self.noon, by: "fleet")
        let retired = try store.devices.retire(
            device.registrationID, because: "scrapped", in: .at(Self.later, by: "admin"))
        #expect(retired.effect == .updated)
        #expect(retired.value?.device.status == .retired)
        #expect(retired.value?.device.statusReason == "scrapped")
        #expect(retired.value?.device.heldUntil == nil)
        #expect(try store.devices.retire(device.registrationID, in: .early).effect == .unchanged)
    }

    @Test(arguments: StoreKind.allCases)
    func `a patch changes what it names and refuses what it breaks`(kind: StoreKind) throws {
        let store = try store(kind)
        var device = try device("lobby-1")
        device.status = .disabled
        device.statusReason = "broken"
        device.note = "old"
        _ = try store.devices.put(device, at: Self.noon, by: "fleet")
        let patch: JSONValue = ["status": "active", "twin": ["tags": ["floor": 2]]]
        let changed = try store.devices.patch(device.registrationID, with: patch, in: .at(Self.later))
        #expect(changed.value?.device.statusReason == nil)
        #expect(changed.value?.device.twin?.json == ["tags": ["floor": 2]])
        #expect(changed.value?.device.note == "old")
        #expect(throws: ChangeRefusal.self) {
            try store.devices.patch(
                device.registrationID, with: ["status": "gone", "division": nil], in: .at(Self.later))
        }
        #expect(throws: ChangeRefusal.self) {
            try store.devices.patch(device.registrationID, with: ["registrationId": "lobby-2"], in: .early)
        }
        #expect(try store.devices.device(device.registrationID)?.revision == 2)
    }

    @Test(
        arguments: StoreKind.allCases,
        [
            (.present, true), (.absent, false), (.revision(in: [1]), true), (.revision(in: [2, 3]), false),
            (.none, true),
        ] as [(Precondition, Bool)])
    func `a change is made only when its precondition holds`(
        kind: StoreKind, row: (precondition: Precondition, isMade: Bool)
    ) throws {
        let store = try store(kind)
        let device = try device("lobby-1")
        _ = try store.devices.put(device, if: .absent, in: .at(Self.noon))
        let change: () throws -> Void = {
            _ = try store.devices.patch(
                device.registrationID, with: ["note": "new"], if: row.precondition, in: .at(Self.later))
        }
        if row.isMade {
            try change()
        } else {
            #expect(throws: ChangeRefusal.preconditionFailed(presentRevision: 1), performing: change)
        }
        #expect(try store.devices.device(device.registrationID)?.device.note == (row.isMade ? "new" : nil))
    }

    @Test(arguments: StoreKind.allCases)
    func `of two who edit the same revision one is told, and nothing is lost`(kind: StoreKind) throws {
        let store = try store(kind)
        let id = try device("lobby-1").registrationID
        _ = try store.devices.put(device("lobby-1"), at: Self.noon, by: "fleet")
        let seen = try #require(try store.devices.device(id)?.revision)
        _ = try store.devices.patch(
            id, with: ["note": "hers"], if: .revision(in: [seen]), in: .at(Self.later))
        #expect(throws: ChangeRefusal.preconditionFailed(presentRevision: 2)) {
            try store.devices.patch(id, with: ["note": "his"], if: .revision(in: [seen]), in: .at(Self.later))
        }
        #expect(try store.devices.device(id)?.device.note == "hers")
    }
}
