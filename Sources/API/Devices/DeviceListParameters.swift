import Allocation
import HTTP

/// The query of `GET /api/devices`.
struct DeviceListParameters {
    private static let largestPage: Int64 = 1_000

    let query: DeviceQuery

    private static let known =
        QueryParameters.deviceFilterNames + ["sort", "order", "limit", "cursor", "total"]

    private enum Direction: String, CaseIterable {
        case asc
        case desc
    }

    /// - Throws: `Problem` with every parameter at fault.
    init(_ target: RequestTarget) throws(Problem) {
        var parameters = QueryParameters(target, known: Self.known)
        var query = DeviceQuery(filter: parameters.deviceFilter(), limit: 100)
        query.order = parameters.choice("sort") ?? .registrationId
        let direction: Direction? = parameters.choice("order")
        query.isDescending = direction == .desc
        query.countsAll = parameters.flag("total") ?? false
        query.limit = parameters.integer("limit", in: 1...Self.largestPage).map { Int($0) } ?? query.limit
        if let text = parameters["cursor"] {
            query.after = DeviceCursor(text, for: query)
            if query.after == nil { parameters.add("cursor", "is not the cursor of a list in this order") }
        }
        try parameters.finish()
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
        switch query.order {
        case .revision, .createdAt, .updatedAt:
            guard let number = parts[2].number?.int64 else { return nil }
            self.init(key: .number(number), registrationID: registrationID)
        case .registrationId, .division, .status, .pinnedHub, .note, .createdBy, .updatedBy:
            guard let text = parts[2].string else { return nil }
            self.init(key: .text(text), registrationID: registrationID)
        }
    }
}
