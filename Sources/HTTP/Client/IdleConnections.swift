import Synchronization

/// Connections whose last answer was read to its end, kept for further requests (RFC 9112 §9.3).
final class IdleConnections: Sendable {
    private struct Entry {
        let connection: ClientConnection
        let since: Nanoseconds
    }

    private let limit: Int
    private let idleTime: Nanoseconds
    private let entries = Mutex<[ClientConnection.Server: [Entry]]>([:])

    /// - Parameters:
    ///   - limit: how many are kept for one server.
    ///   - idleTime: how long they are kept.
    init(limit: Int, idleTime: Duration) {
        self.limit = limit
        self.idleTime = idleTime.nanoseconds
    }

    /// A connection to the server, the one last used. Those that the server closed meanwhile, or sent something on, are dropped.
    func take(to server: ClientConnection.Server, now: Nanoseconds) -> ClientConnection? {
        while let entry = entries.withLock({ $0[server]?.popLast() }) {
            if now < entry.since + idleTime, entry.connection.isQuiet { return entry.connection }
        }
        return nil
    }

    /// Keeps a connection, if there is room, and drops all that were kept for long enough.
    func keep(_ connection: ClientConnection, now: Nanoseconds) {
        let dropped = entries.withLock { entries in
            var dropped: [Entry] = []
            for (server, kept) in entries {
                let fresh = kept.filter { now < $0.since + idleTime }
                guard fresh.count < kept.count else { continue }
                dropped += kept.filter { now >= $0.since + idleTime }
                entries[server] = fresh.isEmpty ? nil : fresh
            }
            if entries[connection.server, default: []].count < limit {
                entries[connection.server, default: []].append(Entry(connection: connection, since: now))
            }
            return dropped
        }
        // Closed here, outside the lock.
        _ = dropped
    }
}
