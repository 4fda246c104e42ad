import Allocation
import HTTP

/// Work upon the inventory on behalf of a request: on threads of the background, never on an event loop.
///
/// Who reads has a thread of their own, since who writes may have to wait for another process that does.
struct InventoryWork: Sendable {
    let reading: Background
    let writing: Background

    /// How long a write may wait for those before it, until it is told to come again.
    let patience: Duration
    let surroundings: Surroundings
    let idempotentWrites: IdempotentWrites

    /// The same with a thread of its own for reading, for what takes long and others need not wait for.
    func reading(on reading: Background) -> InventoryWork {
        InventoryWork(
            reading: reading, writing: writing, patience: patience, surroundings: surroundings,
            idempotentWrites: idempotentWrites)
    }

    /// Reads.
    ///
    /// - Throws: the `Problem` that `body` throws, or that the inventory cannot be read.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StoreError) -> Result<Value, Problem>
    ) async throws(Problem) -> Value {
        let result: Result<Value, Problem> = await reading.run {
            do throws(StoreError) {
                return try body()
            } catch {
                return .failure(Problem(error, "The inventory cannot be read"))
            }
        }
        return try result.get()
    }

    /// Changes one thing, once if the request has a name.
    ///
    /// - Parameters:
    ///   - noun: what it is, such as `device`.
    ///   - context: of the request.
    ///   - body: of the request.
    ///   - parameters: what may stand in its query beside the message.
    ///   - present: what a line of the change log speaks of, as it is now; `nil` when it is gone.
    ///   - answer: makes the answer of what was done.
    ///   - change: makes the change.
    /// - Returns: what `answer` does, now or when the request came first.
    /// - Throws: `Problem` when nothing was changed.
    func change<Value: Sendable>(
        _ noun: String, for context: RequestContext, body: [UInt8] = [], knowing parameters: [String] = [],
        present: @escaping @Sendable (Change) throws(StoreError) -> Value?,
        answer: @escaping @Sendable (Changed<Value>) -> WriteAnswer,
        _ change: @escaping @Sendable (ChangeContext) throws(ChangeRefusal) -> Changed<Value>
    ) async throws(Problem) -> HTTPResponse {
        let changeContext = try context.changeContext(at: surroundings.now, knowing: parameters)
        let namesPrecondition = context.precondition != nil
        return try await write(
            for: context, body: body,
            recover: { change throws(StoreError) in
                answer(Changed(change.effect, try present(change))).kept
            },
            perform: { () throws(Problem) in
                do throws(ChangeRefusal) {
                    return answer(try change(changeContext))
                } catch .preconditionFailed(_?) where !namesPrecondition {
                    // Something is there that would be overwritten by somebody who has not said what they know (RFC 6585 §3).
                    throw .preconditionRequired
                } catch {
                    throw Problem(error, of: noun)
                }
            })
    }

    /// Writes, once if the request has a name.
    ///
    /// - Parameters:
    ///   - context: of the request; its ID is to stand in the change log.
    ///   - body: of the request.
    ///   - recover: makes the answer of a write that was done and not answered, from a line that it left in the change log.
    ///   - perform: does it.
    /// - Returns: the answer, now or when the request came first.
    /// - Throws: `Problem`, that of `perform` too.
    func write(
        for context: RequestContext, body: [UInt8] = [],
        recover: @escaping @Sendable (Change) throws(StoreError) -> HTTPResponse,
        perform: @escaping @Sendable () throws(Problem) -> WriteAnswer
    ) async throws(Problem) -> HTTPResponse {
        try await write(
            for: context, body: body,
            recovering: { [idempotentWrites] request throws(StoreError) in
                guard let change = try idempotentWrites.change(by: request) else { return nil }
                return try recover(change)
            }, perform: perform)
    }

    /// As above, for what leaves no line in the change log.
    ///
    /// - Parameters:
    ///   - context: of the request.
    ///   - body: of the request.
    ///   - recover: makes the answer of a write that was begun as this request and not answered; `nil` when it was not done.
    ///   - perform: does it.
    /// - Returns: the answer, now or when the request came first.
    /// - Throws: `Problem`, that of `perform` too.
    func write(
        for context: RequestContext, body: [UInt8] = [],
        recovering recover: @escaping @Sendable (RequestID) throws(StoreError) -> HTTPResponse?,
        perform: @escaping @Sendable () throws(Problem) -> WriteAnswer
    ) async throws(Problem) -> HTTPResponse {
        guard let key = try context.idempotencyKey() else {
            return try await inTurn { () throws(Problem) in try perform() }.response
        }
        try idempotentWrites.begin(key)
        defer { idempotentWrites.end(key) }
        let time = surroundings.now
        return try await inTurn { [idempotentWrites] () throws(Problem) in
            let request = IdempotentRequest(
                key: key, fingerprint: context.fingerprint(with: body), requestID: context.id, time: time)
            return try idempotentWrites.answer(request, recover: recover, perform: perform)
        }
    }

    /// Writes when all who came before have written or given up.
    private func inTurn<Value: Sendable>(
        _ body: @escaping @Sendable () throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        let start = surroundings.monotonicNanoseconds()
        let result: Result<Value, Problem> = await writing.run { [surroundings, patience] in
            let waited = Duration.nanoseconds(Int64(clamping: surroundings.monotonicNanoseconds() &- start))
            guard waited <= patience else {
                return .failure(
                    Problem(
                        .unavailable, "Others are writing; nothing was changed. Come again.",
                        fields: [("retry-after", "5")]))
            }
            return Result { () throws(Problem) in try body() }
        }
        return try result.get()
    }
}
