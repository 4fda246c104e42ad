import Allocation
import SQLite

/// Writes `rules`, inside a transaction that is open already.
struct RuleTable {
    private let connection: Connection

    /// All of them, in the order in which they are tried.
    let rules: [Versioned<Rule>]

    init(on connection: Connection) throws {
        self.connection = connection
        rules = try connection.prepare(PolicyRows.ruleQuery).all(read: PolicyRows.rule)
    }

    /// Writes a rule as a whole, and moves it to its place.
    ///
    /// - Throws: `ChangeRefusal` when its division does not exist, or another rule has its kind and pattern.
    func write(
        _ draft: RuleDraft, over present: Versioned<Rule>?, log: inout ChangeLogWriter
    ) throws -> Changed<Versioned<Rule>> {
        let division = try DivisionTable(on: connection).division(named: draft.division)
        let faults = draft.faults(besides: rules, as: present?.value.id, hasDivision: division != nil)
        guard faults.isEmpty, let division else { throw ChangeRefusal.invalid(InvalidDocuments(faults)) }
        let place = rules.firstIndex { $0.value.id == present?.value.id }
        let wantedPlace = draft.position.map { min($0, rules.count + (present == nil ? 1 : 0)) - 1 }
        let isMoved = wantedPlace.map { $0 != place } ?? false
        let name = division.division.value.name
        if let present, !isMoved, draft.kind == present.value.kind, draft.pattern == present.value.pattern,
            name == present.value.division
        {
            return Changed(.unchanged, present)
        }
        let rule = Rule(
            id: try present.map { try update($0, to: draft, divisionID: division.id) }
                ?? insert(draft, divisionID: division.id),
            kind: draft.kind, pattern: draft.pattern, division: name)
        if isMoved, let wantedPlace { try move(rule.id, to: wantedPlace) }
        let revision = (present?.revision ?? 0) + 1
        try log.record(
            .rule, String(rule.id), revision: revision,
            before: present.map { Self.json($0.value, at: place) },
            after: Self.json(rule, at: wantedPlace ?? place ?? rules.count))
        return Changed(present == nil ? .created : .updated, Versioned(rule, at: revision))
    }

    func delete(_ present: Versioned<Rule>, log: inout ChangeLogWriter) throws {
        let rule = present.value
        try connection.prepare("DELETE FROM rules WHERE rule_id = ?1").run(.integer(rule.id))
        let place = rules.firstIndex { $0.value.id == rule.id }
        try log.record(.rule, String(rule.id), revision: nil, before: Self.json(rule, at: place), after: nil)
    }

    private func update(_ present: Versioned<Rule>, to draft: RuleDraft, divisionID: Int64) throws -> Int64 {
        try connection.prepare(
            """
            UPDATE rules
               SET kind        = ?1,
                   pattern     = ?2,
                   division_id = ?3,
                   revision    = revision + 1
             WHERE rule_id = ?4
            """
        ).run(
            .text(draft.kind.rawValue), .text(draft.pattern), .integer(divisionID),
            .integer(present.value.id))
        return present.value.id
    }

    private func insert(_ draft: RuleDraft, divisionID: Int64) throws -> Int64 {
        try connection.prepare(
            """
            INSERT INTO rules (position, kind, pattern, division_id)
            VALUES ((SELECT coalesce(max(position), 0) + 1 FROM rules), ?1, ?2, ?3)
            """
        ).run(.text(draft.kind.rawValue), .text(draft.pattern), .integer(divisionID))
        return connection.lastInsertedRowID
    }

    /// Gives every rule its new position. No two rules may ever be at the same one, so all step aside first.
    private func move(_ id: Int64, to place: Int) throws {
        var order = rules.map(\.value.id).filter { $0 != id }
        order.insert(id, at: min(place, order.count))
        try connection.execute("UPDATE rules SET position = -position")
        let update = try connection.prepare("UPDATE rules SET position = ?1 WHERE rule_id = ?2")
        for (index, id) in order.enumerated() { try update.run(.integer(Int64(index + 1)), .integer(id)) }
    }

    /// As the change log keeps it: with its position, which counts from 1.
    private static func json(_ rule: Rule, at place: Int?) -> JSONValue {
        var object = rule.json.object ?? JSONObject()
        object["position"] = place.map { .number(JSONNumber(Int64($0 + 1))) }
        return .object(object)
    }
}
