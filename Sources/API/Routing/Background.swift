import Dispatch

/// Threads for work that waits for a disk or takes its time, so that no event loop does.
struct Background: Sendable {
    /// Repositories let one caller in at a time to read and one to write; more threads would only wait for each other.
    private let queue: DispatchQueue

    /// - Parameter label: what it is for, for those who look at the threads of the process.
    init(_ label: String) {
        queue = DispatchQueue(label: label, qos: .utility)
    }

    /// Runs `body` elsewhere, and goes on when it is done.
    func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { done in
            queue.async { done.resume(returning: body()) }
        }
    }
}
