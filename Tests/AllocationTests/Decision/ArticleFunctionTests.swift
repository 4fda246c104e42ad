import Allocation
import Contoso
import Testing

@Suite struct ArticleFunctionTests {
    /// A request as DPS could send it: at most one hub of each division, so that the article's "last one" and
    /// the allocator's hash cannot differ, and registration IDs in lower case, which the article compares
    /// exactly.
    private func request(using generator: inout SeededGenerator) -> JSONValue {
        let stem = ["breakroom", "mainbuilding", "lobby.", "a_b:", ""].randomElement(using: &generator) ?? ""
        let middle = ["", "-contoso-tstrsd-007", "-contoso-hpsd-088"].randomElement(using: &generator) ?? ""
        let end = ["-contoso-tstrsd-007", "-contoso-hpsd-088", "-contoso-tstrsd-0", "x-contoso-hpsd-088"]
            .randomElement(using: &generator)
        let id = stem + middle + String(Int.random(in: 0..<1_000, using: &generator)) + (end ?? "")

        var hubs: [JSONValue] = []
        let number = Int.random(in: 0..<10_000, using: &generator)
        if .random(using: &generator) { hubs.append("contoso-toasters-hub-\(number).azure-devices.net") }
        if .random(using: &generator) { hubs.append("contoso-heatpumps-hub-\(number).azure-devices.net") }
        if .random(using: &generator) { hubs.append("contoso-office-\(number).azure-devices.net") }

        var context: [(String, JSONValue)] = [
            ("symmetricKey", [:]), ("payload", ["registrationId": "not-this-one"]),
        ]
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: break
        case 1: context.append(("registrationId", nil))
        default: context.append(("registrationId", .string(id)))
        }
        if let current = hubs.randomElement(using: &generator), .random(using: &generator) {
            context.append(("currentIotHubHostName", current))
        }
        var members: [(String, JSONValue)] = [
            ("enrollmentGroup", ["enrollmentGroupId": "group-\(number)"]),
            ("deviceRuntimeContext", object(of: context.shuffled(using: &generator))),
        ]
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: break
        case 1: members.append(("linkedHubs", nil))
        default: members.append(("linkedHubs", .array(hubs.shuffled(using: &generator))))
        }
        return object(of: members.shuffled(using: &generator))
    }

    private func object(of members: [(String, JSONValue)]) -> JSONValue {
        var object = JSONObject()
        for (name, value) in members { object[name] = value }
        return .object(object)
    }

    private func allocatorsAnswer(to body: JSONValue) throws -> ArticleFunction.Answer {
        var steps: [DecisionStep]?
        let decision = try Allocator.decide(
            AllocationRequest(json: body.serialized()),
            at: Timestamp(milliseconds: 0),
            readingStandingBy: { _ in InventoryStanding(policy: .contoso, registered: nil) },
            explainingInto: &steps)
        switch decision.outcome {
        case .assigned(let assignment): return .ok(try JSONValue(parsing: assignment.responseBody))
        case .rejected(let rejection): return .badRequest(rejection.message)
        }
    }

    @Test func `five thousand requests are answered as the article's function answers them`() throws {
        var generator = SeededGenerator(state: 1_098)
        var answers: [String: Int] = [:]
        for _ in 0..<5_000 {
            let body = request(using: &generator)
            let expected = ArticleFunction.run(body)
            #expect(try allocatorsAnswer(to: body) == expected, "\(body)")
            switch expected {
            case .ok(let json):
                answers[json["initialTwin"]?["tags"]?["deviceType"]?.string ?? "", default: 0] += 1
            case .badRequest(let message): answers[message, default: 0] += 1
            }
        }
        // Every answer that the function has came up, and often enough to mean something.
        #expect(answers.count == 7)
        #expect(answers.values.allSatisfy { $0 > 100 }, "\(answers)")
    }
}
