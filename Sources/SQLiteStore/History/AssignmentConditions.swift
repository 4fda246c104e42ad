import Allocation
import SQLite

/// What a filter asks of a row, as SQL: fixed pieces, of which a filter takes those it needs; every value is bound.
struct AssignmentConditions {
    private(set) var pieces: [String] = []
    private(set) var values: [SQLiteValue] = []

    /// What can be asked of the contents of runs.
    private(set) var contents: [ContentsCondition] = []

    /// There is no such name in the history, and so no such row.
    private(set) var isImpossible = false

    private let connection: Connection

    /// - Parameters:
    ///   - filter: what is asked.
    ///   - connection: inside a transaction.
    /// - Throws: `SQLiteError` when the names cannot be read.
    init(_ filter: AssignmentFilter, on connection: Connection) throws {
        self.connection = connection
        add("registration_id = ?", filter.registrationID.map { .text($0.text) })
        if let prefix = filter.registrationIDPrefix {
            pieces.append("substr(registration_id, 1, ?) = ? COLLATE NOCASE")
            values += [.integer(Int64(prefix.unicodeScalars.count)), .text(prefix)]
        }
        if let outcome = filter.outcome {
            pieces.append(outcome == .assigned ? "hub_id IS NOT NULL" : "hub_id IS NULL")
            contents.append(ContentsCondition(property: "outcome", values: [outcome == .assigned ? 1 : 0]))
        }
        if let reason = filter.reason { try addName("reason_id = ?", "reason", reason.rawValue) }
        if let source = filter.source {
            pieces.append(Self.piece(of: source))
            contents.append(ContentsCondition(property: "source", values: [source.number]))
        }
        if let rule = filter.ruleID {
            add("rule_id = ?", .integer(rule))
            contents.append(ContentsCondition(property: "rule", values: [rule]))
        }
        try addNames("division_id", "division", filter.division)
        try addNames("hub_id", "hub", filter.hub)
        try addNames("previous_hub_id", "previous_hub", filter.previousHub)
        if let enrollment = filter.enrollment { try add(enrollment: enrollment) }
        if let attestation = filter.attestation {
            try addName("attestation_id = ?", "attestation", attestation.rawValue)
        }
        add("request_id = ?", filter.requestID.map { .blob($0.bytes) })
        if filter.changesHub {
            pieces.append(Self.changesHub)
            contents.append(ContentsCondition(property: "changes_hub", values: [1]))
        }
        add("decided_at >= ?", filter.since.map { .integer($0.milliseconds) })
        add("decided_at < ?", filter.until.map { .integer($0.milliseconds) })
    }

    /// All of it, behind other conditions.
    var sql: String { pieces.map { "\n   AND " + $0 }.joined() }

    private mutating func add(_ piece: String, _ value: SQLiteValue?) {
        guard let value else { return }
        pieces.append(piece)
        values.append(value)
    }

    /// A word that has one spelling.
    private mutating func addName(_ piece: String, _ property: String, _ name: String) throws {
        let number = try connection.prepare(Self.nameQuery).first(.text(name)) { $0.integer(0) }
        guard let number else {
            isImpossible = true
            return
        }
        add(piece, .integer(number))
        contents.append(ContentsCondition(property: property, values: [number]))
    }

    /// A name in any spelling.
    private mutating func addNames(_ column: String, _ property: String, _ name: String?) throws {
        guard let name else { return }
        let numbers = try connection.prepare(Self.namesQuery).all(.text(name)) { $0.integer(0) }
        isImpossible = isImpossible || numbers.isEmpty
        if numbers.count == 1 {
            add("\(column) = ?", .integer(numbers[0]))
        } else {
            add("\(column) IN (\(Self.namesQuery))", .text(name))
        }
        contents.append(ContentsCondition(property: property, values: numbers))
    }

    /// An individual enrollment that is named after its device has no name of its own.
    private mutating func add(enrollment name: String) throws {
        let numbers = try connection.prepare(Self.namesQuery).all(.text(name)) { $0.integer(0) }
        pieces.append(Self.enrollment)
        values += [.text(name), .text(name)]
        contents.append(ContentsCondition(property: "enrollment", values: numbers))
    }

    static let nameQuery = "SELECT name_id FROM names WHERE name = ?"
    static let namesQuery = "SELECT name_id FROM names WHERE name = ? COLLATE NOCASE"

    private static let enrollment = """
        (enrollment_id IN (\(namesQuery))
         OR enrollment_id IS NULL
            AND registration_id = ?
            AND enrollment_kind_id = (SELECT name_id FROM names WHERE name = 'individual'))
        """

    private static let changesHub = """
        hub_id <> previous_hub_id
           AND (SELECT name FROM names WHERE name_id = hub_id) COLLATE NOCASE
               <> (SELECT name FROM names WHERE name_id = previous_hub_id)
        """

    private static func piece(of source: AssignmentFilter.Source) -> String {
        switch source {
        case .inventory: "device_revision IS NOT NULL"
        case .rule: "device_revision IS NULL AND rule_id IS NOT NULL"
        case .none: "device_revision IS NULL AND rule_id IS NULL"
        }
    }
}
