import Synchronization

/// Where an exchange's outcome meets the one who waits for it, whichever comes first. The first outcome counts.
final class AwaitedAnswer: Sendable {
    typealias Outcome = Result<HTTPClientResponse, HTTPClientError>

    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case settled(Outcome)
        case delivered
    }

    private let state = Mutex(State.open)

    /// Has the continuation resumed with the outcome; once.
    func await(by continuation: CheckedContinuation<Outcome, Never>) {
        let outcome: Outcome? = state.withLock { state in
            guard case .settled(let outcome) = state else {
                state = .awaited(continuation)
                return nil
            }
            state = .delivered
            return outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    func settle(_ outcome: Outcome) {
        let continuation: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .settled(outcome)
                return nil
            case .awaited(let continuation):
                state = .delivered
                return continuation
            case .settled, .delivered: return nil
            }
        }
        continuation?.resume(returning: outcome)
    }
}
