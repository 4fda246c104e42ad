import Allocation
import FoundationEssentials

/// What Foundation's decoder makes of a document.
enum DecodedTree: Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([DecodedTree])
    case object([String: DecodedTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([DecodedTree].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: DecodedTree].self))
        }
    }

    func matches(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.null, .null): true
        case (.bool(let own), .bool(let other)): own == other
        case (.number(let own), .number(let other)): own == other.double
        case (.string(let own), .string(let other)): own.utf8.elementsEqual(other.utf8)
        case (.array(let own), .array(let other)):
            own.count == other.count && zip(own, other).allSatisfy { $0.matches($1) }
        case (.object(let own), .object(let other)):
            // A dictionary cannot hold two names that differ only in their normalisation; `JSONObject` can.
            other.members.allSatisfy { member in
                own[member.name]?.matches(member.value) == true
                    || other.members.count { $0.name == member.name } > 1
            }
        default: false
        }
    }
}
