/// Why a plan was not applied; nothing was written.
package enum ImportRefusal: Error, Equatable, CustomStringConvertible {
    /// There is no such plan: it never was, or has been removed since.
    case notFound
    /// Rows of the file cannot be imported.
    case blocked(ImportCounts)
    /// Devices or divisions that the plan touches have changed since it was made.
    case moved([MovedRow], count: Int64)
    case store(StoreError)

    package var description: String {
        switch self {
        case .notFound: "there is no such plan"
        case .blocked(let counts):
            "\(counts.blocking) of \(counts.total) rows cannot be imported (\(counts.summary)); mend them and plan again"
        case .moved(let rows, let count):
            "the inventory has changed since the plan was made, in \(count) of its devices"
                + (rows.first.map { ": \($0)" } ?? "") + "; plan again"
        case .store(let error): error.description
        }
    }
}

/// A device that is not as it was when the plan was made.
package struct MovedRow: Sendable, Equatable, CustomStringConvertible {
    /// Of the file, from 1.
    package let line: Int64
    package let registrationID: String

    /// The revision at the time of the plan; `nil` when it was not there.
    package let planned: Int64?

    /// The revision now; `nil` when it is gone.
    package let present: Int64?

    package init(line: Int64, registrationID: String, planned: Int64?, present: Int64?) {
        self.line = line
        self.registrationID = registrationID
        self.planned = planned
        self.present = present
    }

    package var json: JSONValue {
        var object: JSONObject = [
            "line": .number(JSONNumber(line)), "registrationId": .string(registrationID),
        ]
        object["planned"] = planned.map { .number(JSONNumber($0)) }
        object["present"] = present.map { .number(JSONNumber($0)) }
        return .object(object)
    }

    package var description: String {
        func named(_ revision: Int64?) -> String { revision.map { "at revision \($0)" } ?? "not there" }
        return planned == present
            ? "\(registrationID) (line \(line)) is in a division that was renamed, deleted or given another twin"
            : "\(registrationID) (line \(line)) was \(named(planned)) and is \(named(present)) now"
    }
}
