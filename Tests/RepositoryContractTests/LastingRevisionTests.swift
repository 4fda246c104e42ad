import Allocation
import Contoso
import Testing

/// A revision that something had never comes back, so that whoever knows it cannot be taken to know what came later.
@Suite struct LastingRevisionTests {
    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        _ = try store.policies.put(.heatPumps)
        return store
    }

    private func put(_ id: String, note: String? = nil, in store: StoreUnderTest) throws -> Int64? {
        try store.devices.put(
            Device(registrationID: RegistrationID(id), division: "toasters", note: note), in: .early
        ).value?.revision
    }

    private func lastSet(in store: StoreUnderTest) throws -> Int64 {
        try #require(
            try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 1).first?.id)
    }

    @Test(arguments: StoreKind.allCases)
    func `a device that is made again goes on from where the erased one ended`(kind: StoreKind) throws {
        let store = try store(kind)
        let id = try RegistrationID("lobby-1")
        #expect(try put("lobby-1", in: store) == 1)
        #expect(try put("lobby-1", note: "n", in: store) == 2)
        _ = try store.devices.erase(id, in: .early)
        #expect(try put("LOBBY-1", in: store) == 3)
        #expect(throws: ChangeRefusal.preconditionFailed(presentRevision: 3)) {
            try store.devices.patch(id, with: ["note": "x"], if: .revision(in: [1, 2]), in: .early)
        }
        _ = try store.devices.erase(id, in: .early)
        #expect(try put("lobby-1", in: store) == 4)
        #expect(try store.changes.changes(matching: ChangeFilter(limit: 1)).first?.revision == 4)
        #expect(try put("lobby-2", in: store) == 1)
        #expect(try store.decisions.standing(of: id).registered?.revision == 4)
    }

    @Test(arguments: StoreKind.allCases)
    func `an erasing that is taken back makes a new revision`(kind: StoreKind) throws {
        let store = try store(kind)
        let id = try RegistrationID("lobby-1")
        _ = try put("lobby-1", in: store)
        _ = try store.devices.erase(id, in: .early)
        let outcome = try store.changes.undo(changeSet: lastSet(in: store), in: .early) { _ in }
        #expect(outcome.changeSet?.counts == ChangeCounts(created: 1))
        #expect(try store.devices.device(id)?.revision == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `an import goes on from there too, and takes no row of the erased device for one of the new`(
        kind: StoreKind
    ) throws {
        let store = try store(kind)
        let id = try RegistrationID("lobby-1")
        _ = try put("lobby-1", in: store)
        let stale = try store.plan("registrationId,note\nlobby-1,planned\n")
        _ = try store.devices.erase(id, in: .early)
        let plan = try store.plan("registrationId,division\nLobby-1,toasters\nlobby-2,toasters\n", number: 2)
        let set = try #require(try store.apply(plan).changeSet)
        #expect(try store.devices.device(id)?.revision == 2)
        #expect(try store.devices.device(RegistrationID("lobby-2"))?.revision == 1)
        var filter = ChangeFilter(limit: 9)
        filter.changeSet = set.id
        #expect(try store.changes.changes(matching: filter).map(\.revision) == [1, 2])
        #expect(throws: ImportRefusal.self) { try store.apply(stale) }
        let again = try store.plan("registrationId,note,etag\nlobby-1,n,1\n", number: 3)
        #expect(again.counts == ImportCounts([.conflicting: 1]))
        let undone = try store.changes.undo(changeSet: set.id, in: .early) { _ in }
        #expect(undone.changeSet?.counts == ChangeCounts(deleted: 2))
        #expect(try put("lobby-1", in: store) == 3)
    }

    @Test(arguments: StoreKind.allCases)
    func `a division goes on from the one that had its name`(kind: StoreKind) throws {
        let store = try store(kind)
        func write(_ name: String, as newName: String) throws -> Int64? {
            try store.policies.change(division: name, if: .none, in: .early) { _ in
                Division(name: newName, noun: "n", hubPattern: "-\(newName)-")
            }.value?.revision
        }
        #expect(try write("ovens", as: "ovens") == 1)
        #expect(try write("ovens", as: "Ovens") == 2)
        #expect(try write("ovens", as: "stoves") == 3)
        #expect(try write("OVENS", as: "ovens") == 3)
        _ = try store.policies.delete(division: "stoves", in: .early)
        #expect(try write("ovens", as: "stoves") == 4)
        _ = try store.policies.delete(division: "stoves", in: .early)
        _ = try store.changes.undo(changeSet: lastSet(in: store), in: .early) { _ in }
        #expect(
            try store.policies.divisions().first { $0.value.name == "stoves" }?.revision == 5)
    }
}
