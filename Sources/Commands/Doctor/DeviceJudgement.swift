import Allocation
import HTTP

/// What DPS would make of the answer for one device.
struct DeviceJudgement {
    let check: String
    let registrationID: String
    let hubs: [String]
    let webhook: ExaminedWebhook

    func finding(for answer: WebhookAnswer) -> Finding {
        let response: HTTPClientResponse
        do {
            response = try answer.result.get()
        } catch {
            return .fail(
                check, "\(registrationID): \(error)",
                "look at the webhook's log: another request was answered")
        }
        switch response.status.code {
        case 200: return assignment(response)
        case 201..<300:
            return .fail(
                check, "\(registrationID): \(response.status), where DPS wants 200",
                "have the webhook answer 200 with iotHubHostName")
        case 300..<400:
            return .fail(
                check, "\(registrationID): \(answer.outline)",
                "DPS is not known to follow redirects: tell it the URL where they end")
        case 401:
            return .fail(
                check, "\(registrationID): the key is refused, as it was not for another request",
                "is there more than one webhook behind the URL, with keys of their own?")
        case 400..<429:
            return .warn(
                check,
                "\(registrationID) is refused (\(answer.outline)): DPS gives up, and the device is told 400207",
                "if it should be known, see the webhook's log; of dps-allocator: dps-allocator explain \(registrationID)"
                    + hubs.map { " --hub \($0)" }.joined())
        default:
            return .fail(
                check, "\(registrationID): \(answer.outline); DPS asks again, 10 times within 7 minutes",
                "look at the webhook's log: this is what it says when it cannot decide or record now")
        }
    }

    private func assignment(_ response: HTTPClientResponse) -> Finding {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: response.body)
        } catch {
            return .fail(
                check, "\(registrationID): 200, and what it says is not JSON: \(error)",
                #"answer {"iotHubHostName": "HUB"}, with initialTwin and payload if wanted"#)
        }
        guard let hub = json["iotHubHostName"]?.string, !hub.isEmpty else {
            return .fail(
                check, "\(registrationID): 200 without iotHubHostName; the device is told 400208",
                "to refuse a device, answer 400; for what may be otherwise in a moment, 503")
        }
        let assigned = "\(registrationID) to \(hub)"
        if hubs.contains(hub) { return twin(of: json, assigned, response) }
        guard hubs.contains(where: { $0.lowercased() == hub.lowercased() }) else {
            return .fail(
                check,
                "\(registrationID): the hub \(hub) is none of those offered (\(hubs.joined(separator: ", ")))",
                "answer with one of the request's linkedHubs, as it is written there", AzureAdvice.listHubs,
                "or offer here what DPS does: --hub NAME")
        }
        // What DPS does with it is not documented; names of hosts are the same in any case (RFC 4343).
        let text = "\(assigned), which is spelled otherwise than offered"
        let finding = twin(of: json, text, response)
        guard finding.verdict == .ok else { return finding }
        return .warn(
            check, text,
            "whether DPS takes that is not documented: answer with one of the request's linkedHubs, as it is written there"
        )
    }

    private func twin(of json: JSONValue, _ assigned: String, _ response: HTTPClientResponse) -> Finding {
        let place = JSONPointer().appending(name: "initialTwin")
        var unread: [String] = []
        if let value = json["initialTwin"], value.kind != .null {
            do throws(InvalidDocuments) {
                let faults = try InitialTwin(value, at: place).faults(at: place)
                if let fault = faults.first {
                    return .fail(
                        check, "\(assigned), but IoT Hub will not take its twin: \(fault)",
                        "IoT Hub takes 8 KB of tags, 32 KB of desired properties, and names without dots, dollar signs and spaces"
                    )
                }
            } catch {
                unread.append(error.description)
            }
        }
        if let payload = json["payload"], payload.kind != .null, payload.kind != .object {
            unread.append("/payload: must be an object, but is \(payload.kind)")
        }
        guard unread.isEmpty else {
            return .warn(
                check, "\(assigned), with what DPS may not read: \(unread.joined(separator: "; "))",
                #"a twin is {"tags": {...}, "properties": {"desired": {...}}}; a payload is an object"#)
        }
        let type = response.fields["content-type"] ?? ""
        guard type.lowercased().hasPrefix("application/json") else {
            return .warn(
                check, "\(assigned), as \(type.isEmpty ? "no content type at all" : type)",
                "DPS is known to take that; application/json says what it is")
        }
        return .ok(check, assigned)
    }
}
