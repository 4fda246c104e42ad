import Dispatch
import Synchronization

extension DeviceCommand {
    /// What work gives that can be awaited only; the thread stands still until then.
    ///
    /// - Parameters:
    ///   - stop: when it returns, the work is cancelled; it may outlive the work.
    ///   - work: what is awaited.
    /// - Returns: what the work gave.
    static func blocking<Value: Sendable>(
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
