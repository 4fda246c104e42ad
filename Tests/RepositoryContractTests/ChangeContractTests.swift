import Allocation
import Contoso
import Testing

/// Every write of the inventory leaves its line, and nothing else does.
@Suite struct ChangeContractTests {
    private static let noon = Timestamp(milliseconds: 1_795_348_800_000)
    private static let later = Timestamp(milliseconds: 1_795_348_800_001)

    private static let request = RequestID(nanoseconds: 7, randomness: 7)

    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        return store
    }

    private func device(_ id: String) throws -> Device {
        Device(registrationID: try RegistrationID(id), division: "toasters")
    }

    private func lines(of filter: ChangeFilter, in store: StoreUnderTest) throws -> [String] {
        try store.changes.changes(matching: filter).map { change in
            let names = change.effect == .updated ? " " + change.changedMembers.joined(separator: ",") : ""
            return "\(change.effect.rawValue) \(change.kind.rawValue) \(change.subject)\(names)"
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what a key did is told from what a system user of its name did, and which key a line speaks of`(
        kind: StoreKind
    ) throws {
        let store = try StoreUnderTest(kind)
        let key = try store.keys.create(name: "root", role: .admin, digest: SHA256.hash([1]), at: Self.noon)
        let context = ChangeContext(actor: "root", keyID: key.id, at: Self.later, requestID: Self.request)
        _ = try store.keys.change(id: key.id, if: .none, sparingLastAdmin: false, in: context) {
            key throws(ChangeRefusal) in
            do throws(StoreError) {
                return try APIKeyDraft(name: "operators", role: .admin, digest: key.digest)
            } catch {
                throw .store(error)
            }
        }
        _ = try store.keys.revoke(name: "operators", in: .at(Self.later, by: "root"))
        var filter = ChangeFilter(limit: 9)
        filter.actor = "root"
        let changes = try store.changes.changes(matching: filter)
        #expect(changes.map(\.set.context.keyID) == [nil, key.id])
        #expect(changes.map(\.set.context.who) == ["root", "root (key \(key.id))"])
        #expect(changes.map { $0.json["actorKey"]?.number?.int64 } == [nil, key.id])
        filter.actorKey = key.id
        #expect(try store.changes.changes(matching: filter).map(\.set.context) == [context])
        filter.actorKey = key.id + 1
        #expect(try store.changes.changes(matching: filter).isEmpty)
        for change in try store.changes.changes(matching: ChangeFilter(limit: 9)) {
            for side in [change.before, change.after].compactMap(\.self) {
                #expect(side["id"]?.number?.int64 == key.id)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a device's life is told from its making to its erasure`(kind: StoreKind) throws {
        let store = try store(kind)
        let id = try RegistrationID("Lobby-1")
        let context = ChangeContext(
            actor: "fleet", at: Self.noon, requestID: RequestID(nanoseconds: 1, randomness: 2),
            message: "first batch")
        _ = try store.devices.put(device("Lobby-1"), in: context)
        _ = try store.devices.put(device("Lobby-1"), in: .at(Self.later))
        _ = try store.devices.patch(
            id, with: ["note": "n", "status": "held"], in: .at(Self.later, by: "her"))
        _ = try store.devices.erase(id, in: .at(Self.later))
        var filter = ChangeFilter(limit: 9)
        filter.subject = "LOBBY-1"
        #expect(
            try lines(of: filter, in: store) == [
                "deleted device Lobby-1", "updated device Lobby-1 note,status", "created device Lobby-1",
            ])
        let changes = try store.changes.changes(matching: filter)
        #expect(changes.map(\.revision) == [nil, 2, 1])
        #expect(changes.last?.set.context == context)
        #expect(changes.last?.after == (try device("Lobby-1").json))
        #expect(changes.first?.before?["note"] == "n")
        #expect(Set(changes.map(\.set.id)).count == 3)
    }

    @Test(arguments: StoreKind.allCases)
    func `divisions, rules and keys leave their lines too, and no digest`(kind: StoreKind) throws {
        let store = try store(kind)
        _ = try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "toasters")
        _ = try store.policies.change(division: "TOASTERS", if: .none, in: .early) { present in
            present.map { Division(name: $0.value.name, noun: "bread", hubPattern: $0.value.hubPattern) }
        }
        let digest = SHA256.hash([1])
        _ = try store.keys.create(name: "dps", role: .webhook, digest: digest, at: Self.noon)
        #expect(try store.keys.revoke(name: "dps", at: Self.later))
        #expect(
            try lines(of: ChangeFilter(limit: 9), in: store) == [
                "updated key dps revokedAt", "created key dps", "updated division toasters noun,twin",
                "created rule 1", "created division toasters",
            ])
        let text = try store.changes.changes(matching: ChangeFilter(limit: 9)).map { "\($0)" }.joined()
        #expect(!text.contains(digest.description))
    }

    @Test(arguments: StoreKind.allCases)
    func `what was refused leaves no line`(kind: StoreKind) throws {
        let store = try store(kind)
        let id = try RegistrationID("lobby-1")
        #expect(throws: ChangeRefusal.self) {
            try store.devices.put(device("lobby-1"), if: .present, in: .early)
        }
        #expect(throws: ChangeRefusal.notFound) { try store.devices.retire(id, in: .early) }
        #expect(throws: ChangeRefusal.self) {
            try store.devices.put(
                Device(registrationID: id, division: "kettles"), in: .early)
        }
        #expect(throws: ChangeRefusal.self) {
            try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "kettles")
        }
        var filter = ChangeFilter(limit: 9)
        filter.kind = .device
        #expect(try lines(of: filter, in: store).isEmpty)
        filter.kind = .rule
        #expect(try lines(of: filter, in: store).isEmpty)
    }

    private static let filters: [(@Sendable (inout ChangeFilter) -> Void, [Int64])] = [
        ({ _ in }, [5, 4, 3, 2, 1]), ({ $0.limit = 2 }, [5, 4]), ({ $0.before = 4 }, [3, 2, 1]),
        ({ $0.kind = .division }, [1]), ({ $0.subject = "B" }, [4, 3]), ({ $0.actor = "her" }, [4, 2]),
        ({ $0.changeSet = 3 }, [3]), ({ $0.member = "note" }, [5, 4]), ({ $0.member = "twin" }, [1]),
        ({ $0.since = later }, [5, 4]), ({ $0.until = later }, [3, 2, 1]), ({ $0.changeSet = 77 }, []),
        ({ $0.requestID = request }, [2]),
        (
            {
                $0.requestID = request
                $0.subject = "b"
            }, []
        ),
        ({ $0.requestID = RequestID(nanoseconds: 8, randomness: 8) }, []),
        (
            {
                $0.subject = "A"
                $0.changeSet = 2
            }, [2]
        ),
    ]

    @Test(arguments: StoreKind.allCases, filters.indices)
    func `a filter leaves the lines that fit, the newest first`(kind: StoreKind, row: Int) throws {
        let store = try store(kind)
        let context = ChangeContext(actor: "her", at: Self.noon, requestID: Self.request)
        _ = try store.devices.put(device("a"), in: context)
        _ = try store.devices.put(device("b"), in: .at(Self.noon, by: "him"))
        _ = try store.devices.patch(RegistrationID("b"), with: ["note": "x"], in: .at(Self.later, by: "her"))
        _ = try store.devices.patch(RegistrationID("a"), with: ["note": "y"], in: .at(Self.later, by: "him"))
        let (change, expected) = Self.filters[row]
        var filter = ChangeFilter(limit: 9)
        change(&filter)
        #expect(try store.changes.changes(matching: filter).map(\.id) == expected)
    }
}
