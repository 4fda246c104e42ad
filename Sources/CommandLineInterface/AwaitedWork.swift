import Dispatch
import Synchronization

/// Asynchronous work that a command waits for; a command has the main thread for itself.
package enum AwaitedWork {
    /// Runs the work on Swift's own threads, and returns when it is done. Not to be called from asynchronous code.
    ///
    /// - Returns: what the work gave.
    package static func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
        let outcome = Outcome<Value>()
        Task { outcome.put(await work()) }
        return outcome.take()
    }

    /// Is filled once, and waited for by one thread.
    private final class Outcome<Value: Sendable>: Sendable {
        private let value = Mutex<Value?>(nil)
        private let filled = DispatchSemaphore(value: 0)

        func put(_ value: Value) {
            self.value.withLock { $0 = value }
            filled.signal()
        }

        func take() -> Value {
            while true {
                filled.wait()
                if let value = value.withLock({ $0 }) { return value }
            }
        }
    }
}
