/// Any JSON value (RFC 8259 §3).
///
/// Strings are equal when their Unicode scalars are, numbers when their literals are, objects when they have
/// equal members in any order.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// Parses a whole document in UTF-8; of members with the same name the last one counts.
    ///
    /// - Throws: `JSONError` if the document is malformed or nested more than `maximumDepth` levels deep.
    package init(
        parsing bytes: [UInt8], maximumDepth: Int = JSONReader.deepestNesting
    ) throws(JSONError) {
        var reader = JSONReader(bytes, maximumDepth: maximumDepth)
        self = try reader.readValue()
        try reader.finish()
    }

    /// Parses a whole document; of members with the same name the last one counts.
    ///
    /// - Throws: `JSONError` if the document is malformed or nested more than `maximumDepth` levels deep.
    package init(
        parsing text: String, maximumDepth: Int = JSONReader.deepestNesting
    ) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth)
    }

    package var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var number: JSONNumber? { if case .number(let value) = self { value } else { nil } }
    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// The value of an object's member; `nil` where there is none, or this is not an object.
    package subscript(name: String) -> JSONValue? { object?[name] }
}

extension JSONValue: Equatable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        // `String` would compare by canonical equivalence.
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}
