import Allocation
import HTTP

/// The query of `GET /api/devices`.
struct DeviceListParameters {
    static let largestPage = 1_000

    let query: DeviceQuery

    private static let known = [
        "division", "status", "label", "pinnedHub", "text", "createdSince", "createdUntil", "updatedSince",
        "updatedUntil",
        "sort", "order", "limit", "cursor", "total",
    ]

    /// - Throws: `InvalidDocuments` with every parameter at fault.
    init(_ target: RequestTarget) throws(InvalidDocuments) {
        guard let items = target.queryItems() else {
            throw InvalidDocuments([
                InvalidDocument(at: JSONPointer(), "the query is not percent-encoded UTF-8")
            ])
        }
        var faults: [InvalidDocument] = []
        func fault(_ name: String, _ problem: String) {
            faults.append(InvalidDocument(at: JSONPointer().appending(name: name), problem))
        }
        var values: [String: String] = [:]
        for (name, value) in items {
            if !Self.known.contains(name) {
                fault(name, "is not known here; known are \(Self.known.joined(separator: ", "))")
            } else if values.updateValue(value, forKey: name) != nil {
                fault(name, "is given twice")
            }
        }
        func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice?
        where Choice.RawValue == String {
            guard let word = values[name] else { return nil }
            if let choice = Choice(rawValue: word) { return choice }
            fault(name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        func time(_ name: String) -> Timestamp? {
            guard let text = values[name] else { return nil }
            if let time = Timestamp(text) { return time }
            fault(name, "must be a time as in 2027-01-31T18:00:00Z (RFC 3339)")
            return nil
        }
        enum Direction: String, CaseIterable { case asc, desc }
        enum Switch: String, CaseIterable { case `true`, `false` }
        var query = DeviceQuery(limit: 100)
        query.filter.division = values["division"]
        query.filter.status = choice("status")
        query.filter.label = values["label"]
        query.filter.pinnedHub = values["pinnedHub"]
        query.filter.text = values["text"]
        query.filter.createdSince = time("createdSince")
        query.filter.createdUntil = time("createdUntil")
        query.filter.updatedSince = time("updatedSince")
        query.filter.updatedUntil = time("updatedUntil")
        query.order = choice("sort") ?? .registrationId
        let direction: Direction? = choice("order")
        query.isDescending = direction == .desc
        let counts: Switch? = choice("total")
        query.countsAll = counts == .true
        if let text = values["limit"] {
            if let limit = Int(text), (1...Self.largestPage).contains(limit) {
                query.limit = limit
            } else {
                fault("limit", "must be a number from 1 to \(Self.largestPage)")
            }
        }
        if let text = values["cursor"] {
            query.after = DeviceCursor(text, for: query)
            if query.after == nil { fault("cursor", "is not the cursor of a list in this order") }
        }
        guard faults.isEmpty else { throw InvalidDocuments(faults) }
        self.query = query
    }
}

extension DeviceCursor {
    /// The cursor as it travels: what the list is sorted by, and the place in it, so that one of another order is refused.
    func text(for query: DeviceQuery) -> String {
        let key: JSONValue =
            switch self.key {
            case .text(let text): .string(text)
            case .number(let number): .number(JSONNumber(number))
            }
        let parts: [JSONValue] = [
            .string(query.order.rawValue), .bool(query.isDescending), key, .string(registrationID),
        ]
        return Base64.url.encode(JSONValue.array(parts).serialized())
    }

    /// Reads a cursor; `nil` when it is none, or one of another order.
    init?(_ text: String, for query: DeviceQuery) {
        guard let bytes = Base64.url.decode(text), let parts = (try? JSONValue(parsing: bytes))?.array,
            parts.count == 4, parts[0].string == query.order.rawValue, parts[1].bool == query.isDescending,
            let registrationID = parts[3].string
        else { return nil }
        if let text = parts[2].string {
            self.init(key: .text(text), registrationID: registrationID)
        } else if let number = parts[2].number?.int64 {
            self.init(key: .number(number), registrationID: registrationID)
        } else {
            return nil
        }
    }
}
