import Glibc
import Synchronization

/// A thread that runs one closure, and can be waited for without blocking the waiter's thread.
final class LoopThread: Sendable {
    private enum State {
        case running
        case awaited(CheckedContinuation<Void, Never>)
        case ended
    }

    /// What the new thread is given.
    private final class Start: Sendable {
        let body: @Sendable () -> Void
        let state = Mutex(State.running)

        init(body: @escaping @Sendable () -> Void) { self.body = body }

        func run() {
            body()
            let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
                defer { state = .ended }
                if case .awaited(let waiter) = state { return waiter }
                return nil
            }
            waiter?.resume()
        }
    }

    private let start: Start
    private let thread: pthread_t

    init(_ body: @escaping @Sendable () -> Void) throws(HTTPServerError) {
        let start = Start(body: body)
        let retained = Unmanaged.passRetained(start)
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, runLoopThread, retained.toOpaque())
        guard code == 0 else {
            retained.release()
            throw HTTPServerError(errno: code)
        }
        self.start = start
        self.thread = thread
    }

    /// Returns when the closure has returned and the thread has ended. Once.
    func join() async {
        await withCheckedContinuation { continuation in
            let hasEnded = start.state.withLock { state in
                if case .ended = state { return true }
                state = .awaited(continuation)
                return false
            }
            if hasEnded { continuation.resume() }
        }
        // Its last act was to wake us, so this does not block for long.
        pthread_join(thread, nil)
    }

    /// Lets the thread end unattended.
    func detach() { pthread_detach(thread) }

    fileprivate static func run(_ opaque: UnsafeMutableRawPointer) {
        Unmanaged<Start>.fromOpaque(opaque).takeRetainedValue().run()
    }
}

private func runLoopThread(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let start { LoopThread.run(start) }
    return nil
}
