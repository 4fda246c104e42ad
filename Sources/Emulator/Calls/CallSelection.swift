import Allocation
import HTTP

/// Which calls are asked for, from the query of a request.
struct CallSelection: Equatable {
    /// What is wrong with the query, in a sentence.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    private static let largestLimit = 1_000

    private(set) var limit = 100
    private(set) var below: Int?
    private(set) var registrationID: RegistrationID?

    init(_ target: RequestTarget) throws(Fault) {
        guard let items = target.queryItems() else {
            throw Fault(description: "The query cannot be decoded.")
        }
        var known: Set = ["limit", "below", "registrationId"]
        for (name, value) in items {
            guard known.remove(name) != nil else {
                throw Fault(
                    description:
                        "The query may have limit, below and registrationId, each once, and nothing else.")
            }
            try take(name, value)
        }
    }

    private mutating func take(_ name: String, _ value: String) throws(Fault) {
        switch name {
        case "limit":
            guard let number = Self.number(value), number <= Self.largestLimit else {
                throw Fault(description: "limit must be a whole number from 1 to \(Self.largestLimit).")
            }
            limit = number
        case "below":
            guard let number = Self.number(value) else {
                throw Fault(description: "below must be a whole number from 1.")
            }
            below = number
        default:
            do throws(RegistrationIDError) {
                registrationID = try RegistrationID(value)
            } catch {
                throw Fault(description: "registrationId: \(error).")
            }
        }
    }

    /// A whole number from 1, in digits alone and without leading zeros, that one can be added to.
    static func number(_ text: String) -> Int? {
        guard let number = Int(text), number > 0, number < .max, String(number) == text else { return nil }
        return number
    }
}
