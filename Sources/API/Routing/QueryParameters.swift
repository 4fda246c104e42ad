import Allocation
import HTTP

/// The items of a query, read to the end whatever is wrong on the way: all faults are told at once.
///
/// After a fault a read gives `nil`, so what was read is good only if `finish()` returns.
struct QueryParameters {
    /// The longest text that is asked for, in characters.
    private static let longestText = 256

    private enum Flag: String, CaseIterable {
        case `true`
        case `false`
    }

    private var values: [String: String] = [:]
    private var faults: [InvalidDocument] = []

    /// - Parameters:
    ///   - target: of the request.
    ///   - known: every name that may stand in the query; each other one is a fault, and so is one that stands there twice.
    init(_ target: RequestTarget, known: [String]) {
        guard let items = target.queryItems() else {
            faults.append(InvalidDocument(at: JSONPointer(), "the query is not percent-encoded UTF-8"))
            return
        }
        for (name, value) in items {
            if !known.contains(name) {
                add(
                    name,
                    "is not known here; "
                        + (known.isEmpty ? "nothing is" : "known are \(known.joined(separator: ", "))"))
            } else if values.updateValue(value, forKey: name) != nil {
                add(name, "is given twice")
            }
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    /// Adds a fault that the caller found.
    mutating func add(_ name: String, _ problem: String) {
        faults.append(InvalidDocument(at: JSONPointer().appending(name: name), problem))
    }

    /// As it was sent, decoded.
    subscript(_ name: String) -> String? { values[name] }

    mutating func flag(_ name: String) -> Bool? {
        let flag: Flag? = choice(name)
        return flag.map { $0 == .true }
    }

    /// A text of at least one character, without a NUL.
    mutating func text(_ name: String) -> String? {
        guard let text = values[name] else { return nil }
        guard (1...Self.longestText).contains(text.unicodeScalars.count), !text.utf8.contains(0) else {
            add(name, "must have 1 to \(Self.longestText) characters, and no U+0000")
            return nil
        }
        return text
    }

    /// Why something is changed, for the change log; `nil` without one, or for an empty one.
    mutating func message() -> String? {
        guard let text = values["message"], !text.isEmpty else { return nil }
        let longest = ChangeContext.longestMessage
        // SQLite would take a NUL for the end.
        guard text.unicodeScalars.count <= longest, !text.utf8.contains(0) else {
            add("message", "may have \(longest) characters, and no U+0000")
            return nil
        }
        return text
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice?
    where Choice.RawValue == String {
        guard let word = values[name] else { return nil }
        if let choice = Choice(rawValue: word) { return choice }
        add(name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    mutating func time(_ name: String) -> Timestamp? {
        guard let text = values[name] else { return nil }
        if let time = Timestamp(text) { return time }
        add(name, "must be a time as in 2027-01-31T18:00:00Z (RFC 3339)")
        return nil
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let text = values[name] else { return nil }
        if let number = Int64(text), range.contains(number), String(number) == text { return number }
        add(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    mutating func registrationID(_ name: String) -> RegistrationID? {
        guard let text = values[name] else { return nil }
        do throws(RegistrationIDError) {
            return try RegistrationID(text)
        } catch {
            add(name, error.description)
            return nil
        }
    }

    /// - Throws: `Problem` 400 with every fault that was found.
    func finish() throws(Problem) {
        guard faults.isEmpty else {
            throw Problem(.invalidQuery, "The query is not in order.", faults: faults)
        }
    }
}
