package import Allocation
import SQLite

/// The divisions and rules, in the tables of those names.
package struct SQLitePolicyRepository: PolicyRepository {
    private let inventory: SerializedConnection

    package init(_ inventory: SerializedConnection) {
        self.inventory = inventory
    }

    package func policy() throws(StoreError) -> Policy {
        try inventory.read { try PolicyRows.read(from: $0).policy }
    }

    package func put(_ division: Division) throws(StoreError) -> WriteEffect {
        try inventory.write { try Self.put(division, on: $0) }
    }

    package func put(ruleOf kind: Rule.Kind, pattern: String, division: String) throws(StoreError)
        -> WriteEffect
    {
        try inventory.write { try Self.put(ruleOf: kind, pattern: pattern, division: division, on: $0) }
    }

    /// The same inside a transaction that is open already.
    static func put(_ division: Division, on connection: Connection) throws -> WriteEffect {
        let known = try PolicyRows.read(from: connection).policy.division(named: division.name)
        if known == division { return .unchanged }
        try connection.prepare(
            """
            INSERT INTO divisions (name, noun, hub_pattern, twin, payload)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (name) DO UPDATE
               SET name        = excluded.name,
                   noun        = excluded.noun,
                   hub_pattern = excluded.hub_pattern,
                   twin        = excluded.twin,
                   payload     = excluded.payload
            """
        ).run(
            .text(division.name),
            .text(division.noun),
            .text(division.hubPattern),
            .optional(division.twin?.json.description),
            .optional(division.payload?.description)
        )
        return known == nil ? .created : .updated
    }

    /// The same inside a transaction that is open already.
    static func put(
        ruleOf kind: Rule.Kind, pattern: String, division: String, on connection: Connection
    ) throws -> WriteEffect {
        let policy = try PolicyRows.read(from: connection).policy
        guard policy.division(named: division) != nil else {
            throw StoreError.refused("there is no division named \(division)")
        }
        let known = policy.rules.first { $0.kind == kind && $0.pattern.equalsFoldingCase(pattern) }
        if let known, known.pattern == pattern, known.division.equalsFoldingCase(division) {
            return .unchanged
        }
        try connection.prepare(
            """
            INSERT INTO rules (position, kind, pattern, division_id)
            VALUES ((SELECT coalesce(max(position), 0) + 1 FROM rules),
                    ?1,
                    ?2,
                    (SELECT division_id FROM divisions WHERE name = ?3))
            ON CONFLICT (kind, pattern) DO UPDATE
               SET pattern     = excluded.pattern,
                   division_id = excluded.division_id
            """
        ).run(.text(kind.rawValue), .text(pattern), .text(division))
        return known == nil ? .created : .updated
    }
}
