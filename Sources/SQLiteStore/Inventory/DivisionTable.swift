import Allocation
import SQLite

/// Writes `divisions`, inside a transaction that is open already.
struct DivisionTable {
    private let connection: Connection

    init(on connection: Connection) {
        self.connection = connection
    }

    /// A division with its number in the table.
    struct Known {
        let id: Int64
        let division: Versioned<Division>
    }

    func division(named name: String) throws -> Known? {
        try connection.prepare(
            """
            SELECT division_id, name, noun, hub_pattern, twin, payload, revision
              FROM divisions
             WHERE name = ?1
            """
        ).first(.text(name)) { Known(id: $0.integer(0), division: try PolicyRows.division(from: $0)) }
    }

    /// Writes a division as a whole.
    ///
    /// - Throws: `ChangeRefusal` when another one has its name, or its template leaves too little room for the twins of devices.
    func write(
        _ division: Division, over present: Known?, log: inout ChangeLogWriter
    ) throws -> Changed<Versioned<Division>> {
        if let present, present.division.value == division { return Changed(.unchanged, present.division) }
        if let other = try self.division(named: division.name), other.id != present?.id {
            throw ChangeRefusal.invalid(
                "name", "there is a division named \(other.division.value.name) already")
        }
        if let present, present.division.value.twin != division.twin {
            try refuseOversizedTwins(of: present.id, under: division.template)
        }
        // Another may have had the name, be it the one that this one gets.
        let erased = try ErasedRevision(on: connection).last(of: .division, division.name)
        let revision = max(present?.division.revision ?? 0, erased) + 1
        let values: [SQLiteValue] = [
            .text(division.name), .text(division.noun), .text(division.hubPattern),
            .optional(division.twin?.json.description), .optional(division.payload?.description),
            .integer(revision),
        ]
        if let present {
            try connection.prepare(
                """
                UPDATE divisions
                   SET name        = ?1,
                       noun        = ?2,
                       hub_pattern = ?3,
                       twin        = ?4,
                       payload     = ?5,
                       revision    = ?6
                 WHERE division_id = ?7
                """
            ).run(values + [.integer(present.id)])
        } else {
            try connection.prepare(
                """
                INSERT INTO divisions (name, noun, hub_pattern, twin, payload, revision)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """
            ).run(values)
        }
        try log.record(
            .division, division.name, revision: revision, before: present?.division.value.json,
            after: division.json)
        return Changed(present == nil ? .created : .updated, Versioned(division, at: revision))
    }

    /// Of a million devices most have no twin, or so small a one that its length alone tells that it fits.
    static let twinQuery = """
        SELECT registration_id, twin
          FROM devices
         WHERE division_id = ?1
           AND length(twin) > ?2
         ORDER BY registration_id
        """

    private func refuseOversizedTwins(of id: Int64, under template: TwinTemplate?) throws {
        guard let template, let length = template.roomyLength else { return }
        var oversized = OversizedTwins()
        try connection.prepare(Self.twinQuery).forEach([.integer(id), .integer(Int64(length))]) { row in
            oversized.add(
                try DeviceRow.twin(row.text(1), of: row.text(0)), of: row.text(0), under: template)
        }
        guard oversized.isEmpty else { throw ChangeRefusal.oversized(oversized) }
    }

    /// Takes a division away.
    ///
    /// - Throws: `ChangeRefusal` when devices or rules are in it.
    func delete(_ present: Known, log: inout ChangeLogWriter) throws {
        let name = present.division.value.name
        let users = try connection.prepare(
            """
            SELECT (SELECT count(*) FROM devices WHERE division_id = ?1),
                   (SELECT count(*) FROM rules WHERE division_id = ?1)
            """
        ).first(.integer(present.id)) { (devices: $0.integer(0), rules: $0.integer(1)) }
        if let users, users.devices + users.rules > 0 {
            throw ChangeRefusal.store(
                .refused("division \(name) has \(users.devices) devices and \(users.rules) rules"))
        }
        try connection.prepare("DELETE FROM divisions WHERE division_id = ?1").run(.integer(present.id))
        try log.record(.division, name, revision: nil, before: present.division.value.json, after: nil)
    }
}
