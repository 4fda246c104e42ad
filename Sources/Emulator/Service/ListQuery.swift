import HTTP

/// The query of a list: how much of it is wanted (`limit`, 1 to 1,000; 100 without it), and what else the list takes.
struct ListQuery {
    private static let largestLimit = 1_000

    private(set) var limit = 100
    private let values: [String: String]

    /// - Parameters:
    ///   - target: the request's.
    ///   - known: what may be there beside `limit`.
    /// - Throws: `QueryFault` for a query that cannot be decoded, a limit that is none, a name that is not known or there twice.
    init(_ target: RequestTarget, known: [String]) throws(QueryFault) {
        guard let items = target.queryItems() else {
            throw QueryFault(description: "The query cannot be decoded.")
        }
        let names = ["limit"] + known
        var values: [String: String] = [:]
        for (name, value) in items {
            guard names.contains(name), values.updateValue(value, forKey: name) == nil else {
                let list = names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
                throw QueryFault(
                    description: "The query may have \(list), each once, and nothing else.")
            }
        }
        self.values = values
        guard let text = values["limit"] else { return }
        guard let number = Int(digits: text), number <= Self.largestLimit else {
            throw QueryFault(description: "limit must be a whole number from 1 to \(Self.largestLimit).")
        }
        limit = number
    }

    subscript(name: String) -> String? { values[name] }
}
