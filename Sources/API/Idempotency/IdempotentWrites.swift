import Allocation
import HTTP
import Synchronization

/// Has a write that its caller named done once, and gives its answer again whenever it is sent again
/// (draft-ietf-httpapi-idempotency-key-header).
///
/// The name is kept before the write and the answer behind it, each in a transaction of its own. A program that ends in between
/// leaves a name without an answer; then the change log, which is written with the change itself, tells whether it was done.
/// One process serves a folder, so what is being done now is known here.
final class IdempotentWrites: Sendable {
    /// How long an answer is kept, in milliseconds.
    private static let lifetime: Int64 = 24 * 3_600 * 1_000

    private let requests: any IdempotentRequestRepository
    private let changes: any ChangeRepository
    private let inProgress = Mutex<Set<IdempotencyKey>>([])

    init(requests: any IdempotentRequestRepository, changes: any ChangeRepository) {
        self.requests = requests
        self.changes = changes
    }

    /// Takes a name for as long as a request of it is being done; it does not wait.
    ///
    /// - Throws: `Problem` 409 when another request has it.
    func begin(_ key: IdempotencyKey) throws(Problem) {
        guard inProgress.withLock({ $0.insert(key).inserted }) else {
            throw Problem(
                .idempotencyKeyInUse,
                "A request with this Idempotency-Key is being done; ask again in a moment.",
                fields: [("retry-after", "1")])
        }
    }

    func end(_ key: IdempotencyKey) {
        inProgress.withLock { _ = $0.remove(key) }
    }

    /// Does what a request asks for, unless it was done. For a thread that may wait for a disk.
    ///
    /// - Parameters:
    ///   - request: without an answer.
    ///   - recover: makes the answer of a write that was begun as this request and not answered; `nil` when it was not done.
    ///   - perform: does it.
    /// - Returns: the answer.
    /// - Throws: `Problem` when nothing was done, or the name belongs to another request.
    func answer(
        _ request: IdempotentRequest, recover: (RequestID) throws(StoreError) -> HTTPResponse?,
        perform: () throws(Problem) -> WriteAnswer
    ) throws(Problem) -> HTTPResponse {
        switch try begun(request, recover: recover) {
        case .done(let response):
            return response
        case .taken:
            throw Problem(
                .idempotencyKeyReused,
                "This Idempotency-Key was given to another request; take a new one for this.")
        case .new:
            break
        }
        do throws(Problem) {
            let answer = try perform()
            keep(answer.kept, of: request)
            return answer.response
        } catch {
            keep(error.response, of: request)
            throw error
        }
    }

    /// A line that a request left in the change log; `nil` when it changed nothing.
    ///
    /// - Throws: `StoreError` when the log cannot be read.
    func change(by request: RequestID) throws(StoreError) -> Change? {
        var filter = ChangeFilter(limit: 1)
        filter.requestID = request
        return try changes.changes(matching: filter).first
    }

    /// Whether there is an answer to what was sent under a name, be it to another request.
    ///
    /// - Throws: `StoreError` when the store cannot be read.
    func hasAnswer(_ key: IdempotencyKey, at time: Timestamp) throws(StoreError) -> Bool {
        guard let known = try requests.request(key) else { return false }
        return known.answer != nil && known.time > Self.expiry(at: time)
    }

    /// How a request's name stands.
    private enum Standing {
        case new
        case done(HTTPResponse)
        /// By another request.
        case taken
    }

    /// Looks for what is known of a request, and keeps that it was begun if it is to be done now.
    private func begun(
        _ request: IdempotentRequest, recover: (RequestID) throws(StoreError) -> HTTPResponse?
    ) throws(Problem) -> Standing {
        do throws(StoreError) {
            if let known = try requests.request(request.key), known.time > Self.expiry(at: request.time) {
                guard known.fingerprint == request.fingerprint else { return .taken }
                if let kept = known.answer { return .done(HTTPResponse(again: kept)) }
                // Begun by a process that has ended.
                if let response = try recover(known.requestID) {
                    keep(response, of: known)
                    return .done(KeptAnswer(response).map(HTTPResponse.init(again:)) ?? response)
                }
            }
            try requests.keep(request, forgettingSomeBefore: Self.expiry(at: request.time))
            return .new
        } catch {
            throw Problem(error, "Nothing was changed")
        }
    }

    /// The write is done or refused, whether its answer can be kept or not; if not, the change log will tell the next time.
    private func keep(_ response: HTTPResponse, of request: IdempotentRequest) {
        guard let kept = KeptAnswer(response) else { return }
        try? requests.keep(request.answered(with: kept), forgettingSomeBefore: Self.expiry(at: request.time))
    }

    private static func expiry(at time: Timestamp) -> Timestamp {
        Timestamp(milliseconds: time.milliseconds - lifetime)
    }
}
