import CLinux
import Glibc
import Synchronization

/// When an exchange has to be over; or now, if it was given up.
final class ExchangeDeadline: Sendable {
    private let uptime: @Sendable () -> Nanoseconds
    private let end: Nanoseconds
    /// An eventfd that is readable once the exchange was given up.
    private let signal: Int32
    private let isGivenUp = Atomic(false)

    /// The time begins now.
    init(within time: Duration, uptime: @escaping @Sendable () -> Nanoseconds) throws(HTTPClientError) {
        self.uptime = uptime
        end = uptime() + time.nanoseconds
        signal = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard signal >= 0 else { throw .unreachable(systemErrorText(errno)) }
    }

    deinit { close(signal) }

    /// Has every wait end now. From any thread.
    func giveUp() {
        isGivenUp.store(true, ordering: .relaxed)
        eventfd_write(signal, 1)
    }

    var now: Nanoseconds { uptime() }

    var remaining: Nanoseconds {
        let now = uptime()
        return now < end ? end - now : 0
    }

    /// - Throws: `timedOut` if the time is over, or `disconnected` if the exchange was given up.
    func check() throws(HTTPClientError) {
        guard !isGivenUp.load(ordering: .relaxed) else { throw .disconnected }
        guard remaining > 0 else { throw .timedOut }
    }

    /// Waits until something can be done with a descriptor.
    ///
    /// - Parameters:
    ///   - descriptor: what is waited for.
    ///   - events: `POLLIN`, `POLLOUT`.
    ///   - share: the most to wait, if less than what remains.
    /// - Returns: what poll(2) reports; nothing, when the share is over.
    /// - Throws: `timedOut`, or `disconnected` if the exchange was given up.
    func wait(
        for descriptor: Int32, _ events: Int32, atMost share: Nanoseconds = .max
    ) throws(HTTPClientError) -> Int32 {
        let start = uptime()
        while true {
            let (remaining, passed) = (self.remaining, uptime() - start)
            guard remaining > 0 else { throw .timedOut }
            guard passed < share else { return 0 }
            var entries = [
                pollfd(fd: descriptor, events: Int16(events), revents: 0),
                pollfd(fd: signal, events: Int16(POLLIN), revents: 0),
            ]
            // Rounded up, so that it does not spin through the last millisecond.
            let milliseconds = min(remaining, share - passed) / 1_000_000 + 1
            guard poll(&entries, 2, Int32(clamping: milliseconds)) > 0 else { continue }
            guard entries[1].revents == 0 else { throw .disconnected }
            return Int32(entries[0].revents)
        }
    }
}
