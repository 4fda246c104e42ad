import API
import Allocation
import HTTP

/// A decision with the way that led to it.
struct Explanation {
    let request: AllocationRequest
    let decision: Decision
    let steps: [DecisionStep]

    /// No linked hubs were named, so only the division is settled.
    private var endsAtDivision: Bool {
        decision.reason == .noMatchingHub && request.linkedHubs?.isEmpty == true
    }

    private var answer: HTTPResponse { HTTPResponse(answering: decision) }

    private var body: String {
        guard case .bytes(let bytes) = answer.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    var table: TextTable {
        let rows = steps.enumerated().map {
            ["\($0.offset + 1)", $0.element.verdict.rawValue, $0.element.subject, $0.element.explanation]
        }
        return TextTable(
            ["STEP", "VERDICT", "LOOKED AT", "FINDING"], rows, overflow: .wrap, toned: ["VERDICT"])
    }

    /// What came of it, in one line.
    var conclusion: String {
        if endsAtDivision {
            return
                "Division \(decision.division ?? "-"). Which hub depends on the linked ones: name them with --hub HOST."
        }
        return "\(answer.status) (\(decision.reason.rawValue)): \(body)"
    }

    var json: JSONValue {
        var object = JSONObject()
        object["registrationId"] = request.registrationID.map { .string($0.text) }
        object["comparedAs"] = request.registrationID.map { .string($0.folded) }
        object["steps"] = .array(
            steps.map { step in
                [
                    "subject": .string(step.subject),
                    "verdict": .string(step.verdict.rawValue),
                    "explanation": .string(step.explanation),
                ]
            })
        object["division"] = decision.division.map(JSONValue.string)
        object["policyRevision"] = decision.policyRevision.map { .number(JSONNumber($0)) }
        if !endsAtDivision {
            object["reason"] = .string(decision.reason.rawValue)
            object["status"] = .number(JSONNumber(Int64(answer.status.code)))
            object["body"] = (try? JSONValue(parsing: body)) ?? .string(body)
        }
        return .object(object)
    }
}
