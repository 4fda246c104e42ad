import Dispatch
import Synchronization

/// Asynchronous work that a command waits for; a command has the main thread for itself.
package enum AwaitedWork {
    /// Runs the work on Swift's own threads, and returns when it is done. Not to be called from asynchronous code.
    ///
    /// - Parameters:
    ///   - stop: when it returns, the work is cancelled; it may outlive the work.
    ///   - work: what is waited for.
    /// - Returns: what the work gave.
    package static func run<Value: Sendable>(
        until stop: (@Sendable () -> Void)? = nil, _ work: @escaping @Sendable () async -> Value
    ) -> Value {
        let result = Mailbox<Value>()
        let task = Task { result.put(await work()) }
        if let stop {
            DispatchQueue.global().async {
                stop()
                task.cancel()
            }
        }
        return result.take()
    }

    private final class Mailbox<Value: Sendable>: Sendable {
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
