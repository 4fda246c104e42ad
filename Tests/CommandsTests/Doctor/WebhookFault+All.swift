import HTTP

@testable import Commands

extension WebhookFault {
    private typealias Webhook = ScriptedWebhook

    static let all = keys + places + devices + bodies

    private static let keys = [
        WebhookFault(
            "the key is refused", .fail, "key", "401", advice: "dps-allocator keys create --role webhook"
        ) {
            $0.code == nil ? nil : Webhook.answer(401, "")
        },
        WebhookFault(
            "the key is refused, of a function", .fail, "key", "400209",
            advice: "az functionapp function keys list"
        ) {
            $0.code == nil ? nil : Webhook.answer(401, "")
        },
        WebhookFault(
            "a wrong key is accepted", .fail, "wrong key", "anybody can ask",
            advice: "authorization level Function"
        ) {
            $0.code == nil ? nil : $0.code == Webhook.key ? nil : Webhook.json("{}")
        },
        WebhookFault(
            "no key is accepted", .fail, "no key", "anybody can ask", advice: "authorization level Function"
        ) {
            $0.code == nil && $0.path == "/api/allocate" ? Webhook.json("{}") : nil
        },
        WebhookFault("a wrong key is forbidden", .warn, "wrong key", "403", advice: "400207") {
            $0.code == nil || $0.code == Webhook.key ? nil : Webhook.answer(403, "")
        },
        WebhookFault(
            "a wrong key is an exception", .fail, "wrong key", "asks 10 times more", advice: "answer 401"
        ) {
            $0.code == nil || $0.code == Webhook.key ? nil : Webhook.answer(500, "")
        },
        WebhookFault("a wrong key is not answered", .fail, "wrong key", "no answer in time", advice: "log") {
            $0.code == nil || $0.code == Webhook.key ? nil : .failure(.timedOut)
        },
    ]

    private static let places = [
        WebhookFault("another path", .fail, "path", "404", advice: "az iot dps enrollment-group update") {
            _ in
            Webhook.answer(404, "")
        },
        WebhookFault("no POST there", .fail, "path", "405", advice: "serve was told by --allocate-path") {
            _ in
            Webhook.answer(405, "")
        },
        WebhookFault("a redirect", .fail, "path", "308", advice: "where they end") { _ in
            Webhook.answer(308, "")
        },
        WebhookFault("all devices refused", .fail, "devices", "every device", advice: "--registration-id") {
            _ in
            Webhook.answer(400, "Unrecognized device registration.")
        },
        WebhookFault("not ready", .fail, "health", "disk", advice: "log") {
            $0.path == "/readyz" ? Webhook.answer(503, "disk full") : nil
        },
    ]

