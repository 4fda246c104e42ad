import Allocation
import Contoso
import Testing

/// Change sets are taken back, but for what was edited since.
@Suite struct UndoContractTests {
    private static let later = Timestamp(milliseconds: 1_795_348_900_000)

    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        _ = try store.policies.put(.heatPumps)
        for id in ["known-1", "known-2"] {
            _ = try store.devices.put(
                Device(registrationID: RegistrationID(id), division: "toasters", note: "n"), in: .early)
        }
        return store
    }

    private func importing(in store: StoreUnderTest) throws -> ChangeSet {
        let plan = try store.plan(
            "registrationId,division,note\nnew-1,toasters,\nknown-1,heatpumps,m\nknown-2,toasters,m\nnew-2,toasters,\n"
        )
        return try #require(try store.apply(plan).changeSet)
    }

    private func undo(_ set: Int64, in store: StoreUnderTest) throws -> UndoOutcome {
        try store.changes.undo(changeSet: set, in: .at(Self.later, by: "undoer")) { _ in }
    }

    private func device(_ id: String, in store: StoreUnderTest) throws -> RegisteredDevice? {
        try store.devices.device(RegistrationID(id))
    }

    @Test(arguments: StoreKind.allCases)
    func `an import that is taken back leaves the devices as before, at new revisions`(kind: StoreKind) throws
    {
        let store = try store(kind)
        let set = try importing(in: store)
        let outcome = try undo(set.id, in: store)
        #expect(outcome.refusedCount == 0)
        #expect(outcome.changeSet?.kind == .undo)
        #expect(outcome.changeSet?.undoes == set.id)
        #expect(outcome.changeSet?.counts == ChangeCounts(updated: 2, deleted: 2))
        #expect(
            outcome.changeSet
                == (try store.changes.changeSets(of: .undo, concerning: nil, before: nil, limit: 9).first))
        #expect(try device("new-1", in: store) == nil)
        let known = try #require(try device("known-1", in: store))
        #expect(
            known.device
                == Device(registrationID: try RegistrationID("known-1"), division: "toasters", note: "n"))
        #expect((known.revision, known.updatedBy) == (3, "undoer"))
    }

    @Test(arguments: StoreKind.allCases)
    func `an undo can be taken back itself`(kind: StoreKind) throws {
        let store = try store(kind)
        let set = try importing(in: store)
        let undone = try #require(try undo(set.id, in: store).changeSet)
        let redone = try undo(undone.id, in: store)
        #expect(redone.changeSet?.counts == ChangeCounts(created: 2, updated: 2))
        #expect(try device("known-1", in: store)?.device.division == "heatpumps")
        #expect(try device("new-2", in: store)?.revision == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `a set tells what took it back, as long as that is in force`(kind: StoreKind) throws {
        let store = try store(kind)
        let first = try importing(in: store)
        #expect(try store.changes.changeSet(first.id)?.undoneBy == nil)
        var sets = [first.id]
        // Each one takes the one before it back: of two neighbours one is in force.
        for _ in 1...4 {
            let last = try #require(sets.last)
            sets.append(try #require(try undo(last, in: store).changeSet).id)
            let told = sets.enumerated().map { index, _ in
                let isUndone = (sets.count - 1 - index) % 2 == 1
                return isUndone ? sets[index + 1] : nil
            }
            #expect(try sets.map { try store.changes.changeSet($0)?.undoneBy } == told)
            let listed = try store.changes.changeSets(
                of: nil, concerning: nil, before: nil, limit: sets.count)
            #expect(listed.reversed().map(\.undoneBy) == told)
            // A page that has none of what took its sets back.
            let page = try store.changes.changeSets(of: .import, concerning: nil, before: nil, limit: 9)
            #expect(page.map(\.undoneBy) == [told[0]])
            var filter = ChangeFilter(limit: 1)
            filter.changeSet = first.id
            #expect(try store.changes.changes(matching: filter).map(\.set.undoneBy) == [told[0]])
            let plan = try #require(first.importID)
            #expect(try store.imports.plan(plan)?.changeSet?.undoneBy == told[0])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a set that was taken back in part tells so, and one that could not take anything back is none`(
        kind: StoreKind
    ) throws {
        let store = try store(kind)
        let set = try importing(in: store)
        _ = try store.devices.patch(RegistrationID("known-1"), with: ["note": "mine"], in: .early)
        let partial = try #require(try undo(set.id, in: store).changeSet)
        #expect(partial.counts == ChangeCounts(updated: 1, deleted: 2))
        #expect(try store.changes.changeSet(set.id)?.undoneBy == partial.id)
        #expect(try undo(set.id, in: store).changeSet == nil)
        #expect(try store.changes.changeSet(set.id)?.undoneBy == partial.id)
        #expect(try store.changes.changeSet(set.id)?.json["undoneBy"] == .number(JSONNumber(partial.id)))
        #expect(partial.json["undoneBy"] == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `what was edited since stays, is listed, and holds up nothing else`(kind: StoreKind) throws {
        let store = try store(kind)
        let set = try importing(in: store)
        _ = try store.devices.patch(RegistrationID("known-1"), with: ["note": "mine"], in: .early)
        let id = try RegistrationID("new-1")
        _ = try store.devices.erase(id, in: .early)
        // Made again: it is another one.
        _ = try store.devices.put(Device(registrationID: id, division: "toasters"), in: .early)
        let outcome = try undo(set.id, in: store)
        #expect(outcome.refused.map(\.subject).sorted() == ["known-1", "new-1"])
        #expect(outcome.refusedCount == 2)
        #expect(outcome.changeSet?.counts == ChangeCounts(updated: 1, deleted: 1))
        #expect(try device("known-1", in: store)?.device.note == "mine")
        #expect(try device("new-1", in: store) != nil)
        #expect(try device("known-2", in: store)?.device.note == "n")

        let again = try undo(set.id, in: store)
        #expect(again.changeSet == nil)
        #expect(again.refusedCount == 4)
    }

    @Test(arguments: StoreKind.allCases)
    func `divisions and rules are taken back too, keys are not`(kind: StoreKind) throws {
        let store = try store(kind)
        _ = try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "heatpumps")
        _ = try store.keys.create(name: "dps", role: .webhook, digest: SHA256.hash([1]), at: Self.later)
        _ = try store.policies.change(division: "toasters", if: .none, in: .early) { _ in
            Division(name: "toast", noun: "bread", hubPattern: "-t-")
        }
        let sets = try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 3)
        let outcomes = try sets.map { try undo($0.id, in: store) }
        #expect(outcomes.map(\.refusedCount) == [0, 1, 0])
        #expect(outcomes[1].refused.first?.kind == .key)
        #expect(try store.policies.policy().rules.isEmpty)
        #expect(try store.policies.divisions().map(\.value.noun) == ["heat pumps", "toasters"])
        #expect(try device("known-1", in: store)?.device.division == "toasters")
    }

    @Test(arguments: StoreKind.allCases)
    func `why a key is not taken back is told by what was done to it`(kind: StoreKind) throws {
        let store = try store(kind)
        let key = try store.keys.create(name: "dps", role: .webhook, digest: SHA256.hash([1]), at: Self.later)
        _ = try store.keys.change(id: key.id, if: .none, sparingLastAdmin: true, in: .early) {
            key throws(ChangeRefusal) in
            do throws(StoreError) {
                return try APIKeyDraft(name: "dps-2027", role: .webhook, digest: key.digest)
            } catch {
                throw .store(error)
            }
        }
        _ = try store.keys.revoke(name: "dps-2027", at: Self.later)
        let sets = try store.changes.changeSets(of: nil, concerning: .key, before: nil, limit: 9)
        #expect(
            try sets.map { try undo($0.id, in: store).refused.map(\.reason) } == [
                ["a revoked key stays revoked: make another"],
                ["a key's name and role are not taken back: give it those that it is to have"],
                ["that a key was made is not taken back: revoke it"],
            ])
    }

    @Test(arguments: StoreKind.allCases)
    func `sets are listed by what they concern`(kind: StoreKind) throws {
        let store = try store(kind)
        _ = try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "heatpumps")
        _ = try store.keys.create(name: "dps", role: .webhook, digest: SHA256.hash([1]), at: Self.later)
        let all = try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 99)
        for subject in Change.Kind.allCases {
            let expected = try all.filter { set in
                var filter = ChangeFilter(limit: 1)
                filter.changeSet = set.id
                filter.kind = subject
                return try !store.changes.changes(matching: filter).isEmpty
            }
            #expect(!expected.isEmpty && expected.count < all.count)
            #expect(
                try store.changes.changeSets(of: nil, concerning: subject, before: nil, limit: 99) == expected
            )
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a division that is in use stays`(kind: StoreKind) throws {
        let store = try store(kind)
        let made = try #require(
            try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 99).last)
        let outcome = try undo(made.id, in: store)
        #expect(outcome.changeSet == nil)
        #expect(outcome.refused.map(\.reason) == ["division toasters has 2 devices and 0 rules"])
        #expect(try store.policies.divisions().count == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `a set that there is not cannot be taken back`(kind: StoreKind) throws {
        let store = try store(kind)
        #expect(throws: ChangeRefusal.notFound) { try undo(77, in: store) }
        #expect(try store.changes.changeSet(77) == nil)
    }
}
