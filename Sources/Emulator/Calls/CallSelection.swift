import Allocation
import HTTP

/// Which calls are asked for, from the query of a request.
struct CallSelection: Equatable {
    let limit: Int
    private(set) var below: Int?
    private(set) var registrationID: RegistrationID?

    init(_ target: RequestTarget) throws(QueryFault) {
        let query = try ListQuery(target, known: ["below", "registrationId"])
        limit = query.limit
        if let text = query["below"] {
            guard let number = Int(digits: text) else {
                throw QueryFault(description: "below must be a whole number from 1.")
            }
            below = number
        }
        if let text = query["registrationId"] {
            do throws(RegistrationIDError) {
                registrationID = try RegistrationID(text)
            } catch {
                throw QueryFault(description: "registrationId: \(error).")
            }
        }
    }
}
