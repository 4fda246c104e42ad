import Allocation
import SQLite

/// The divisions and rules as they stand in their tables, read in one transaction.
struct PolicyRows: Sendable {
    let policy: Policy
    /// By `division_id`.
    let divisions: [Int64: Division]

    var divisionNames: [Int64: String] { divisions.mapValues(\.name) }

    /// Reads them anew.
    ///
    /// - Parameter connection: inside a transaction, so that the parts fit together.
    /// - Returns: the rows, with the revision that they belong to.
    /// - Throws: `SQLiteError`, or what a row's content is refused with.
    static func read(from connection: Connection) throws -> PolicyRows {
        let revision = try connection.prepare("SELECT policy FROM revisions").first { $0.integer(0) }
        var divisions: [Int64: Division] = [:]
        _ = try connection.prepare(
            """
            SELECT division_id, name, noun, hub_pattern, twin, payload
              FROM divisions
             ORDER BY name
            """
        ).all { row in
            do {
                divisions[row.integer(0)] = Division(
                    name: row.text(1),
                    noun: row.text(2),
                    hubPattern: row.text(3),
                    twin: try row.optionalText(4).map { try InitialTwin(JSONValue(parsing: $0)) },
                    payload: try row.optionalText(5).map { try JSONValue(parsing: $0) }
                )
            } catch {
                throw StoreError.inconsistent("division \(row.text(1)): \(error)")
            }
        }
        let rules = try connection.prepare(
            """
            SELECT rules.rule_id, rules.kind, rules.pattern, divisions.name
              FROM rules
              JOIN divisions USING (division_id)
             ORDER BY rules.position
            """
        ).all { row in
            guard let kind = Rule.Kind(rawValue: row.text(1)) else {
                throw StoreError.inconsistent("rule \(row.integer(0)) is of the kind \(row.text(1))")
            }
            return Rule(id: row.integer(0), kind: kind, pattern: row.text(2), division: row.text(3))
        }
        return PolicyRows(
            policy: Policy(revision: revision ?? 0, divisions: Array(divisions.values), rules: rules),
            divisions: divisions)
    }
}
