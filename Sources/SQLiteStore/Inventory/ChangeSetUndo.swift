import Allocation
import SQLite

/// Takes a change set back, inside the transaction that does so: the last change first, for a division is made before what is in
/// it.
struct ChangeSetUndo {
    /// Changes between two reports of progress.
    private static let step: Int64 = 10_000

    private let connection: Connection
    private let devices: DeviceTable
    private let newer: Statement
    private var refused: [UndoRefusal] = []
    private var refusedCount: Int64 = 0

    init(on connection: Connection, in context: ChangeContext) throws {
        self.connection = connection
        devices = try DeviceTable(on: connection, in: context)
        newer = try connection.prepare(
            """
            SELECT max(change_id)
              FROM changes
             WHERE subject = ?1
               AND kind = ?2
               AND change_id < ?3
            """)
    }

    /// One line of the set.
    private struct Line {
        let id: Int64
        let kind: Change.Kind
        let subject: String
        let revision: Int64?
        let before: JSONValue?
        let isDeletion: Bool
        let isRevocation: Bool
    }

    /// - Returns: what was left as it is.
    mutating func run(
        _ id: Int64, log: inout ChangeLogWriter, progress: (Int64) -> Void
    ) throws -> (refused: [UndoRefusal], count: Int64) {
        let lines = try connection.prepare(
            """
            SELECT change_id, kind, subject, revision, before, after IS NULL,
                   kind = 'key' AND json_extract(after, '$.revokedAt') IS NOT NULL
              FROM changes
             WHERE change_id BETWEEN (SELECT first_change_id FROM change_sets WHERE change_set_id = ?1)
                                 AND (SELECT last_change_id FROM change_sets WHERE change_set_id = ?1)
             ORDER BY change_id DESC
            """)
        var seen: Int64 = 0
        let firstNewID = log.firstID
        try lines.forEach([.integer(id)]) { row in
            guard let kind = Change.Kind(rawValue: row.text(1)) else {
                throw StoreError.inconsistent("change \(row.integer(0)) is of the kind \(row.text(1))")
            }
            let line = Line(
                id: row.integer(0), kind: kind, subject: row.text(2), revision: row.optionalInteger(3),
                before: try row.optionalText(4).map { try JSONValue(parsing: $0) },
                isDeletion: row.integer(5) != 0, isRevocation: row.integer(6) != 0)
            do {
                try takeBack(line, before: firstNewID, &log)
            } catch let error as ChangeRefusal {
                refuse(line, because: "\(error)")
            }
            seen += 1
            if seen % Self.step == 0 { progress(seen) }
        }
        return (refused, refusedCount)
    }

    private mutating func refuse(_ line: Line, because reason: String) {
        refusedCount += 1
        guard refused.count < UndoOutcome.mostTold else { return }
        refused.append(UndoRefusal(kind: line.kind, subject: line.subject, reason: reason))
    }

    /// - Throws: `ChangeRefusal` when it cannot be taken back; nothing of it is written then.
    private func takeBack(_ line: Line, before firstNewID: Int64, _ log: inout ChangeLogWriter) throws {
        let last = try newer.first(.text(line.subject), .text(line.kind.rawValue), .integer(firstNewID)) {
            $0.integer(0)
        }
        // The log tells of what was erased and made again; the revision, of edits that left no line.
        switch line.kind {
        case .device:
            let present = try devices.device(try RegistrationID(line.subject))
            try Self.check(present?.revision, of: line, last)
            if let before = line.before {
                _ = try devices.write(Device(json: before), over: present, log: &log)
            } else if let present {
                try devices.erase(present, log: &log)
            }
        case .division:
            let rows = DivisionTable(on: connection)
            let present = try rows.division(named: line.subject)
            try Self.check(present?.division.revision, of: line, last)
            if let before = line.before {
                _ = try rows.write(Division(json: before), over: present, log: &log)
            } else if let present {
                try rows.delete(present, log: &log)
            }
        case .rule:
            let rows = try RuleTable(on: connection)
            let present = rows.rules.first { String($0.value.id) == line.subject }
            try Self.check(present?.revision, of: line, last)
            if let before = line.before {
                _ = try rows.write(RuleDraft(json: before), over: present, log: &log)
            } else if let present {
                try rows.delete(present, log: &log)
            }
        case .key:
            throw ChangeRefusal.keyStays(
                isCreation: line.before == nil, isRevocation: line.isRevocation)
        }
    }

    /// Whether the thing is as the change left it.
    private static func check(_ revision: Int64?, of line: Line, _ last: Int64?) throws(ChangeRefusal) {
        guard revision == (line.isDeletion ? nil : line.revision), last == line.id else {
            throw .preconditionFailed(presentRevision: revision)
        }
    }
}
