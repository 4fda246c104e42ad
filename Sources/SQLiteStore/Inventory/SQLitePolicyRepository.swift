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

    package func divisions() throws(StoreError) -> [Versioned<Division>] {
        try inventory.read { try $0.prepare(PolicyRows.divisionQuery).all(read: PolicyRows.division) }
    }

    package func rules() throws(StoreError) -> [Versioned<Rule>] {
        try inventory.read { try $0.prepare(PolicyRows.ruleQuery).all(read: PolicyRows.rule) }
    }

    package func change(
        division name: String, if precondition: Precondition, in context: ChangeContext,
        _ change: (Versioned<Division>?) throws(ChangeRefusal) -> Division?
    ) throws(ChangeRefusal) -> Changed<Versioned<Division>> {
        try inventory.change(in: context) { connection, log in
            let rows = DivisionTable(on: connection)
            let present = try rows.division(named: name)
            guard precondition.holds(for: present?.division.revision) else {
                throw ChangeRefusal.preconditionFailed(presentRevision: present?.division.revision)
            }
            guard let division = try change(present?.division) else {
                guard let present else { return Changed(.unchanged, nil) }
                try rows.delete(present, log: &log)
                return Changed(.deleted, nil)
            }
            return try rows.write(division, over: present, log: &log)
        }
    }

    package func change(
        rule id: Int64?, if precondition: Precondition, in context: ChangeContext,
        _ change: (Versioned<Rule>?) throws(ChangeRefusal) -> RuleDraft?
    ) throws(ChangeRefusal) -> Changed<Versioned<Rule>> {
        try inventory.change(in: context) { connection, log in
            let rows = try RuleTable(on: connection)
            let present = rows.rules.first { $0.value.id == id }
            guard precondition.holds(for: present?.revision) else {
                throw ChangeRefusal.preconditionFailed(presentRevision: present?.revision)
            }
            if id != nil, present == nil { throw ChangeRefusal.notFound }
            guard let draft = try change(present) else {
                guard let present else { return Changed(.unchanged, nil) }
                try rows.delete(present, log: &log)
                return Changed(.deleted, nil)
            }
            return try rows.write(draft, over: present, log: &log)
        }
    }
}
