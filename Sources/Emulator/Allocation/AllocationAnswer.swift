import Allocation

/// The AllocationResponse in a webhook's answer of 200. Members that DPS does not know are passed over.
struct AllocationAnswer {
    private let hub: String
    private let initialTwin: JSONValue?
    private let payload: JSONValue?

    /// - Throws: the first thing that is wrong with the answer.
    init(_ body: [UInt8], linkedHubs: [LinkedHub]) throws(RegistrationFailure) {
        let answer = try Self.object(body)
        hub = try Self.hub(of: answer, linkedHubs: linkedHubs)
        initialTwin = try Self.initialTwin(of: answer)
        payload = try Self.payload(of: answer)
    }

    func verdict(contentType: String?) -> Verdict {
        var reason = "assigned to \(hub)"
        if let contentType, contentType.hasPrefixFoldingCase("application/json") == false {
            reason += ", though the content type is \(contentType) and not application/json"
        }
        return .assigned(hub: hub, initialTwin: initialTwin, payload: payload, reason: reason.shown)
    }

    private static func failure(_ reason: String) -> RegistrationFailure {
        .customAllocation(status: 200, reason.shown)
    }

    private static func object(_ body: [UInt8]) throws(RegistrationFailure) -> JSONObject {
        guard body.count <= AllocationRequest.largestBody else {
            throw failure(
                "the answer has \(body.count) bytes, more than the \(AllocationRequest.largestBody) that are read"
            )
        }
        guard !body.isEmpty else { throw failure("the webhook answered 200 without a body") }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: body)
        } catch {
            throw failure("the answer is not JSON: \(error)")
        }
        guard let object = value.object else {
            throw failure("the answer must be a JSON object, but is \(value.kind)")
        }
        return object
    }

    /// A member that is missing is taken like one that is empty or null, of which alone the article speaks.
    private static func hub(
        of answer: JSONObject, linkedHubs: [LinkedHub]
    ) throws(RegistrationFailure) -> String {
        let member = "iotHubHostName"
        switch answer[member] {
        case nil:
            // The documentation's prose has it in another spelling in one place.
            if let other = answer.members.first(where: { $0.name.equalsFoldingCase(member) }) {
                throw .hubNotSpecified(
                    "the answer has no iotHubHostName; it has \(other.name), in another case")
            }
            throw .hubNotSpecified("the answer has no iotHubHostName")
        case .null:
            throw .hubNotSpecified("iotHubHostName is null: the webhook chose no hub")
        case .string(""):
            throw .hubNotSpecified("iotHubHostName is empty: the webhook chose no hub")
        case .string(let name):
            // Names of hosts compare without regard to case (RFC 4343 §2).
            if let hub = linkedHubs.first(where: { $0.hostName.equalsFoldingCase(name) }) {
                return hub.hostName
            }
            throw failure(reason(against: name, linkedHubs))
        case let other?:
            throw failure("iotHubHostName must be a string, but is \(other.kind)")
        }
    }

    private static func reason(against name: String, _ linkedHubs: [LinkedHub]) -> String {
        guard HostName.isValid(name) else { return "iotHubHostName is not the name of a host" }
        if let hub = linkedHubs.first(where: { $0.hostName.hasPrefixFoldingCase(name + ".") }) {
            return "\(name) is not the whole name of the hub, which is \(hub.hostName)"
        }
        let offered = linkedHubs.map(\.hostName).joined(separator: ", ")
        return "the hub \(name) is not one of linkedHubs (\(offered))"
    }

    private static func initialTwin(of answer: JSONObject) throws(RegistrationFailure) -> JSONValue? {
        guard let value = answer["initialTwin"], value != .null else { return nil }
        // A null says nothing in a twin that is new, wherever it stands.
        let twin = JSONValue.object([:]).merging(patch: value)
        let pointer = JSONPointer().appending(name: "initialTwin")
        let faults: [InvalidDocument]
        do throws(InvalidDocuments) {
            faults = try InitialTwin(twin, at: pointer).faults(at: pointer)
        } catch {
            faults = error.faults
        }
        guard let first = faults.first else { return twin }
        throw failure("\(first)" + (faults.count > 1 ? " (and \(faults.count - 1) more)" : ""))
    }

    private static func payload(of answer: JSONObject) throws(RegistrationFailure) -> JSONValue? {
        guard let payload = answer["payload"], payload != .null else { return nil }
        guard payload.kind == .object else {
            throw failure("payload must be an object, but is \(payload.kind)")
        }
        return payload
    }
}
