import Allocation
import SQLite

/// The SQL of lists of refused devices: fixed pieces, of which a query takes those it needs; every value is bound.
struct UnmatchedListing {
    private var conditions: [String] = []
    private var values: [SQLiteValue] = []

    /// - Parameters:
    ///   - filter: which devices.
    ///   - kinds: of the dismissals that there are; others need not be looked for.
    init(_ filter: UnmatchedFilter, dismissedBy kinds: [UnmatchedDismissal.Kind]) {
        if let devices = filter.devices {
            let list = JSONValue.array(devices.map { .string($0.text) }).description
            add("unmatched.registration_id IN (SELECT value FROM json_each(?))", list)
        }
        if let reason = filter.reason { add("unmatched.reason = ?", reason.rawValue) }
        if let suffix = filter.suffix { add("unmatched.suffix = ?", suffix.asciiFolded) }
        if let enrollment = filter.enrollment { add("unmatched.enrollment = ?", enrollment) }
        if let isDismissed = filter.isDismissed {
            let dismissed = kinds.map(Self.dismissal).joined(separator: " OR ")
            let condition = kinds.isEmpty ? "0" : dismissed
            conditions.append(isDismissed ? "(\(condition))" : "NOT (\(condition))")
        }
    }

    private mutating func add(_ condition: String, _ text: String) {
        conditions.append(condition)
        values.append(.text(text))
    }

    /// Which column the subject of a dismissal is compared with.
    static func column(of kind: UnmatchedDismissal.Kind) -> String {
        switch kind {
        case .device: "registration_id"
        case .suffix: "suffix"
        case .enrollment: "enrollment"
        case .reason: "reason"
        }
    }

    private static func dismissal(_ kind: UnmatchedDismissal.Kind) -> String {
        """
        EXISTS (SELECT 1
                  FROM unmatched_dismissals AS dismissal
                 WHERE dismissal.kind = '\(kind.rawValue)'
                   AND dismissal.subject = unmatched.\(column(of: kind))
                   AND (NOT dismissal.until_refused_again OR unmatched.last_refused_at <= dismissal.dismissed_at))
        """
    }

    private static func column(of grouping: UnmatchedGrouping) -> String {
        switch grouping {
        case .reason: "unmatched.reason"
        case .suffix: "unmatched.suffix"
        case .enrollment: "unmatched.enrollment"
        }
    }

    /// For which reasons a device is refused and has an ID.
    static let reasons = ReasonCode.allCases.filter { reason in
        switch reason {
        case .linkedHubsMissing, .deviceDisabled, .unrecognizedDevice, .noMatchingHub: true
        case .inventory, .rule, .registrationIdMissing, .malformedRequest, .unavailable: false
        }
    }

    /// The page of a query, and one group more, which tells whether there is another page. All groups are counted for it.
    func groups(of query: UnmatchedGroupQuery) -> (sql: String, values: [SQLiteValue]) {
        let key = Self.column(of: query.grouping)
        let reasons = Self.reasons.map {
            "count(*) FILTER (WHERE unmatched.reason = '\($0.rawValue)')"
        }.joined(separator: ",\n               ")
        let place = query.after.map { after -> (String, [SQLiteValue]) in
            (
                "HAVING count(*) < ? OR count(*) = ? AND \(key) > ?",
                [.integer(after.devices), .integer(after.devices), .text(after.key)]
            )
        }
        let sql = """
            SELECT \(key), count(*), sum(unmatched.refusals), min(unmatched.first_refused_at),
                   max(unmatched.last_refused_at), min(unmatched.reversed_id), max(unmatched.reversed_id),
                   \(reasons)
              FROM unmatched_devices AS unmatched
            \(condition)
             GROUP BY \(key)
            \(place?.0 ?? "")
             ORDER BY count(*) DESC, \(key)
             LIMIT ?
            """
        return (sql, values + (place?.1 ?? []) + [.integer(Int64(query.limit) + 1)])
    }

    /// The first IDs of a group.
    func examples(of group: String, in grouping: UnmatchedGrouping) -> (sql: String, values: [SQLiteValue]) {
        var listing = self
        listing.add("\(Self.column(of: grouping)) = ?", group)
        let sql = """
            SELECT unmatched.registration_id
              FROM unmatched_devices AS unmatched
            \(listing.condition)
             ORDER BY unmatched.registration_id
             LIMIT \(UnmatchedGroup.mostExamples)
            """
        return (sql, listing.values)
    }

    /// The page of a query, and one device more, which tells whether there is another page.
    func devices(of query: UnmatchedQuery) -> (sql: String, values: [SQLiteValue]) {
        var listing = self
        if let after = query.after { listing.add("unmatched.registration_id > ?", after) }
        let sql = """
            SELECT \(Self.columns)
              FROM unmatched_devices AS unmatched
            \(listing.condition)
             ORDER BY unmatched.registration_id
             LIMIT ?
            """
        return (sql, listing.values + [.integer(Int64(query.limit) + 1)])
    }

    /// The columns of a device, in the order in which `SQLiteUnmatchedRepository` reads them.
    private static let columns = """
        unmatched.registration_id, unmatched.reason, unmatched.enrollment, unmatched.first_refused_at, unmatched.last_refused_at,
               unmatched.refusals, unmatched.last_assignment_id,
               EXISTS (SELECT 1 FROM devices WHERE devices.registration_id = unmatched.registration_id)
        """

    /// How many match, and to how many of them a rule applies.
    func matches(of rule: RuleDraft) -> (sql: String, values: [SQLiteValue]) {
        let (test, pattern) =
            switch rule.kind {
            case .suffix: ("instr(unmatched.reversed_id, ?) = 1", UnmatchedSuffix.reversed(rule.pattern))
            case .contains: ("instr(unmatched.reversed_id, ?) > 0", UnmatchedSuffix.reversed(rule.pattern))
            }
        let sql = """
            SELECT count(*), count(*) FILTER (WHERE \(test))
              FROM unmatched_devices AS unmatched
            \(condition)
            """
        return (sql, [.text(pattern)] + values)
    }

    /// The IDs that are not registered, at most so many.
    func unregistered(atMost count: Int) -> (sql: String, values: [SQLiteValue]) {
        let sql = """
            SELECT unmatched.registration_id
              FROM unmatched_devices AS unmatched
            \(condition.isEmpty ? " WHERE" : condition + "\n   AND") \(Self.isUnregistered)
             ORDER BY unmatched.registration_id
             LIMIT ?
            """
        return (sql, values + [.integer(Int64(count))])
    }

    /// How many match, and how many of them are not registered.
    func registrations() -> (sql: String, values: [SQLiteValue]) {
        let sql = """
            SELECT count(*), count(*) FILTER (WHERE \(Self.isUnregistered))
              FROM unmatched_devices AS unmatched
            \(condition)
            """
        return (sql, values)
    }

    private static let isUnregistered =
        "NOT EXISTS (SELECT 1 FROM devices WHERE devices.registration_id = unmatched.registration_id)"

    private var condition: String {
        conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: "\n   AND ")
    }
}
