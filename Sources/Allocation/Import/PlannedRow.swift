/// A row of an import with what would be done with it.
package struct PlannedRow: Sendable, Equatable {
    /// Its place among the rows of the file, from 1.
    package let number: Int64

    /// The line of the file on which it begins, from 1.
    package let line: Int64

    /// As it is written; empty if it is missing.
    package let registrationID: String
    package let verdict: ImportVerdict

    /// What an update would change, or what a new device would have: a list of `JSONDifference.json`.
    package let differences: JSONValue?

    /// Why the row is invalid, conflicting or duplicated: a list of `ImportFault.json`.
    package let faults: JSONValue?

    package init(
        number: Int64, line: Int64, registrationID: String, verdict: ImportVerdict,
        differences: JSONValue? = nil, faults: JSONValue? = nil
    ) {
        self.number = number
        self.line = line
        self.registrationID = registrationID
        self.verdict = verdict
        self.differences = differences
        self.faults = faults
    }

    /// What a device that is made has, each member with no value before: but for the ID, which the row tells.
    ///
    /// - Parameter device: `Device.json`.
    /// - Returns: a list of `JSONDifference.json`.
    package static func differences(creating device: JSONValue) -> JSONValue {
        let differences = JSONValue.object([:]).differences(to: device)
            .filter { $0.pointer != JSONPointer().appending(name: "registrationId") }
        return .array(differences.map(\.json))
    }

    package var json: JSONValue {
        var object: JSONObject = [
            "row": .number(JSONNumber(number)), "line": .number(JSONNumber(line)),
            "registrationId": .string(registrationID), "verdict": .string(verdict.rawValue),
        ]
        object["differences"] = differences
        object["faults"] = faults
        return .object(object)
    }

    /// What there is to say beside the verdict, in one line: the faults, or each member with its old and its new value.
    package var explanation: String {
        if let faults = faults?.array {
            return faults.map { fault in
                let detail = fault["detail"]?.string ?? ""
                return fault["column"]?.string.map { "\($0): \(detail)" } ?? detail
            }.joined(separator: "; ")
        }
        return (differences?.array ?? []).map { difference in
            let place = difference["pointer"]?.string ?? ""
            let (before, after) = (difference["before"], difference["after"])
            return "\(place): \(before?.description ?? "-") -> \(after?.description ?? "-")"
        }.joined(separator: "; ")
    }
}

/// Which rows of a plan are asked for.
package struct PlannedRowQuery: Sendable, Equatable {
    /// `nil` for all.
    package var verdict: ImportVerdict?

    /// Only rows behind this one: the next page.
    package var after: Int64

    /// How many at most.
    package var limit: Int

    package init(verdict: ImportVerdict? = nil, after: Int64 = 0, limit: Int) {
        self.verdict = verdict
        self.after = after
        self.limit = limit
    }
}
