import Allocation
import SQLite

/// Reads and writes `unmatched_dismissals` inside a transaction that is open already.
struct UnmatchedDismissalTable {
    private let connection: Connection
    private let find: Statement

    init(on connection: Connection) throws {
        self.connection = connection
        find = try connection.prepare(
            """
            SELECT subject, until_refused_again, dismissed_at, actor, message
              FROM unmatched_dismissals
             WHERE kind = ?1 AND subject = ?2
            """)
    }

    /// Those kinds of which there are any.
    func kinds() throws -> [UnmatchedDismissal.Kind] {
        let probe = try connection.prepare("SELECT 1 FROM unmatched_dismissals WHERE kind = ?1 LIMIT 1")
        return try UnmatchedDismissal.Kind.allCases.filter { kind in
            try probe.first(.text(kind.rawValue)) { _ in true } != nil
        }
    }

    /// The first that keeps a device away, in the order of the kinds.
    func dismissal(of device: UnmatchedDevice) throws -> UnmatchedDismissal? {
        let names: [(UnmatchedDismissal.Kind, String)] = [
            (.device, device.registrationID), (.suffix, device.suffix), (.enrollment, device.enrollment),
            (.reason, device.reason.rawValue),
        ]
        for (kind, name) in names {
            let found = try find.first(.text(kind.rawValue), .text(name)) { row in
                UnmatchedDismissal(
                    kind, row.text(0), untilRefusedAgain: row.integer(1) != 0,
                    at: Timestamp(milliseconds: row.integer(2)), by: row.text(3), message: row.optionalText(4)
                )
            }
            if let found, found.covers(device) { return found }
        }
        return nil
    }

    func count() throws -> Int64 {
        try connection.prepare("SELECT count(*) FROM unmatched_dismissals").first { $0.integer(0) } ?? 0
    }

    func write(_ dismissal: UnmatchedDismissal) throws {
        try connection.prepare(
            """
            INSERT OR REPLACE INTO unmatched_dismissals (kind, subject, dismissed_at, actor, message, until_refused_again)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """
        ).run(
            .text(dismissal.kind.rawValue), .text(dismissal.subject),
            .integer(dismissal.dismissedAt.milliseconds), .text(dismissal.actor),
            .optional(dismissal.message),
            .integer(dismissal.untilRefusedAgain ? 1 : 0))
    }

    /// How many refused devices a dismissal is about.
    func countDevices(under dismissal: UnmatchedDismissal) throws -> Int64 {
        let column = UnmatchedListing.column(of: dismissal.kind)
        return try connection.prepare("SELECT count(*) FROM unmatched_devices WHERE \(column) = ?1")
            .first(.text(dismissal.subject)) { $0.integer(0) } ?? 0
    }

    /// - Returns: 1 when it was there, else 0.
    func delete(_ subject: UnmatchedSubject) throws -> Int {
        try connection.prepare("DELETE FROM unmatched_dismissals WHERE kind = ?1 AND subject = ?2").run(
            .text(subject.kind.rawValue), .text(subject.name))
        return connection.changedRows
    }
}
