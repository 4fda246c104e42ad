import Allocation
import HTTP

/// A device that registers itself by HTTPS as the C SDK does (prov_transport_http_client.c).
struct DeviceClient: Sendable {
    /// What a person who looks on is told while it goes on.
    enum Event: Sendable {
        /// The service answered for the first time.
        case connected
        /// An answer said so.
        case assigning
    }

    /// Of the service; its path and query are not used.
    let service: HTTPURL
    let idScope: String
    let apiVersion: String
    let key: SigningKey
    let payload: JSONValue?
    /// What waits are multiplied with: more than 0, at most 1.
    let timeScale: Double
    /// How long a registration may take; the C SDK sets no limit by itself.
    let timeout: Duration
    let transport: any HTTPTransport
    let surroundings: Surroundings
    let clock: any Clock<Duration>

    /// Registers, and polls until the status is a final one.
    ///
    /// - Parameters:
    ///   - id: of the device.
    ///   - report: told what happens, in order.
    /// - Returns: how it ended; also when the task is cancelled, which ends it with no answer.
    func register(_ id: RegistrationID, report: @Sendable (Event) -> Void = { _ in }) async -> DeviceOutcome {
        let start = surroundings.monotonicNanoseconds()
        var answers = 0
        var last = "no answer came"
        var operation: String?

        func outcome(
            _ ending: DeviceEnding, substatus: String? = nil, payload: JSONValue? = nil
        ) -> DeviceOutcome {
            DeviceOutcome(
                registrationID: id, ending: ending, substatus: substatus, payload: payload,
                milliseconds: Int(elapsed(since: start) / .milliseconds(1)), answers: answers)
        }

        while true {
            let remaining = timeout - elapsed(since: start)
            guard remaining > .zero else { return outcome(.timedOut(last: last)) }
            let response: HTTPClientResponse
            do throws(HTTPClientError) {
                response = try await transport.exchange(
                    try request(for: id, operation: operation), within: remaining)
            } catch {
                // The whole time that was left was given to this request.
                return outcome(error == .timedOut ? .timedOut(last: last) : .noAnswer(error))
            }
            answers += 1
            if answers == 1 { report(.connected) }
            switch DeviceAnswer(response) {
            case .final(let ending, let substatus, let payload):
                return outcome(ending, substatus: substatus, payload: payload)
            case .assigning(let operationID):
                operation = operationID
                last = "the last status was assigning"
                report(.assigning)
            case .transient:
                last = "the last answer was HTTP \(response.status)"
            }
            let wait =
                Duration.seconds(DeviceAnswer.secondsToWait(response.fields["retry-after"])) * timeScale
            let left = max(timeout - elapsed(since: start), .zero)
            guard (try? await clock.sleep(for: min(wait, left))) != nil else {
                return outcome(.noAnswer(.disconnected))
            }
        }
    }

    private func elapsed(since start: UInt64) -> Duration {
        let now = surroundings.monotonicNanoseconds()
        return .nanoseconds(Int64(clamping: now - min(start, now)))
    }

    private func request(
        for id: RegistrationID, operation: String?
    ) throws(HTTPClientError) -> HTTPClientRequest {
        let now = Int64(surroundings.nanosecondsSinceEpoch() / 1_000_000_000)
        let token = DeviceTokenMaker(idScope: idScope).token(for: id, key: key.bytes(for: id), at: now)
        let fields = [
            (name: "User-Agent", value: "dps-emulator"),
            (name: "Accept", value: "application/json"),
            (name: "Content-Type", value: "application/json; charset=utf-8"),
            (name: "Authorization", value: token),
        ]
        let registration =
            "/\(idScope.percentEncodedInLowerCase)/registrations/\(id.text.percentEncodedInLowerCase)"
        guard let operation else {
            var body: JSONObject = ["registrationId": .string(id.text)]
            body["payload"] = payload
            return HTTPClientRequest(
                .put, try url("\(registration)/register"), fields: fields,
                body: JSONValue.object(body).serialized())
        }
        return HTTPClientRequest(
            .get, try url("\(registration)/operations/\(operation.percentEncodedInLowerCase)"), fields: fields
        )
    }

    private func url(_ path: String) throws(HTTPClientError) -> HTTPURL {
        let text =
            "\(service.scheme.rawValue)://\(service.authority)\(path)?api-version=\(apiVersion.percentEncodedInLowerCase)"
        do throws(HTTPURL.ParsingError) {
            return try HTTPURL(text)
        } catch {
            throw .unsupported(error.description)
        }
    }
}
