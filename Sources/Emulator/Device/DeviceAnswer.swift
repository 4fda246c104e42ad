import Allocation
import HTTP

/// What the C SDK makes of one answer of the device API.
enum DeviceAnswer: Sendable, Equatable {
    /// The operation goes on and is to be asked for.
    case assigning(operationID: String)
    /// HTTP 429 or above: the same is to be asked again.
    case transient
    case final(DeviceEnding, substatus: String?, payload: JSONValue?)

    /// Longest operation ID that is put into a URL, in bytes; real ones have about 60.
    private static let longestOperationID = 256

    init(_ response: HTTPClientResponse) {
        let document = try? JSONValue(parsing: response.body)
        switch response.status.code {
        case 200...226: self.init(document, status: response.status)
        case 429...: self = .transient
        default:
            self = .final(
                .refused(
                    response.status, code: Self.integer(document?["errorCode"]),
                    message: document?["message"]?.string), substatus: nil, payload: nil)
        }
    }

    private init(_ document: JSONValue?, status: HTTPStatus) {
        guard let word = document?["status"]?.string else {
            self = .notUnderstood("HTTP \(status) without a status")
            return
        }
        let state = document?["registrationState"]
        switch RegistrationStatus(rawValue: word) {
        case .assigning:
            guard let id = document?["operationId"]?.string, !id.isEmpty,
                id.utf8.count <= Self.longestOperationID
            else {
                self = .notUnderstood("the status is assigning, without a usable operationId")
                return
            }
            self = .assigning(operationID: id)
        case .assigned:
            guard let hub = state?["assignedHub"]?.string, let deviceID = state?["deviceId"]?.string else {
                self = .notUnderstood("the status is assigned, without assignedHub and deviceId")
                return
            }
            self = .final(
                .assigned(hub: hub, deviceID: deviceID), substatus: state?["substatus"]?.string,
                payload: state?["payload"])
        case .failed:
            self = .final(
                .failed(
                    code: Self.integer(state?["errorCode"]), message: state?["errorMessage"]?.string),
                substatus: nil, payload: state?["payload"])
        case .disabled:
            self = .final(.disabled, substatus: nil, payload: nil)
        case .unassigned, nil:
            self = .notUnderstood("the status is \(word.shown)")
        }
    }

    private static func notUnderstood(_ what: String) -> DeviceAnswer {
        .final(.notUnderstood(what), substatus: nil, payload: nil)
    }

    private static func integer(_ value: JSONValue?) -> Int? {
        value?.number?.int64.map { Int(truncatingIfNeeded: $0) }
    }

    /// Seconds until the next request as the C SDK reads them: a whole number from 1 to 300, for anything else 1; no dates.
    static func secondsToWait(_ retryAfter: String?) -> Int {
        guard let retryAfter,
            retryAfter.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let seconds = Int(retryAfter), (1...300).contains(seconds)
        else { return 1 }
        return seconds
    }
}
