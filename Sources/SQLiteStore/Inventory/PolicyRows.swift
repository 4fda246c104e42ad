import Allocation
import SQLite

/// The divisions and rules as they stand in their tables, read in one transaction.
struct PolicyRows: Sendable {
    let policy: Policy

    /// By `division_id`.
    let divisions: [Int64: Division]

    static let divisionQuery = """
        SELECT division_id, name, noun, hub_pattern, twin, payload, revision
          FROM divisions
         ORDER BY name
        """

    static let ruleQuery = """
        SELECT rules.rule_id, rules.kind, rules.pattern, divisions.name, rules.revision
          FROM rules
          JOIN divisions USING (division_id)
         ORDER BY rules.position
        """

    /// Reads them anew.
    ///
    /// - Parameter connection: inside a transaction, so that the parts fit together.
    /// - Returns: the rows, with the revision that they belong to.
    /// - Throws: `SQLiteError`, or what a row's content is refused with.
    static func read(from connection: Connection) throws -> PolicyRows {
        let revision = try connection.prepare("SELECT policy FROM revisions").first { $0.integer(0) }
        let divisions = try connection.prepare(divisionQuery).all {
            (id: $0.integer(0), division: try division(from: $0).value)
        }
        let rules = try connection.prepare(ruleQuery).all { try rule(from: $0).value }
        return PolicyRows(
            policy: Policy(revision: revision ?? 0, divisions: divisions.map(\.division), rules: rules),
            divisions: Dictionary(uniqueKeysWithValues: divisions.map { ($0.id, $0.division) }))
    }

    /// The division in a row of `divisionQuery`.
    static func division(from row: Row) throws -> Versioned<Division> {
        do {
            let division = Division(
                name: row.text(1),
                noun: row.text(2),
                hubPattern: row.text(3),
                twin: try row.optionalText(4).map { try InitialTwin(JSONValue(parsing: $0)) },
                payload: try row.optionalText(5).map { try JSONValue(parsing: $0) }
            )
            return Versioned(division, at: row.integer(6))
        } catch {
            throw StoreError.inconsistent("division \(row.text(1)): \(error)")
        }
    }

    /// The template in a division's column `twin`, as devices' twins are laid over it; `nil` without one.
    static func template(in text: String?, of division: String) throws -> TwinTemplate? {
        guard let text else { return nil }
        do {
            return TwinTemplate(try InitialTwin(JSONValue(parsing: text)))
        } catch {
            throw StoreError.inconsistent("division \(division): \(error)")
        }
    }

    /// The rule in a row of `ruleQuery`.
    static func rule(from row: Row) throws -> Versioned<Rule> {
        guard let kind = Rule.Kind(rawValue: row.text(1)) else {
            throw StoreError.inconsistent("rule \(row.integer(0)) is of the kind \(row.text(1))")
        }
        let rule = Rule(id: row.integer(0), kind: kind, pattern: row.text(2), division: row.text(3))
        return Versioned(rule, at: row.integer(4))
    }
}
