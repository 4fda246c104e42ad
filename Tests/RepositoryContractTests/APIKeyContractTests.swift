import Allocation
import Contoso
import Testing

@Suite struct APIKeyContractTests {
    private static let noon = Timestamp(milliseconds: 1_795_348_800_000)

    private func secret(_ byte: UInt8) -> APIKeySecret {
        APIKeySecret(randomBytes: [UInt8](repeating: byte, count: APIKeySecret.byteCount))
    }

    @Test(arguments: StoreKind.allCases)
    func `keys of every role come back in the order they were made`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        #expect(try store.keys.keys().isEmpty)
        var made: [APIKey] = []
        for (index, role) in Role.allCases.enumerated() {
            let digest = secret(UInt8(index)).digest
            let key = try store.keys.create(name: "key of \(role)", role: role, digest: digest, at: Self.noon)
            #expect(key.name == "key of \(role)")
            #expect(key.role == role)
            #expect(key.digest == digest)
            #expect(key.createdAt == Self.noon)
            #expect(key.revokedAt == nil)
            made.append(key)
        }
        #expect(try store.keys.keys() == made)
        #expect(Set(made.map(\.id)).count == made.count)
    }

    @Test(arguments: StoreKind.allCases)
    func `a name is given to one live key at a time`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        _ = try store.keys.create(name: "dps", role: .webhook, digest: secret(1).digest, at: Self.noon)
        let error = #expect(throws: ChangeRefusal.self) {
            try store.keys.create(name: "dps", role: .admin, digest: secret(2).digest, at: Self.noon)
        }
        guard case .store(.refused) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try store.keys.keys().count == 1)
        #expect(try store.keys.revoke(name: "dps", at: Self.noon))
        _ = try store.keys.create(name: "dps", role: .admin, digest: secret(2).digest, at: Self.noon)
        #expect(try store.keys.keys().map(\.revokedAt) == [Self.noon, nil])
    }

    @Test(arguments: StoreKind.allCases)
    func `a key is revoked once and no earlier than it was made`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        let first = try store.keys.create(
            name: "dps", role: .webhook, digest: secret(1).digest, at: Self.noon)
        #expect(try !store.keys.revoke(name: "DPS", at: Self.noon))
        #expect(try store.keys.revoke(name: "dps", at: Timestamp(milliseconds: 5)))
        #expect(try !store.keys.revoke(name: "dps", at: Self.noon))
        let kept = try store.keys.keys()
        #expect(kept.map(\.id) == [first.id])
        #expect(kept.map(\.revokedAt) == [Self.noon])
    }

    @Test(arguments: StoreKind.allCases)
    func `a key opens from when it is made until it is revoked`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        let text = secret(1).text
        #expect(try store.decisions.liveKeys().key(forSecret: text) == nil)
        let key = try store.keys.create(name: "dps", role: .webhook, digest: secret(1).digest, at: Self.noon)
        #expect(try store.decisions.liveKeys().key(forSecret: text) == key)
        _ = try store.keys.create(name: "dps-2027", role: .webhook, digest: secret(2).digest, at: Self.noon)
        #expect(try store.decisions.liveKeys().key(forSecret: text) == key)
        _ = try store.keys.revoke(name: "dps", at: Self.noon)
        #expect(try store.decisions.liveKeys().key(forSecret: text) == nil)
        #expect(try store.decisions.liveKeys().key(forSecret: secret(2).text)?.name == "dps-2027")
    }

    @Test(arguments: StoreKind.allCases)
    func `a key is changed at its revision, to a name that is free, and opens all the while`(
        kind: StoreKind
    ) throws {
        let store = try StoreUnderTest(kind)
        let made = try store.keys.create(name: "dps", role: .webhook, digest: secret(1).digest, at: Self.noon)
        let taken = try store.keys.create(name: "it", role: .admin, digest: secret(2).digest, at: Self.noon)
        func change(
            _ name: String, _ role: Role, if precondition: Precondition
        ) throws(ChangeRefusal) -> Changed<APIKey> {
            try store.keys.change(id: made.id, if: precondition, sparingLastAdmin: true, in: .at(Self.noon)) {
                key throws(ChangeRefusal) in
                do throws(StoreError) {
                    return try APIKeyDraft(name: name, role: role, digest: key.digest)
                } catch {
                    throw .store(error)
                }
            }
        }
        #expect(throws: ChangeRefusal.preconditionFailed(presentRevision: 1)) {
            try change("a", .fleet, if: .revision(in: [2]))
        }
        #expect(throws: ChangeRefusal.self) { try change("it", .webhook, if: .none) }
        #expect(try change("dps", .webhook, if: .none) == Changed(.unchanged, made))
        let changed = try change("dps-2027", .fleet, if: .revision(in: [1]))
        let key = try #require(changed.value)
        #expect(changed.effect == .updated && key.revision == 2)
        #expect(key.name == "dps-2027" && key.role == .fleet && key.digest == made.digest)
        #expect(try store.keys.keys() == [key, taken])
        #expect(try store.decisions.liveKeys().key(forSecret: secret(1).text) == key)
        let revoked = try store.keys.revoke(
            id: made.id, if: .revision(in: [2]), sparingLastAdmin: true, in: .at(Self.noon))
        #expect(revoked.value?.revision == 3)
        #expect(throws: ChangeRefusal.self) { try change("b", .fleet, if: .none) }
        #expect(try store.changes.changes(matching: ChangeFilter(limit: 9)).map(\.revision) == [3, 2, 1, 1])
    }

    @Test(arguments: StoreKind.allCases)
    func `a key is revoked by its number, at its revision, and the same once more is no change`(
        kind: StoreKind
    ) throws {
        let store = try StoreUnderTest(kind)
        let made = try store.keys.create(name: "dps", role: .webhook, digest: secret(1).digest, at: Self.noon)
        #expect(made.revision == 1)
        #expect(throws: ChangeRefusal.preconditionFailed(presentRevision: 1)) {
            try store.keys.revoke(
                id: made.id, if: .revision(in: [2]), sparingLastAdmin: true, in: .at(Self.noon))
        }
        #expect(throws: ChangeRefusal.preconditionFailed(presentRevision: nil)) {
            try store.keys.revoke(id: 77, if: .present, sparingLastAdmin: true, in: .at(Self.noon))
        }
        #expect(throws: ChangeRefusal.notFound) {
            try store.keys.revoke(id: 77, if: .none, sparingLastAdmin: true, in: .at(Self.noon))
        }
        let revoked = try store.keys.revoke(
            id: made.id, if: .revision(in: [1]), sparingLastAdmin: true, in: .at(Self.noon))
        #expect(revoked == Changed(.updated, made.revoked(at: Self.noon)))
        #expect(revoked.value?.revision == 2)
        let again = try store.keys.revoke(
            id: made.id, if: .present, sparingLastAdmin: true, in: .at(Timestamp(milliseconds: 0)))
        #expect(again == Changed(.unchanged, made.revoked(at: Self.noon)))
        #expect(try store.keys.keys() == [made.revoked(at: Self.noon)])
        #expect(try store.changes.changes(matching: ChangeFilter(limit: 9)).map(\.revision) == [2, 1])
    }

    @Test(arguments: StoreKind.allCases)
    func `the last live key of an admin is spared where that is asked for, and nowhere else`(
        kind: StoreKind
    ) throws {
        let store = try StoreUnderTest(kind)
        let keys = try (1...3).map { number in
            try store.keys.create(
                name: "key \(number)", role: number == 3 ? .fleet : .admin,
                digest: secret(UInt8(number)).digest,
                at: Self.noon)
        }
        func demote(_ key: APIKey, to role: Role = .fleet, sparing: Bool) throws -> WriteEffect {
            try store.keys.change(id: key.id, if: .none, sparingLastAdmin: sparing, in: .at(Self.noon)) {
                key throws(ChangeRefusal) in
                do throws(StoreError) {
                    return try APIKeyDraft(name: key.name + "x", role: role, digest: key.digest)
                } catch {
                    throw .store(error)
                }
            }.effect
        }
        func revoke(_ key: APIKey, sparing: Bool) throws -> WriteEffect {
            try store.keys.revoke(id: key.id, if: .none, sparingLastAdmin: sparing, in: .at(Self.noon)).effect
        }
        #expect(try revoke(keys[0], sparing: true) == .updated)
        #expect(throws: ChangeRefusal.self) { try revoke(keys[1], sparing: true) }
        #expect(throws: ChangeRefusal.self) { try demote(keys[1], sparing: true) }
        #expect(try demote(keys[1], to: .admin, sparing: true) == .updated)
        #expect(try revoke(keys[0], sparing: true) == .unchanged)
        #expect(try revoke(keys[2], sparing: true) == .updated)
        #expect(try store.keys.keys().filter { $0.revokedAt == nil }.map(\.role) == [.admin])
        #expect(try demote(keys[1], sparing: false) == .updated)
        #expect(try revoke(keys[1], sparing: false) == .updated)
    }
}
