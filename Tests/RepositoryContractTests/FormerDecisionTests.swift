import Allocation
import Contoso
import Testing

/// Decisions are made again as they were, whatever became of the inventory.
@Suite struct FormerDecisionTests {
    private static func time(_ minutes: Int64) -> Timestamp {
        Timestamp(milliseconds: 1_795_348_800_000 + minutes * 60_000)
    }

    /// What is done after the decision, and where the decision now differs.
    struct Edit: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let differences: [String]
        let run: @Sendable (StoreUnderTest, ChangeContext) throws -> Void

        init(
            _ description: String, _ differences: [String],
            _ run: @escaping @Sendable (StoreUnderTest, ChangeContext) throws -> Void
        ) {
            (testDescription, self.differences, self.run) = (description, differences, run)
        }
    }

    /// Where the article's two templates differ.
    private static let otherTemplate = [
        "/initialTwin/tags/deviceType", "/initialTwin/properties/desired/state",
        "/initialTwin/properties/desired/darknessSetting",
        "/initialTwin/properties/desired/temperatureSetting",
    ]

    private static let twin: JSONValue = ["tags": ["new": true]]

    private static let editsOfDevice = [
        Edit("nothing", []) { _, _ in },
        Edit(
            "the device's twin", ["/deviceRevision", "/initialTwin/tags/own", "/initialTwin/tags/deviceType"]
        ) {
            store, context in
            _ = try store.devices.patch(
                RegistrationID("SENSOR-42"), with: ["twin": ["tags": ["own": "new", "deviceType": "none"]]],
                in: context)
        },
        Edit("the device's spelling", ["/deviceRevision"]) { store, context in
            _ = try store.devices.patch(
                RegistrationID("sensor-42"), with: ["registrationId": "SENSOR-42"], in: context)
        },
        Edit(
            "the device is erased",
            [
                "/outcome", "/reason", "/source", "/deviceRevision", "/division", "/hub", "/initialTwin",
                "/message",
            ]
        ) {
            store, context in _ = try store.devices.erase(RegistrationID("sensor-42"), in: context)
        },
        Edit(
            "the device is erased and registered again",
            ["/initialTwin/tags/own", "/division", "/hub", "/deviceRevision"] + otherTemplate
        ) {
            store, context in
            for _ in 0..<2 {
                _ = try store.devices.erase(RegistrationID("sensor-42"), in: context)
                for note in ["a", "b"] {
                    let device = Device(
                        registrationID: try RegistrationID("sensor-42"), division: "heatpumps", note: note)
                    _ = try store.devices.put(device, in: context)
                }
            }
        },
        Edit(
            "the division's template",
            ["/initialTwin/tags/deviceType", "/initialTwin/properties", "/initialTwin/tags/new"]
        ) {
            store, context in
            _ = try store.policies.patch(division: "toasters", with: ["twin": nil], in: context)
            _ = try store.policies.patch(division: "toasters", with: ["twin": twin], in: context)
        },
        Edit("the division's name", ["/division"]) { store, context in
            _ = try store.policies.patch(division: "toasters", with: ["name": "roasters"], in: context)
        },
        Edit("the division's name, and another one takes the old one", ["/division"]) { store, context in
            _ = try store.policies.patch(division: "toasters", with: ["name": "roasters"], in: context)
            _ = try store.policies.patch(division: "heatpumps", with: ["name": "toasters"], in: context)
            _ = try store.devices.patch(RegistrationID("other-1"), with: ["note": "x"], in: context)
        },
        Edit("the division's name, and then the device", ["/division", "/deviceRevision"]) { store, context in
            _ = try store.policies.patch(division: "toasters", with: ["name": "roasters"], in: context)
            _ = try store.devices.patch(RegistrationID("sensor-42"), with: ["note": "x"], in: context)
        },
        Edit("an import", ["/outcome", "/reason", "/deviceRevision", "/hub", "/initialTwin", "/message"]) {
            store, context in
            let plan = try store.plan("registrationId,status\nsensor-42,disabled\n")
            _ = try store.imports.apply(plan.heading.id, in: context) { _ in }
        },
        Edit("a change that is taken back", ["/deviceRevision"]) { store, context in
            _ = try store.devices.patch(
                RegistrationID("sensor-42"), with: ["status": "disabled"], in: context)
            let newest = try #require(
                store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 1).first)
            _ = try store.changes.undo(changeSet: newest.id, in: context) { _ in }
        },
    ]

    private func store(_ kind: StoreKind) throws -> StoreUnderTest {
        let store = try StoreUnderTest(kind)
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        for pattern in ["-one", "-two"] {
            _ = try store.policies.put(ruleOf: .suffix, pattern: pattern, division: "toasters")
        }
        let own = try InitialTwin(["tags": ["own": 1]])
        for id in ["sensor-42", "other-1"] {
            let device = Device(registrationID: try RegistrationID(id), division: "toasters", twin: own)
            _ = try store.devices.put(device, in: .at(Self.time(0)))
        }
        return store
    }

    @Test(arguments: StoreKind.allCases, editsOfDevice)
    func `a registered device's decision is made again`(kind: StoreKind, edit: Edit) async throws {
        let store = try store(kind)
        let request = AllocationRequest(registrationID: try RegistrationID("Sensor-42"), linkedHubs: Hub.both)
        let number = try await store.decide(request, at: Self.time(1))
        let before = try #require(store.changes.changes(matching: ChangeFilter(limit: 1)).first).id
        try edit.run(store, .at(Self.time(2)))
        let explanation = try store.explanation(of: number, at: Self.time(9))
        #expect(explanation.isReproduced == true && explanation.doubts.isEmpty, "\(explanation.doubts)")
        #expect(Set(explanation.differences.map(\.pointer.description)) == Set(edit.differences))
        #expect(
            explanation.changes.allSatisfy {
                $0.id > before && $0.kind != .device || $0.subject.equalsFoldingCase("sensor-42")
            })
        #expect(explanation.changes.isEmpty == (edit.testDescription == "nothing"))
        #expect(explanation.changeCount == explanation.changes.count)
        #expect(explanation.then?.time == Self.time(1) && explanation.now.time == Self.time(9))
    }

    private static let editsOfRules = [
        Edit(
            "a rule in front",
            ["/ruleId", "/division", "/hub"] + otherTemplate
        ) {
            store, context in
            _ = try store.policies.change(rule: nil, if: .none, in: context) { _ in
                RuleDraft(kind: .contains, pattern: "building", division: "heatpumps", position: 1)
            }
        },
        Edit("the rules' order", ["/ruleId"]) { store, context in
            _ = try store.policies.change(rule: nil, if: .none, in: context) { _ in
                RuleDraft(kind: .contains, pattern: "building", division: "toasters")
            }
            _ = try store.policies.patch(rule: 3, with: ["position": 1], in: context)
            _ = try store.policies.patch(rule: 2, with: ["position": 3], in: context)
        },
        Edit(
            "the rule is deleted",
            ["/outcome", "/reason", "/source", "/ruleId", "/division", "/hub", "/initialTwin", "/message"]
        ) {
            store, context in _ = try store.policies.change(rule: 2, if: .none, in: context) { _ in nil }
        },
        Edit("the rule is deleted, and that taken back", ["/ruleId"]) { store, context in
            _ = try store.policies.change(rule: 2, if: .none, in: context) { _ in nil }
            let newest = try #require(
                store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 1).first)
            _ = try store.changes.undo(changeSet: newest.id, in: context) { _ in }
        },
        Edit(
            "the device is registered",
            ["/reason", "/source", "/ruleId", "/deviceRevision", "/division", "/hub"] + otherTemplate
        ) {
            store, context in
            let device = Device(registrationID: try RegistrationID("building-two"), division: "heatpumps")
            _ = try store.devices.put(device, in: context)
        },
        Edit("the division's name", ["/division"]) { store, context in
            _ = try store.policies.patch(division: "toasters", with: ["name": "roasters"], in: context)
        },
    ]

    @Test(arguments: StoreKind.allCases, editsOfRules)
    func `an unknown device's decision is made again by the rules as they were`(
        kind: StoreKind, edit: Edit
    ) async throws {
        let store = try store(kind)
        let request = AllocationRequest(
            registrationID: try RegistrationID("Building-Two"), linkedHubs: Hub.both)
        let number = try await store.decide(request, at: Self.time(1))
        try edit.run(store, .at(Self.time(2)))
        let explanation = try store.explanation(of: number, at: Self.time(9))
        #expect(explanation.isReproduced == true && explanation.doubts.isEmpty, "\(explanation.doubts)")
        #expect(Set(explanation.differences.map(\.pointer.description)) == Set(edit.differences))
    }

    @Test(arguments: StoreKind.allCases)
    func `a hold that has run out since held then`(kind: StoreKind) async throws {
        let store = try store(kind)
        _ = try store.devices.patch(
            RegistrationID("sensor-42"),
            with: ["status": "held", "heldUntil": .string(Self.time(5).description)], in: .at(Self.time(0)))
        let request = AllocationRequest(registrationID: try RegistrationID("sensor-42"), linkedHubs: Hub.both)
        let number = try await store.decide(request, at: Self.time(1))
        let explanation = try store.explanation(of: number, at: Self.time(9))
        #expect(explanation.isReproduced == true && explanation.changes.isEmpty)
        #expect(explanation.then?.decision.reason == .deviceDisabled)
        #expect(explanation.then?.nearMisses.map(\.kind) == [.barredDevice])
        #expect(explanation.now.decision.reason == .inventory)
    }

    @Test(arguments: StoreKind.allCases)
    func `what a request alone settled needs no inventory`(kind: StoreKind) async throws {
        let store = try StoreUnderTest(kind)
        let requests = [
            AllocationRequest(registrationID: nil, linkedHubs: nil),
            AllocationRequest(registrationID: nil, linkedHubs: Hub.both),
            AllocationRequest(registrationID: try RegistrationID("a-1"), linkedHubs: nil),
        ]
        for request in requests {
            let number = try await store.decide(request, at: Self.time(1))
            let explanation = try store.explanation(of: number, at: Self.time(9))
            #expect(explanation.isReproduced == true && explanation.doubts.isEmpty)
            #expect(explanation.differences.isEmpty && explanation.then?.request == request)
        }
        #expect(try store.explainer.answer(to: .assignment(77), at: Self.time(9)) == nil)
    }
}
