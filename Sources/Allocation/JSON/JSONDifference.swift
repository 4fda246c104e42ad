/// One place at which two documents differ.
package struct JSONDifference: Sendable, Equatable {
    package let pointer: JSONPointer

    /// `nil` where there was nothing.
    package let before: JSONValue?

    /// `nil` where there is nothing any more.
    package let after: JSONValue?

    package init(at pointer: JSONPointer, before: JSONValue?, after: JSONValue?) {
        self.pointer = pointer
        self.before = before
        self.after = after
    }

    /// With `pointer` and, where there is a value, `before` and `after`.
    package var json: JSONValue {
        var object: JSONObject = ["pointer": .string(pointer.description)]
        object["before"] = before
        object["after"] = after
        return .object(object)
    }
}

extension JSONValue {
    /// Where a later form of this document differs from it: member by member inside objects, all else as a whole.
    ///
    /// - Parameters:
    ///   - later: the other form.
    ///   - pointer: where both stand.
    /// - Returns: the places in the order of this document's members, those that only the later form has last.
    package func differences(
        to later: JSONValue, at pointer: JSONPointer = JSONPointer()
    ) -> [JSONDifference] {
        guard case .object(let old) = self, case .object(let new) = later else {
            return self == later ? [] : [JSONDifference(at: pointer, before: self, after: later)]
        }
        var found: [JSONDifference] = []
        for member in old.members {
            let place = pointer.appending(name: member.name)
            if let value = new[member.name] {
                found += member.value.differences(to: value, at: place)
            } else {
                found.append(JSONDifference(at: place, before: member.value, after: nil))
            }
        }
        for member in new.members where old[member.name] == nil {
            let place = pointer.appending(name: member.name)
            found.append(JSONDifference(at: place, before: nil, after: member.value))
        }
        return found
    }
}
