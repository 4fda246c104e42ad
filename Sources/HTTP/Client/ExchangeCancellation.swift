import Synchronization

/// Gives up an exchange, whether it waits for its thread or has begun.
final class ExchangeCancellation: Sendable {
    private enum State {
        case waiting
        case begun(ExchangeDeadline)
        case cancelled
    }

    private let state = Mutex(State.waiting)

    /// Begins the exchange, and its time. Once.
    ///
    /// - Throws: `disconnected` if it was given up already, `unreachable` if there are no descriptors left.
    func begin(
        within time: Duration, uptime: @escaping @Sendable () -> Nanoseconds
    ) throws(HTTPClientError) -> ExchangeDeadline {
        try state.withLock { state throws(HTTPClientError) in
            if case .cancelled = state { throw .disconnected }
            let deadline = try ExchangeDeadline(within: time, uptime: uptime)
            state = .begun(deadline)
            return deadline
        }
    }

    /// From any thread, at any time.
    func cancel() {
        let deadline: ExchangeDeadline? = state.withLock { state in
            defer { state = .cancelled }
            if case .begun(let deadline) = state { return deadline }
            return nil
        }
        deadline?.giveUp()
    }
}
