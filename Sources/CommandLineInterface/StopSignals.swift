import Glibc

/// The signals that ask a command that runs on to stop: SIGTERM, and SIGINT from Ctrl-C.
package struct StopSignals: Sendable {
    private let set: sigset_t

    /// Keeps the signals from killing the process, in this thread and in all that it starts from now on.
    package init() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        self.set = set
    }

    /// Waits for one of them; from then on a second one kills the process as usual, should stopping hang.
    package func wait() {
        var (set, number) = (set, Int32(0))
        sigwait(&set, &number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Waits for one of them, but not for ever.
    ///
    /// - Parameter time: how long at most; with zero it only looks.
    /// - Returns: whether one came.
    package func wait(atMost time: Duration) -> Bool {
        let (seconds, attoseconds) = time.components
        var limit = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        var set = set
        return sigtimedwait(&set, nil, &limit) > 0
    }
}
