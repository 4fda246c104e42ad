import Glibc

/// The signals that ask the service to stop: SIGTERM, and SIGINT from Ctrl-C.
struct StopSignals {
    private var set = sigset_t()

    /// Keeps the signals from killing the process, in this thread and in all that it starts from now on.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        // A closed pipe behind standard output is no reason to die.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for one of them; from then on a second one kills the process as usual, should stopping hang.
    mutating func wait() {
        var number: Int32 = 0
        sigwait(&set, &number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
