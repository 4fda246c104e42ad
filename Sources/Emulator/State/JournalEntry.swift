import Allocation

/// An object of the journal, read by its members' names.
struct JournalEntry {
    /// Room for every count that there is, and for counting on without an overflow.
    private static let integers: ClosedRange<Int64> = 0...1 << 53

    private let object: JSONObject

    init(_ json: JSONValue) throws(JournalFault) {
        guard let object = json.object else { throw JournalFault("an object is expected, not \(json.kind)") }
        self.object = object
    }

    func value(_ name: String) -> JSONValue? { object[name] }

    func optionalText(_ name: String) throws(JournalFault) -> String? {
        guard let value = object[name] else { return nil }
        guard let text = value.string else { throw JournalFault("\(name) must be a string") }
        return text
    }

    func text(_ name: String) throws(JournalFault) -> String {
        guard let text = try optionalText(name) else { throw JournalFault("\(name) is missing") }
        return text
    }

    func optionalInteger(_ name: String) throws(JournalFault) -> Int? {
        guard let value = object[name] else { return nil }
        guard let number = value.number?.int64, Self.integers.contains(number) else {
            throw JournalFault("\(name) must be a whole number from 0 to \(Self.integers.upperBound)")
        }
        return Int(number)
    }

    func integer(_ name: String) throws(JournalFault) -> Int {
        guard let number = try optionalInteger(name) else { throw JournalFault("\(name) is missing") }
        return number
    }

    func flag(_ name: String) throws(JournalFault) -> Bool {
        guard let flag = object[name]?.bool else { throw JournalFault("\(name) must be true or false") }
        return flag
    }

    func time(_ name: String) throws(JournalFault) -> PreciseTime {
        guard let number = object[name]?.number, let nanoseconds = UInt64(number.literal) else {
            throw JournalFault("\(name) must be nanoseconds since 1970")
        }
        return PreciseTime(nanosecondsSinceEpoch: nanoseconds)
    }

    /// What `journaledText` has made a text of.
    func optionalDocument(_ name: String) throws(JournalFault) -> JSONValue? {
        guard let text = try optionalText(name) else { return nil }
        do throws(JSONError) {
            return try JSONValue(parsing: text)
        } catch {
            throw JournalFault("\(name): \(error)")
        }
    }

    /// What `journaledText` has made a text of an object.
    func members(_ name: String) throws(JournalFault) -> JSONObject {
        guard let members = try optionalDocument(name)?.object else {
            throw JournalFault("\(name) must be an object")
        }
        return members
    }

    /// Empty where there is none.
    func array(_ name: String) throws(JournalFault) -> [JSONValue] {
        guard let value = object[name] else { return [] }
        guard let array = value.array else { throw JournalFault("\(name) must be an array") }
        return array
    }

    func optionalBytes(_ name: String) throws(JournalFault) -> [UInt8]? {
        guard let text = try optionalText(name) else { return nil }
        guard let bytes = Base64.standard.decode(text) else { throw JournalFault("\(name) must be base64") }
        return bytes
    }

    func bytes(_ name: String) throws(JournalFault) -> [UInt8] {
        guard let bytes = try optionalBytes(name) else { throw JournalFault("\(name) is missing") }
        return bytes
    }

    func optionalChoice<Choice: RawRepresentable<String>>(
        _ name: String, as _: Choice.Type
    ) throws(JournalFault) -> Choice? {
        guard let text = try optionalText(name) else { return nil }
        guard let choice = Choice(rawValue: text) else { throw JournalFault("\(name) is not known: \(text)") }
        return choice
    }

    static func registrationID(_ text: String) throws(JournalFault) -> RegistrationID {
        do throws(RegistrationIDError) {
            return try RegistrationID(text)
        } catch {
            throw JournalFault("\(error)")
        }
    }
}

extension PreciseTime {
    var journaled: JSONValue {
        JSONNumber(literal: String(nanosecondsSinceEpoch)).map(JSONValue.number) ?? .null
    }
}

extension JSONValue {
    /// A document of others, as a text of its own: a line with what stands around it could be nested deeper than the reader goes.
    var journaledText: JSONValue { .string(String(decoding: serialized(), as: UTF8.self)) }
}
