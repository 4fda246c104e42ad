import Allocation
import Contoso
import Testing

@Suite struct PolicyChangeContractTests {
    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        return store
    }

    private func device(_ id: String) throws -> Device {
        Device(registrationID: try RegistrationID(id), division: "toasters")
    }

    @Test(arguments: StoreKind.allCases)
    func `changes of divisions and rules are found among the others, a page at a time`(kind: StoreKind) throws
    {
        let store = try store(kind)
        _ = try store.devices.put(device("a"), in: .early)
        _ = try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "toasters")
        _ = try store.keys.create(
            name: "k", role: .fleet, digest: SHA256.hash([1]), at: Timestamp(milliseconds: 0))
        _ = try store.devices.put(device("b"), in: .early)
        _ = try store.policies.patch(division: "heatpumps", with: ["noun": "pumps"], in: .early)
        let all = try store.changes.policyChanges(before: nil, limit: 9)
        #expect(all.map(\.subject) == ["heatpumps", "1", "heatpumps", "toasters"])
        #expect(try store.changes.policyChanges(before: nil, limit: 2) == Array(all.prefix(2)))
        #expect(try store.changes.policyChanges(before: all[1].id, limit: 9) == Array(all.suffix(2)))
        #expect(try store.changes.policyChanges(before: 1, limit: 9).isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `each set tells the policy that it found and left`(kind: StoreKind) throws {
        let store = try store(kind)
        let base = try store.policies.policy().revision
        _ = try store.devices.put(device("a"), in: .early)
        #expect(try store.policies.policy().revision == base)
        for pattern in ["-1", "-2", "-3"] {
            _ = try store.policies.put(ruleOf: .suffix, pattern: pattern, division: "toasters")
        }
        _ = try store.policies.patch(rule: 3, with: ["position": 1], in: .early)
        _ = try store.policies.change(rule: 2, if: .none, in: .early) { _ in nil }
        let newest = try #require(
            store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 1).first)
        let undone = try store.changes.undo(changeSet: newest.id, in: .early) { _ in }
        let sets = try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 99).reversed()
            .map { $0 }
        #expect(undone.changeSet == sets.last)
        let revisions = try sets.map { try #require($0.policyRevisions) }
        for (one, next) in zip(revisions, revisions.dropFirst()) { #expect(one.after == next.before) }
        #expect(
            revisions.map { $0.after > $0.before } == [true, true, false, true, true, true, true, true, true])
        #expect(try revisions.last?.after == store.policies.policy().revision)
    }
}
