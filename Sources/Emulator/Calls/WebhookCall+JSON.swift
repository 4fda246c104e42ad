package import Allocation

extension WebhookCall {
    /// The members `number`, `registrationId`, `operationId`, `attempt`, `at`, `url`, `request`, `status`, `contentType`, `answer`,
    /// `milliseconds`, `verdict` and `reason`. Request and answer are JSON values where they are JSON, else texts; `status`,
    /// `contentType` and `answer` are left out where there are none.
    package var json: JSONValue {
        var object: JSONObject = [
            "number": .number(JSONNumber(Int64(number))),
            "registrationId": .string(registrationID.text),
            "operationId": .string(operationID),
            "attempt": .number(JSONNumber(Int64(attempt))),
            "at": .string(at.description),
            "url": .string(url),
            "request": Self.value(of: request),
        ]
        object["status"] = status.map { .number(JSONNumber(Int64($0))) }
        object["contentType"] = contentType.map(JSONValue.string)
        object["answer"] = answer.map(Self.value)
        object["milliseconds"] = .number(JSONNumber(Int64(milliseconds)))
        object["verdict"] = .string(verdict)
        object["reason"] = .string(reason)
        return .object(object)
    }

    private static func value(of body: [UInt8]) -> JSONValue {
        (try? JSONValue(parsing: body)) ?? .string(String(decoding: body, as: UTF8.self))
    }
}
