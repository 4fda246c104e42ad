import Allocation
import Glibc
import SQLite
import Synchronization

/// Makes a plan in a database of its own, row by row.
///
/// Unchecked: the lock is held whenever the mutable parts are used.
final class SQLiteImportPlanner: ImportPlanner, @unchecked Sendable {
    private let heading: ImportHeading
    private let folder: ImportFolder
    private let lock = Mutex(())

    /// Holds one read transaction from the first row to the last: all of them are judged by one state.
    private let inventory: Connection
    private let find: Statement
    private let divisions: [String: (id: Int64, known: ImportDivision)]
    private var spool: Connection?

    /// Says that somebody is at work on the plan.
    private let descriptor: Int32
    private var isKept = false
    private var insert: Statement?
    private var counts = ImportCounts()

    init(_ heading: ImportHeading, in directory: DataDirectory) throws {
        self.heading = heading
        folder = ImportFolder(in: directory)
        try folder.make()
        folder.prune(at: heading.context.time)
        inventory = try Connection.open(.inventory, in: directory, onlyQueries: true)
        try inventory.execute("BEGIN")
        let found = try inventory.prepare("SELECT division_id, name, twin FROM divisions").all {
            (id: $0.integer(0), name: $0.text(1), twin: $0.optionalText(2))
        }
        let known = try found.map { row in
            let template = try PolicyRows.template(in: row.twin, of: row.name)
            return (
                row.name.asciiFolded, (id: row.id, known: ImportDivision(name: row.name, template: template))
            )
        }
        divisions = Dictionary(known, uniquingKeysWith: { first, _ in first })
        find = try inventory.prepare(DeviceRow.query)
        descriptor = try folder.begin(heading.id)
        let connection = try ImportSpool.create(
            heading, divisions: found, at: folder.unfinishedPath(of: heading.id))
        spool = connection
        try connection.execute("BEGIN")
        insert = try connection.prepare(
            """
            INSERT INTO rows (line, registration_id, verdict, revision, division_id, status, status_reason, held_until, pinned_hub,
                              twin, payload, labels, note, before, after, differences, faults)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
            """)
    }

    deinit {
        if !isKept { folder.removeUnfinished(heading.id) }
        close(descriptor)
    }

    func add(_ row: ImportRow) throws(StoreError) {
        try StoreError.translating {
            try lock.withLock { _ in
                var present: RegisteredDevice?
                let assessment = try ImportAssessment(
                    of: row,
                    finding: { id in
                        present = try find.first(.text(id.text), read: DeviceRow.device)
                        return present
                    },
                    division: { divisions[$0.asciiFolded]?.known })
                counts.add(assessment.verdict)
                try insert?.run(values(of: row, assessment, over: present))
            }
        }
    }

    private func values(
        of row: ImportRow, _ assessment: ImportAssessment, over present: RegisteredDevice?
    ) -> [SQLiteValue] {
        var values: [SQLiteValue] = [
            .integer(Int64(row.line)), .text(row.registrationID), .text(assessment.verdict.rawValue),
            .optional(present?.revision),
        ]
        values.reserveCapacity(17)
        if let device = assessment.device {
            let division = divisions[device.division.asciiFolded]
            values += [
                .optional(division?.id), .text(device.status.rawValue), .optional(device.statusReason),
                .optional(device.heldUntil?.milliseconds), .optional(device.pinnedHub),
                .optional(device.twin?.json.description), .optional(device.payload?.description),
                .optional(DeviceRow.labels(of: device)), .optional(device.note),
                .optional(present?.device.json.description), .text(device.json.description),
            ]
        } else {
            values += repeatElement(.null, count: 11)
        }
        values.append(Self.list(assessment.differences.lazy.map { $0.json }))
        values.append(Self.list(assessment.faults.lazy.map { $0.json }))
        return values
    }

    private static func list(_ values: some Collection<JSONValue>) -> SQLiteValue {
        values.isEmpty ? .null : .text(JSONValue.array(Array(values)).description)
    }

    func finish() throws(StoreError) -> ImportPlan {
        try StoreError.translating {
            try lock.withLock { _ in
                guard let connection = spool else { throw StoreError.closed }
                let counts = try ImportSpool.finish(connection, counts: counts)
                try connection.execute("COMMIT")
                try inventory.execute("COMMIT")
                insert = nil
                try folder.keep(heading.id)
                isKept = true
                spool = nil
                return ImportPlan(heading: heading, counts: counts)
            }
        }
    }
}
