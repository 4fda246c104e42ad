import Allocation
import SQLite

/// The SQL of a list of devices: fixed pieces, of which a query takes those it needs; every value is bound.
struct DeviceListing {
    private var conditions: [String] = []
    private var values: [SQLiteValue] = []

    init(_ filter: DeviceFilter) {
        add("devices.division_id = (SELECT division_id FROM divisions WHERE name = ?)", filter.division)
        if let status = filter.status {
            // Said once more in the words of the partial index, so that it is used (sqlite.org/partialindex.html §3).
            let rarely = status == .active ? "" : "devices.status <> 'active' AND "
            add(rarely + "devices.status = ?", status.rawValue)
        }
        add("EXISTS (SELECT 1 FROM json_each(devices.labels) WHERE json_each.value = ?)", filter.label)
        add("devices.pinned_hub = ?", filter.pinnedHub)
        if let text = filter.text {
            let pattern = Self.pattern(containing: text)
            conditions.append(
                #"(devices.registration_id LIKE ? ESCAPE '\' OR devices.note LIKE ? ESCAPE '\')"#)
            values += [.text(pattern), .text(pattern)]
        }
        add("devices.created_at >= ?", filter.createdSince)
        add("devices.created_at < ?", filter.createdUntil)
        add("devices.updated_at >= ?", filter.updatedSince)
        add("devices.updated_at < ?", filter.updatedUntil)
        if let isSeen = filter.isSeen {
            conditions.append((isSeen ? "" : "NOT ") + Self.sighting)
        }
    }

    private static let sighting = """
        EXISTS (SELECT 1 FROM sightings WHERE sightings.registration_id = devices.registration_id)
        """

    private mutating func add(_ condition: String, _ text: String?) {
        guard let text else { return }
        conditions.append(condition)
        values.append(.text(text))
    }

    private mutating func add(_ condition: String, _ time: Timestamp?) {
        guard let time else { return }
        conditions.append(condition)
        values.append(.integer(time.milliseconds))
    }

    /// `LIKE` takes `%` and `_` for wild cards, unless the escape character stands before them.
    private static func pattern(containing text: String) -> String {
        let escaped = text.map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        return "%\(escaped)%"
    }

    /// The page of a query, and one device more, which tells whether there is another page.
    static func page(of query: DeviceQuery) -> (sql: String, values: [SQLiteValue]) {
        var listing = DeviceListing(query.filter)
        let (key, direction, comparison) = (
            column(of: query.order), query.isDescending ? "DESC" : "ASC", query.isDescending ? "<" : ">"
        )
        let isByID = query.order == .registrationId
        if let cursor = query.after {
            if isByID {
                listing.conditions.append("devices.registration_id \(comparison) ?")
            } else {
                // A row value compares as the order sorts (sqlite.org/rowvalue.html §2.1).
                listing.conditions.append("(\(key), devices.registration_id) \(comparison) (?, ?)")
                switch cursor.key {
                case .text(let text): listing.values.append(.text(text))
                case .number(let number): listing.values.append(.integer(number))
                }
            }
            listing.values.append(.text(cursor.registrationID))
        }
        let order =
            isByID ? "\(key) \(direction)" : "\(key) \(direction), devices.registration_id \(direction)"
        let sql = """
            SELECT \(DeviceRow.columns)
              FROM devices
              JOIN divisions USING (division_id)
            \(listing.condition)
             ORDER BY \(order)
             LIMIT ?
            """
        return (sql, listing.values + [.integer(Int64(query.limit) + 1)])
    }

    /// Counts all that match.
    static func count(of filter: DeviceFilter) -> (sql: String, values: [SQLiteValue]) {
        let listing = DeviceListing(filter)
        return ("SELECT count(*) FROM devices \(listing.condition)", listing.values)
    }

    /// All that match, in the order of their IDs.
    static func all(of filter: DeviceFilter) -> (sql: String, values: [SQLiteValue]) {
        let listing = DeviceListing(filter)
        let sql = """
            SELECT \(DeviceRow.columns)
              FROM devices
              JOIN divisions USING (division_id)
            \(listing.condition)
             ORDER BY devices.registration_id
            """
        return (sql, listing.values)
    }

    private var condition: String {
        conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: "\n   AND ")
    }

    private static func column(of order: DeviceQuery.Order) -> String {
        switch order {
        case .registrationId: "devices.registration_id"
        case .division: "divisions.name"
        case .status: "devices.status"
        case .pinnedHub: "coalesce(devices.pinned_hub, '')"
        case .note: "coalesce(devices.note, '')"
        case .revision: "devices.revision"
        case .createdAt: "devices.created_at"
        case .createdBy: "devices.created_by"
        case .updatedAt: "devices.updated_at"
        case .updatedBy: "devices.updated_by"
        }
    }
}
