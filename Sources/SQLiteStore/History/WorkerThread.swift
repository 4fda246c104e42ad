import Glibc

/// A thread of its own for work that blocks, so that Swift's shared threads stay free.
struct WorkerThread: Sendable {
    private final class Work: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private let identifier: pthread_t

    /// Starts the thread; `nil` when the system has none to give.
    init?(_ run: @escaping @Sendable () -> Void) {
        var identifier = pthread_t()
        let work = Unmanaged.passRetained(Work(run))
        let code = pthread_create(
            &identifier, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            return nil
        }
        self.identifier = identifier
    }

    /// Waits for the end of the work. To be called once.
    func join() {
        pthread_join(identifier, nil)
    }
}
