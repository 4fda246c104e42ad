import HTTP

/// Which part of a list is asked for: `limit` (1 to 1,000; 100 without it) and `after`, the last name of the page before.
struct PageRequest: Equatable {
    /// What is wrong with the query, in a sentence.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    static let largestLimit = 1_000

    private(set) var limit = 100
    var after: String?

    init(_ target: RequestTarget) throws(Fault) {
        guard let items = target.queryItems() else {
            throw Fault(description: "The query cannot be decoded.")
        }
        var known: Set = ["limit", "after"]
        for (name, value) in items {
            guard known.remove(name) != nil else {
                throw Fault(description: "The query may have limit and after, each once, and nothing else.")
            }
            if name == "after" {
                after = value
            } else {
                guard let number = Int(value), (1...Self.largestLimit).contains(number) else {
                    throw Fault(description: "limit must be a whole number from 1 to \(Self.largestLimit).")
                }
                limit = number
            }
        }
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
