import HTTP

/// Which part of a list is asked for: `limit` (1 to 1,000; 100 without it) and `after`, the last name of the page before.
struct PageRequest: Equatable {
    let limit: Int
    var after: String?

    init(_ target: RequestTarget) throws(QueryFault) {
        let query = try ListQuery(target, known: ["after"])
        limit = query.limit
        after = query["after"]
    }

    /// - Parameters:
    ///   - elements: in the order of their names.
    ///   - name: what the elements are ordered by, and `after` names.
    /// - Returns: the page, and what `after` must be for the next one; `nil` when it is the last.
    func page<Element>(
        of elements: [Element], by name: (Element) -> String
    ) -> (elements: ArraySlice<Element>, next: String?) {
        var (low, high) = (0, elements.count)
        if let after {
            while low < high {
                let middle = (low + high) / 2
                if name(elements[middle]) > after { high = middle } else { low = middle + 1 }
            }
        }
        let page = elements[low...].prefix(limit)
        return (page, page.endIndex < elements.count ? page.last.map(name) : nil)
    }
}
