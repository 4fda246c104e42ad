package import Allocation
package import HTTP

extension Explanation {
    /// What DPS would get; meaningless where the explanation ends at the division.
    package var answer: HTTPResponse { HTTPResponse(answering: decision) }

    /// The body of `answer`, as text.
    package var answerText: String {
        guard case .bytes(let bytes) = answer.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What is told of it; members without a value are left out.
    package var json: JSONValue {
        var object = JSONObject()
        object["registrationId"] = request.registrationID.map { .string($0.text) }
        object["comparedAs"] = request.registrationID.map { .string($0.folded) }
        if !endsAtDivision {
            object["linkedHubs"] = request.linkedHubs.map { .array($0.map(JSONValue.string)) }
        }
        object["currentHub"] = request.currentHub.map(JSONValue.string)
        object["enrollment"] = request.enrollment.map {
            ["kind": .string($0.kind.rawValue), "id": .string($0.id)]
        }
        object["attestation"] = request.attestation.map { .string($0.rawValue) }
        object["time"] = .string(time.description)
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
            // JSON keeps the order of its members and the spelling of its numbers here: these are the very bytes, but for white
            // space.
            object["body"] = (try? JSONValue(parsing: answerText)) ?? .string(answerText)
        }
        if case .assigned = decision.outcome { object["twinLayers"] = .array(twinLayers.map(\.json)) }
        object["nearMisses"] = .array(nearMisses.map(\.json))
        return .object(object)
    }
}

extension AssignmentExplanation {
    /// What is told of it; members without a value are left out.
    package var json: JSONValue {
        var object: JSONObject = ["recorded": recorded.json]
        object["then"] = then?.json
        object["reproduced"] = isReproduced.map(JSONValue.bool)
        if let mismatches, !mismatches.isEmpty { object["mismatches"] = .array(mismatches.map(\.json)) }
        object["doubts"] = .array(doubts.map(JSONValue.string))
        object["now"] = now.json
        object["differences"] = .array(differences.map(\.json))
        object["changeCount"] = .number(JSONNumber(Int64(changeCount)))
        object["changes"] = .array(changes.map(\.json))
        return .object(object)
    }
}

extension Explainer.Answer {
    /// The body of `POST /api/explain`.
    package var json: JSONValue {
        switch self {
        case .now(let explanation): ["now": explanation.json]
        case .assignment(let explanation): explanation.json
        }
    }
}
