/// The members of an object that people write, read by name; what is missing, of the wrong type or unknown is an error that
/// names its place. `JSONFields` reads on after an error, and tells them all.
package struct JSONMembers {
    package let pointer: JSONPointer
    private let object: JSONObject

    /// - Parameters:
    ///   - value: what should be an object.
    ///   - pointer: where it stands in the document.
    ///   - known: every name that the object may have; a misspelt one is refused rather than ignored.
    /// - Throws: `InvalidDocument` when it is not an object, or has a member that is not known.
    package init(_ value: JSONValue, at pointer: JSONPointer, known: Set<String>) throws(InvalidDocument) {
        guard let object = value.object else {
            throw InvalidDocument(at: pointer, "must be an object, but is \(value.kind)")
        }
        if let unknown = object.members.first(where: { !known.contains($0.name) }) {
            throw InvalidDocument(
                at: pointer.appending(name: unknown.name),
                "is not known here; known are \(known.sorted().joined(separator: ", "))")
        }
        self.init(of: object, at: pointer)
    }

    /// The members of an object whose names have been looked at.
    init(of object: JSONObject, at pointer: JSONPointer) {
        self.object = object
        self.pointer = pointer
    }

    /// `nil` when missing or null.
    package func value(_ name: String) -> JSONValue? {
        let value = object[name]
        return value?.kind == .null ? nil : value
    }

    package func text(_ name: String) throws(InvalidDocument) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else {
            throw InvalidDocument(at: pointer.appending(name: name), "must be a string, but is \(value.kind)")
        }
        return text
    }

    /// - Parameters:
    ///   - name: of the member.
    ///   - longest: in characters (Unicode scalars).
    /// - Returns: `nil` when missing, null or empty.
    /// - Throws: `InvalidDocument` when it is no string, too long, or has a NUL.
    package func text(_ name: String, upTo longest: Int) throws(InvalidDocument) -> String? {
        guard let text = try text(name), !text.isEmpty else { return nil }
        let count = text.unicodeScalars.count
        guard count <= longest else {
            throw InvalidDocument(
                at: pointer.appending(name: name), "may have \(longest) characters, but has \(count)")
        }
        guard !text.utf8.contains(0) else {
            throw InvalidDocument(at: pointer.appending(name: name), "may not have the character U+0000")
        }
        return text
    }

    /// A moment in the form of RFC 3339.
    package func time(_ name: String) throws(InvalidDocument) -> Timestamp? {
        guard let text = try text(name), !text.isEmpty else { return nil }
        guard let time = Timestamp(text) else {
            throw InvalidDocument(
                at: pointer.appending(name: name),
                "must be a time as in 2027-01-31T18:00:00Z, with the zone (RFC 3339)")
        }
        return time
    }

    package func requiredText(_ name: String) throws(InvalidDocument) -> String {
        guard let text = try text(name), !text.isEmpty else {
            throw InvalidDocument(at: pointer.appending(name: name), "is missing or empty")
        }
        return text
    }

    /// - Parameters:
    ///   - name: of the member.
    ///   - longest: in characters (Unicode scalars).
    /// - Returns: at least one character.
    /// - Throws: `InvalidDocument` when it is missing, empty, no string or too long.
    package func requiredText(_ name: String, upTo longest: Int) throws(InvalidDocument) -> String {
        guard let text = try text(name, upTo: longest) else {
            throw InvalidDocument(at: pointer.appending(name: name), "is missing or empty")
        }
        return text
    }

    package func integer(_ name: String, in range: ClosedRange<Int>) throws(InvalidDocument) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.number?.int64, let number = Int(exactly: number), range.contains(number)
        else {
            throw InvalidDocument(
                at: pointer.appending(name: name),
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func hostName(_ name: String) throws(InvalidDocument) -> String? {
        guard let text = try text(name) else { return nil }
        guard HostName.isValid(text) else {
            throw InvalidDocument(at: pointer.appending(name: name), "must be the name of a host")
        }
        return text
    }

    package func object(_ name: String) throws(InvalidDocument) -> JSONValue? {
        guard let value = value(name) else { return nil }
        guard value.kind == .object else {
            throw InvalidDocument(
                at: pointer.appending(name: name), "must be an object, but is \(value.kind)")
        }
        return value
    }

    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String
    ) throws(InvalidDocument) -> Choice? where Choice.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidDocument(
                at: pointer.appending(name: name), "must be one of \(choices), not \"\(text)\"")
        }
        return choice
    }

    /// The elements of an array with their places; none when the member is missing or null.
    package func elements(_ name: String) throws(InvalidDocument) -> [(
        value: JSONValue, pointer: JSONPointer
    )] {
        guard let value = value(name) else { return [] }
        let place = pointer.appending(name: name)
        guard let array = value.array else {
            throw InvalidDocument(at: place, "must be an array, but is \(value.kind)")
        }
        return array.enumerated().map { ($0.element, place.appending(index: $0.offset)) }
    }
}
