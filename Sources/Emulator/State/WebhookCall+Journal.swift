import Allocation

extension WebhookCall {
    /// All of it, as the journal has it; bodies in base64, for they need not be text.
    var journaled: JSONValue {
        var object: JSONObject = [
            "number": .number(JSONNumber(Int64(number))), "registrationId": .string(registrationID.text),
            "operationId": .string(operationID), "attempt": .number(JSONNumber(Int64(attempt))),
            "at": at.journaled, "url": .string(url), "request": .string(Base64.standard.encode(request)),
        ]
        object["status"] = status.map { .number(JSONNumber(Int64($0))) }
        object["contentType"] = contentType.map(JSONValue.string)
        object["answer"] = answer.map { .string(Base64.standard.encode($0)) }
        object["milliseconds"] = .number(JSONNumber(Int64(milliseconds)))
        object["verdict"] = .string(verdict)
        object["reason"] = .string(reason)
        return .object(object)
    }

    /// - Throws: `JournalFault` for what `journaled` does not give.
    init(journaled json: JSONValue) throws(JournalFault) {
        let entry = try JournalEntry(json)
        self.init(
            number: try entry.integer("number"),
            registrationID: try JournalEntry.registrationID(try entry.text("registrationId")),
            operationID: try entry.text("operationId"), attempt: try entry.integer("attempt"),
            at: try entry.time("at"), url: try entry.text("url"), request: try entry.bytes("request"),
            status: try entry.optionalInteger("status"), contentType: try entry.optionalText("contentType"),
            answer: try entry.optionalBytes("answer"), milliseconds: try entry.integer("milliseconds"),
            verdict: try entry.text("verdict"), reason: try entry.text("reason"))
    }
}
