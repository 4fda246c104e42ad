import Allocation
import Contoso
import Testing

/// Random edits and decisions in between; afterwards every decision is made again from the change log.
@Suite struct FormerDecisionPropertyTests {
    private struct Life {
        private static let ids = ["a-one", "b-one", "c-two", "D-Two", "e-3", "f-4"]
        private static let names = ["toasters", "heatpumps", "kettles", "Kettles", "irons"]
        private static let patterns = ["-one", "-two", "b-", "e", "-3", "o"]

        var generator: SeededGenerator
        var time = Timestamp(milliseconds: 1_795_348_800_000)
        let store: StoreUnderTest

        mutating func pick<Element>(_ choices: [Element]) throws -> Element {
            try #require(choices.randomElement(using: &generator))
        }

        private mutating func twin() throws -> JSONValue {
            try pick([
                nil, ["tags": ["a": 1]], ["tags": ["a": nil, "b": "x"]],
                ["properties": ["desired": ["c": ["d": 2, "e": nil]]]],
                ["tags": nil, "properties": ["desired": ["c": 3]]],
            ])
        }

        private mutating func division() throws -> JSONValue {
            [
                "name": .string(try pick(Self.names)), "noun": .string(try pick(["n", "m"])),
                "hubPattern": .string(try pick(["-toasters-", "contoso", "heat"])), "twin": try twin(),
            ]
        }

        private mutating func device() throws -> JSONValue {
            let status = try pick(["active", "active", "active", "held", "disabled"])
            var object: JSONObject = [
                "registrationId": .string(try pick(Self.ids)), "division": .string(try pick(Self.names)),
                "status": .string(status), "twin": try twin(),
            ]
            if status == "held" {
                let end = Timestamp(
                    milliseconds: time.milliseconds + Int64.random(in: 0...30, using: &generator))
                object["heldUntil"] = .string(end.description)
            }
            if try pick([true, false, false]) { object["pinnedHub"] = .string(try pick(Hub.both)) }
            return .object(object)
        }

        private mutating func rule() throws -> JSONValue {
            var object: JSONObject = [
                "kind": .string(try pick(["suffix", "contains"])),
                "pattern": .string(try pick(Self.patterns)),
                "division": .string(try pick(Self.names)),
            ]
            if try pick([true, false]) { object["position"] = .number(JSONNumber(try pick([1, 2, 3]))) }
            return .object(object)
        }

        /// One edit, which may be refused.
        mutating func edit() throws {
            let context = ChangeContext.at(time)
            do {
                switch try pick(Array(0..<13)) {
                case 0:
                    let draft = try Division(json: try division())
                    _ = try store.policies.change(division: draft.name, if: .none, in: context) { _ in draft }
                case 1:
                    _ = try store.policies.patch(
                        division: try pick(Self.names), with: try division(), in: context)
                case 2: _ = try store.policies.delete(division: try pick(Self.names), in: context)
                case 3, 4:
                    let draft = try RuleDraft(json: try rule())
                    _ = try store.policies.change(rule: nil, if: .none, in: context) { _ in draft }
                case 5, 6:
                    let rules = try store.policies.rules().map(\.value.id)
                    guard !rules.isEmpty else { return }
                    let patch = try pick([try rule(), ["position": 1], ["position": 2], ["position": 9]])
                    _ = try store.policies.patch(rule: try pick(rules), with: patch, in: context)
                case 7:
                    let rules = try store.policies.rules().map(\.value.id)
                    guard !rules.isEmpty else { return }
                    _ = try store.policies.change(rule: try pick(rules), if: .none, in: context) { _ in nil }
                case 8, 9: _ = try store.devices.put(try Device(json: try device()), in: context)
                case 10: _ = try store.devices.erase(RegistrationID(try pick(Self.ids)), in: context)
                case 11:
                    let sets = try store.changes.changeSets(of: nil, concerning: nil, before: nil, limit: 6)
                    guard !sets.isEmpty else { return }
                    _ = try store.changes.undo(changeSet: try pick(sets).id, in: context) { _ in }
                default:
                    let rows = try (0..<3).map { _ in
                        "\(try pick(Self.ids)),\(try pick(Self.names)),\(try pick(["active", "disabled"]))\n"
                    }
                    let number = UInt64.random(in: 0..<1 << 40, using: &generator)
                    let plan = try store.plan(
                        "registrationId,division,status\n" + Set(rows).sorted().joined(), number: number)
                    _ = try store.imports.apply(plan.heading.id, in: context) { _ in }
                }
            } catch is ChangeRefusal {
                return
            } catch is ImportRefusal {
                return
            } catch is InvalidDocuments {
                return
            }
        }

        mutating func request() throws -> AllocationRequest {
            AllocationRequest(
                registrationID: try RegistrationID(try pick(Self.ids)),
                linkedHubs: try pick([Hub.both, [Hub.toasters], [Hub.office, Hub.heatPumps], []]),
                currentHub: try pick([nil, Hub.toasters, Hub.heatPumps]))
        }
    }

    @Test(arguments: StoreKind.allCases, [1, 2, 3, 4] as [UInt64])
    func `every decision is made again as it was, whatever was changed since`(
        kind: StoreKind, seed: UInt64
    ) async throws {
        var life = Life(generator: SeededGenerator(state: seed), store: try StoreUnderTest(kind))
        let store = life.store
        for division in [Division.toasters, .heatPumps] { _ = try store.policies.put(division) }
        _ = try store.policies.put(ruleOf: .contains, pattern: "one", division: "heatpumps")
        var numbers: [Int64] = []
        for _ in 0..<150 {
            if try life.pick([true, false]) { try life.edit() }
            // Things happen in the same millisecond, too.
            life.time = Timestamp(milliseconds: life.time.milliseconds + (try life.pick([0, 1, 7])))
            numbers.append(try await store.decide(try life.request(), at: life.time))
        }
        var changed = 0
        for number in numbers {
            let explanation = try store.explanation(of: number, at: life.time)
            let problems = explanation.doubts + (explanation.mismatches ?? []).map { "\($0)" }
            #expect(explanation.isReproduced == true && problems.isEmpty, "row \(number): \(problems)")
            if !explanation.differences.isEmpty { changed += 1 }
        }
        let reasons = try Set(numbers.map { try #require(try store.history.assignment($0)).reason })
        #expect(reasons.count >= 3 && changed > 30, "\(reasons) \(changed)")
    }
}
