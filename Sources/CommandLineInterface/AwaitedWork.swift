import Dispatch

/// Asynchronous work that a command waits for; a command has the main thread for itself.
package enum AwaitedWork {
    /// Runs the work on Swift's own threads, and returns when it is done. Not to be called from asynchronous code.
    package static func run(_ work: @escaping @Sendable () async -> Void) {
        let done = DispatchSemaphore(value: 0)
        Task {
            await work()
            done.signal()
        }
        done.wait()
    }
}
