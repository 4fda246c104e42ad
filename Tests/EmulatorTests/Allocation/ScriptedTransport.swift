import HTTP
import Synchronization

/// Answers with what it was given, in that order, and the last one from then on; keeps the requests.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = Result<HTTPClientResponse, HTTPClientError>

    private let rest: Mutex<[Answer]>
    private let kept = Mutex<[HTTPClientRequest]>([])

    /// - Parameter answers: at least one.
    init(_ answers: [Answer]) {
        rest = Mutex(answers)
    }

    var requests: [HTTPClientRequest] { kept.withLock { $0 } }

    func exchange(
        _ request: HTTPClientRequest, within time: Duration
    ) async throws(HTTPClientError) -> HTTPClientResponse {
        kept.withLock { $0.append(request) }
        let answer = rest.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
        guard let answer else { throw .disconnected }
        return try answer.get()
    }

    static func answer(_ status: Int, _ body: String = "") -> Answer {
        .success(
            HTTPClientResponse(
                status: HTTPStatus(code: status), fields: HTTPFields([("Content-Type", "application/json")]),
                body: Array(body.utf8)))
    }
}

/// A clock whose sleeps return at once and are counted.
final class SleeplessClock: Clock {
    struct Instant: InstantProtocol {
        let offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    private let slept = Mutex<[Duration]>([])

    var sleeps: [Duration] { slept.withLock { $0 } }
    var now: Instant { Instant(offset: sleeps.reduce(.zero, +)) }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        slept.withLock { $0.append(deadline.offset - $0.reduce(.zero, +)) }
    }
}
