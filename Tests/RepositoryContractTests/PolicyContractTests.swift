import Allocation
import Contoso
import Testing

@Suite struct PolicyContractTests {
    @Test(arguments: StoreKind.allCases)
    func `an empty store has a policy without divisions and rules`(kind: StoreKind) throws {
        let policy = try StoreUnderTest(kind).policies.policy()
        #expect(policy.divisions.isEmpty)
        #expect(policy.rules.isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `a division comes back with all that was written`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        let paying = Division(name: "paying", noun: "things", hubPattern: "-p-", payload: ["a": [1, nil]])
        for division in [Division.toasters, .heatPumps, paying] {
            #expect(try store.policies.put(division) == .created)
        }
        #expect(try store.policies.policy().divisions == [.heatPumps, paying, .toasters])
    }

    @Test(arguments: StoreKind.allCases)
    func `a division is known by its name whatever the case, and keeps the last spelling`(kind: StoreKind)
        throws
    {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        let shouted = Division(name: "TOASTERS", noun: "toasters", hubPattern: "-t-")
        #expect(try store.policies.put(shouted) == .updated)
        #expect(try store.policies.policy().divisions == [shouted])
    }

    @Test(arguments: StoreKind.allCases)
    func `every change raises the policy's revision and no other call does`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        let steps: [(WriteEffect, () throws -> WriteEffect)] = [
            (.created, { try store.policies.put(.toasters) }),
            (.created, { try store.policies.put(.heatPumps) }),
            (.unchanged, { try store.policies.put(.toasters) }),
            (
                .updated,
                { try store.policies.put(Division(name: "toasters", noun: "toasters", hubPattern: "-t-")) }
            ),
            (.created, { try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "toasters") }),
            (.unchanged, { try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "Toasters") }),
            (.updated, { try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "heatpumps") }),
            (.created, { try store.policies.put(ruleOf: .contains, pattern: "-1", division: "heatpumps") }),
        ]
        var revision = try store.policies.policy().revision
        for (index, step) in steps.enumerated() {
            #expect(try step.1() == step.0, "step \(index)")
            let raised = try store.policies.policy().revision
            #expect((raised > revision) == (step.0 != .unchanged), "step \(index)")
            revision = raised
        }
    }

    @Test(arguments: StoreKind.allCases)
    func
        `rules are tried in the order in which they were added, and a change leaves one its number and place`(
            kind: StoreKind
        ) throws
    {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        _ = try store.policies.put(.heatPumps)
        for pattern in ["-z", "-a", "-M"] {
            #expect(
                try store.policies.put(ruleOf: .suffix, pattern: pattern, division: "toasters") == .created)
        }
        let before = try store.policies.policy().rules
        #expect(before.map(\.pattern) == ["-z", "-a", "-M"])
        #expect(Set(before.map(\.id)).count == 3)

        #expect(try store.policies.put(ruleOf: .suffix, pattern: "-A", division: "HEATPUMPS") == .updated)
        var expected = before
        expected[1] = Rule(id: before[1].id, kind: .suffix, pattern: "-A", division: "heatpumps")
        #expect(try store.policies.policy().rules == expected)
    }

    @Test(arguments: StoreKind.allCases)
    func `what is empty or leads nowhere is refused, and the policy stays as it was`(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        let revision = try store.policies.policy().revision
        let attempts: [() throws -> WriteEffect] = [
            { try store.policies.put(Division(name: "", noun: "n", hubPattern: "p")) },
            { try store.policies.put(Division(name: "d", noun: "", hubPattern: "p")) },
            { try store.policies.put(Division(name: "d", noun: "n", hubPattern: "")) },
            { try store.policies.put(ruleOf: .suffix, pattern: "", division: "toasters") },
            { try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "kettles") },
        ]
        for (index, attempt) in attempts.enumerated() {
            let error = #expect(throws: ChangeRefusal.self, "attempt \(index)") { try attempt() }
            switch error {
            case .invalid, .store(.refused): break
            default: Issue.record("attempt \(index): \(String(describing: error))")
            }
        }
        let policy = try store.policies.policy()
        #expect(policy.revision == revision)
        #expect(policy.divisions == [.toasters])
        #expect(policy.rules.isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `a rule is moved among the others, changed and taken away, at revisions of its own`(kind: StoreKind)
        throws
    {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        for pattern in ["-1", "-2", "-3"] {
            _ = try store.policies.put(ruleOf: .suffix, pattern: pattern, division: "toasters")
        }
        func patterns() throws -> [String] { try store.policies.rules().map(\.value.pattern) }
        func move(_ id: Int64, to position: Int?) throws -> WriteEffect {
            try store.policies.change(rule: id, if: .none, in: .early) { present in
                present.map {
                    RuleDraft(
                        kind: .suffix, pattern: $0.value.pattern, division: "toasters", position: position)
                }
            }.effect
        }
        #expect(try move(3, to: 1) == .updated)
        #expect(try patterns() == ["-3", "-1", "-2"])
        #expect(try move(3, to: 99) == .updated)
        #expect(try patterns() == ["-1", "-2", "-3"])
        #expect(try move(3, to: 3) == .unchanged)
        #expect(try move(3, to: nil) == .unchanged)
        #expect(try store.policies.rules().map(\.revision) == [1, 1, 3])
        #expect(throws: ChangeRefusal.preconditionFailed(presentRevision: 3)) {
            try store.policies.change(rule: 3, if: .revision(in: [1]), in: .early) { _ in nil }
        }
        #expect(try store.policies.change(rule: 1, if: .present, in: .early) { _ in nil }.effect == .deleted)
        #expect(try patterns() == ["-2", "-3"])
        // A number is never given twice: the history names rules by it.
        let added = try store.policies.change(rule: nil, if: .none, in: .early) { _ in
            RuleDraft(kind: .suffix, pattern: "-4", division: "toasters", position: 2)
        }
        #expect(added.value?.value.id == 4)
        #expect(try patterns() == ["-2", "-4", "-3"])
        #expect(throws: ChangeRefusal.notFound) {
            try store.policies.change(rule: 77, if: .none, in: .early) { _ in nil }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a division in use is not taken away, and takes all that is in it along when it is renamed`(
        kind: StoreKind
    )
        throws
    {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        _ = try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "toasters")
        let id = try RegistrationID("lobby-1")
        _ = try store.devices.put(Device(registrationID: id, division: "toasters"), in: .early)
        let refusal = ChangeRefusal.store(.refused("division toasters has 1 devices and 1 rules"))
        #expect(throws: refusal) {
            try store.policies.change(division: "toasters", if: .none, in: .early) { _ in nil }
        }
        let renamed = try store.policies.change(division: "toasters", if: .revision(in: [1]), in: .early) {
            _ in
            Division(name: "kettles", noun: "kettles", hubPattern: "-k-")
        }
        #expect(renamed.value?.revision == 2)
        #expect(try store.policies.rules().map(\.value.division) == ["kettles"])
        #expect(try store.devices.device(id)?.device.division == "kettles")
        _ = try store.policies.put(.toasters)
        #expect(throws: ChangeRefusal.invalid("name", "there is a division named kettles already")) {
            try store.policies.change(division: "toasters", if: .none, in: .early) { _ in
                Division(name: "KETTLES", noun: "k", hubPattern: "-k-")
            }
        }
        #expect(
            try store.policies.change(division: "Toasters", if: .none, in: .early) { _ in nil }.effect
                == .deleted)
    }

    @Test(arguments: StoreKind.allCases)
    func `a patch changes what it names of a division or a rule, and an unknown one is not there`(
        kind: StoreKind
    ) throws {
        let store = try StoreUnderTest(kind)
        _ = try store.policies.put(.toasters)
        _ = try store.policies.put(ruleOf: .suffix, pattern: "-1", division: "toasters")
        _ = try store.policies.put(ruleOf: .suffix, pattern: "-2", division: "toasters")
        let division = try store.policies.patch(
            division: "Toasters", with: ["noun": "bread", "twin": nil], if: .revision(in: [1]), in: .early)
        #expect(
            division.value
                == Versioned(Division(name: "toasters", noun: "bread", hubPattern: "-toasters-"), at: 2))
        let rule = try store.policies.patch(
            rule: 2, with: ["pattern": "-3", "position": 1], if: .revision(in: [1]), in: .early)
        #expect(
            rule.value == Versioned(Rule(id: 2, kind: .suffix, pattern: "-3", division: "toasters"), at: 2))
        #expect(try store.policies.rules().map(\.value.id) == [2, 1])
        #expect(try store.policies.patch(rule: 1, with: [:], in: .early).effect == .unchanged)
        for patch in [["pattern": nil], ["colour": 1], ["position": 0], 7] as [JSONValue] {
            #expect(throws: ChangeRefusal.self) { try store.policies.patch(rule: 1, with: patch, in: .early) }
        }
        #expect(throws: ChangeRefusal.notFound) {
            try store.policies.patch(division: "kettles", with: [:], in: .early)
        }
        #expect(throws: ChangeRefusal.notFound) { try store.policies.patch(rule: 9, with: [:], in: .early) }
        #expect(throws: ChangeRefusal.notFound) { try store.policies.delete(division: "kettles", in: .early) }
        #expect(throws: ChangeRefusal.preconditionFailed(presentRevision: 2)) {
            try store.policies.delete(division: "toasters", if: .revision(in: [1]), in: .early)
        }
    }
}