    private static let devices = [
        WebhookFault(
            "a refusal", .warn, "toaster", "No toasters hub", advice: "dps-allocator explain breakroom499-"
        ) {
            $0.registrationID == Webhook.toaster && $0.code == Webhook.key
                ? Webhook.answer(400, "No toasters hub") : nil
        },
        WebhookFault("an exception", .fail, "heat pump", "500", advice: "log") {
            $0.registrationID?.hasPrefix("main") == true ? Webhook.answer(500, "") : nil
        },
        WebhookFault("201", .fail, "heat pump", "201", advice: "answer 200") {
            $0.registrationID?.hasPrefix("main") == true ? Webhook.answer(201, "") : nil
        },
        WebhookFault("no JSON", .fail, "toaster", "not JSON", advice: "iotHubHostName") {
            answering($0, "hub")
        },
        WebhookFault("no hub", .fail, "toaster", "400208", advice: "400") {
            answering($0, #"{"iotHubHostname":"a"}"#)
        },
        WebhookFault("an empty hub", .fail, "toaster", "400208", advice: "503") {
            answering($0, #"{"iotHubHostName":""}"#)
        },
        WebhookFault(
            "a hub of its own", .fail, "toaster", "none of those offered",
            advice: "az iot dps linked-hub list"
        ) {
            answering($0, #"{"iotHubHostName":"other.azure-devices.net"}"#)
        },
        WebhookFault("a hub in capitals", .warn, "toaster", "spelled otherwise", advice: "as it is written") {
            answering($0, #"{"iotHubHostName":"CONTOSO-toasters-hub-1098.azure-devices.net"}"#)
        },
        WebhookFault("a hub in capitals, and a wrong twin", .fail, "toaster", "spelled", advice: "dots") {
            answering(
                $0,
                #"{"iotHubHostName":"CONTOSO-toasters-hub-1098.azure-devices.net","initialTwin":{"tags":{"a.b":1}}}"#
            )
        },
        WebhookFault("a twin too large", .fail, "toaster", "/initialTwin/tags", advice: "8 KB") {
            assigning(
                $0,
                #","initialTwin":{"tags":{"a":"\#(String(repeating: "x", count: 4000))","b":"\#(String(repeating: "x", count: 4000))","c":"\#(String(repeating: "x", count: 4000))"}}"#
            )
        },
        WebhookFault("a dot in a tag's name", .fail, "toaster", "/initialTwin/tags/a.b", advice: "dots") {
            assigning($0, #","initialTwin":{"tags":{"a.b":1}}"#)
        },
        WebhookFault("Desired", .warn, "toaster", "/initialTwin/properties/Desired", advice: "desired") {
            assigning($0, #","initialTwin":{"properties":{"Desired":{}}}"#)
        },
        WebhookFault("a payload that is a text", .warn, "toaster", "/payload", advice: "object") {
            assigning($0, #","payload":"hello""#)
        },
        WebhookFault("plain text", .warn, "toaster", "text/plain", advice: "application/json") { question in
            guard question.registrationID == Webhook.toaster, question.code == Webhook.key else { return nil }
            return Webhook.json(#"{"iotHubHostName":"\#(Examination.hubs[0])"}"#, type: "text/plain")
        },
    ]

    private static let bodies = [
        WebhookFault("half a request is an exception", .fail, "malformed", "500", advice: "400") {
            $0.bodySize == 24 ? Webhook.answer(500, "") : nil
        },
        WebhookFault("half a request is accepted", .fail, "malformed", "accepted", advice: "400") {
            $0.bodySize == 24 ? Webhook.json("{}") : nil
        },
        WebhookFault("half a request is forbidden", .warn, "malformed", "422", advice: "400") {
            $0.bodySize == 24 ? Webhook.answer(422, "") : nil
        },
        WebhookFault("96 KB are too large", .fail, "large body", "413", advice: "client_max_body_size") {
            $0.bodySize > 65_536 ? Webhook.answer(413, "") : nil
        },
        WebhookFault("it is limited", .fail, "time", "3 of", advice: "limit") {
            $0.number > 12 ? Webhook.answer(429, "") : nil
        },
        WebhookFault("it falls silent", .fail, "time", "no answer in time", advice: "log") {
            $0.number > 12 ? .failure(.timedOut) : nil
        },
        WebhookFault("429 now and then", .warn, "statuses", "asks again after 1", advice: "9 s later") {
            $0.number == 12 ? Webhook.answer(429, "") : nil
        },
        WebhookFault("408", .fail, "statuses", "408", advice: "503") {
            $0.number == 12 ? Webhook.answer(408, "") : nil
        },
        WebhookFault("Retry-After below 429", .fail, "statuses", "409", advice: "503") {
            $0.number == 12 ? Webhook.answer(409, "", ("Retry-After", "1")) : nil
        },
    ]

    private static func answering(_ question: ScriptedWebhook.Question, _ text: String) -> ScriptedWebhook
        .Outcome?
    {
        guard question.registrationID == Webhook.toaster, question.code == Webhook.key else { return nil }
        return Webhook.json(text)
    }

    private static func assigning(_ question: ScriptedWebhook.Question, _ rest: String) -> ScriptedWebhook
        .Outcome?
    {
        answering(question, #"{"iotHubHostName":"\#(Examination.hubs[0])"\#(rest)}"#)
    }
}
