/// A strict pull reader for one JSON document (RFC 8259).
///
/// The caller asks for the values it wants, in the order of the document. What it does not ask for is
/// skipped: validated in full, without an allocation.
///
/// ```swift
/// var reader = JSONReader(body)
/// let document = try reader.readObject()
/// while let name = try reader.nextMember(of: document) {
///     switch name {
///     case "deviceId": deviceID = try reader.readString()
///     default: break  // skipped by the next step
///     }
/// }
/// try reader.finish()
/// ```
///
/// A loop may be left early, in an inner object too: the next step of an outer loop, or `finish()`, passes
/// over the remainder. A document is known to be well formed only when `finish()` has returned. Members of
/// the same name are each reported. After an error the reader is of no further use.
package struct JSONReader: Sendable {
    /// The greatest depth that can be asked for.
    package static let deepestNesting = 64

    /// An object whose members are being read.
    package struct ObjectScope: Sendable { fileprivate let depth: Int }
    /// An array whose elements are being read.
    package struct ArrayScope: Sendable { fileprivate let depth: Int }

    private enum Phase {
        /// A value comes next.
        case value
        /// A container has been opened, and nothing in it has been read.
        case opened
        /// A value has been read to its end.
        case read
    }

    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var position: Int
    private var depth = 0
    // The bit of weight 2^(n - 1) is set where the container at depth n is an object.
    private var objects: UInt64 = 0
    private var phase = Phase.value

    /// Begins at the start of a document; a byte order mark is ignored.
    ///
    /// - Parameters:
    ///   - bytes: The document in UTF-8.
    ///   - maximumDepth: How many arrays and objects may be nested, 0 (only a bare string, number or word)
    ///     to 64; values outside that range are brought into it.
    package init(_ bytes: [UInt8], maximumDepth: Int = JSONReader.deepestNesting) {
        self.bytes = bytes
        self.maximumDepth = min(max(maximumDepth, 0), Self.deepestNesting)
        position = JSONGrammar.lengthOfByteOrderMark(in: bytes.span)
    }

    // MARK: Objects and arrays

    /// Enters an object.
    ///
    /// - Throws: `JSONError` if the next value is not an object, or is nested too deeply.
    package mutating func readObject() throws(JSONError) -> ObjectScope {
        try startValue(of: .object)
        try open(asObject: true)
        return ObjectScope(depth: depth)
    }

    /// Moves to the next member of `object`, passing over whatever was left unread before it.
    ///
    /// - Returns: The member's name, its value being the next to read; `nil` at the end of the object.
    /// - Throws: `JSONError` if anything passed over is malformed.
    package mutating func nextMember(of object: ObjectScope) throws(JSONError) -> JSONName? {
        try skip(toDepth: object.depth)
        guard depth == object.depth, isInObject, let token = try advanceToMember() else { return nil }
        return JSONName(token, in: bytes)
    }

    /// Enters an array.
    ///
    /// - Throws: `JSONError` if the next value is not an array, or is nested too deeply.
    package mutating func readArray() throws(JSONError) -> ArrayScope {
        try startValue(of: .array)
        try open(asObject: false)
        return ArrayScope(depth: depth)
    }

    /// Moves to the next element of `array`, passing over whatever was left unread before it.
    ///
    /// - Returns: Whether there is such an element, the next to read; `false` at the end of the array.
    /// - Throws: `JSONError` if anything passed over is malformed.
    package mutating func nextElement(of array: ArrayScope) throws(JSONError) -> Bool {
        try skip(toDepth: array.depth)
        guard depth == array.depth, !isInObject else { return false }
        return try advanceToElement()
    }

    // MARK: Values

    /// The kind of the next value, judged by its first byte, which stays unread.
    ///
    /// - Throws: `JSONError` if no value begins here.
    package mutating func peekKind() throws(JSONError) -> JSONKind {
        let byte = try startValue()
        guard let kind = JSONKind(firstByte: byte) else {
            throw error(.unexpectedByte(byte, expected: "a value"))
        }
        return kind
    }

    /// Reads a string, its escapes resolved.
    ///
    /// - Throws: `JSONError` if the next value is not a well-formed string.
    package mutating func readString() throws(JSONError) -> String {
        try startValue(of: .string)
        let token = try JSONGrammar.string(in: bytes.span, from: position)
        end(at: token.end)
        return JSONGrammar.text(of: token, in: bytes)
    }

    /// Reads a number, as it is written.
    ///
    /// - Throws: `JSONError` if the next value is not a well-formed number.
    package mutating func readNumber() throws(JSONError) -> JSONNumber {
        try startValue(of: .number)
        let start = position
        end(at: try JSONGrammar.endOfNumber(in: bytes.span, from: start))
        return JSONNumber(validated: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// Reads `true` or `false`.
    ///
    /// - Throws: `JSONError` if the next value is neither.
    package mutating func readBool() throws(JSONError) -> Bool {
        try startValue(of: .bool)
        let isTrue = bytes[position] == UInt8(ascii: "t")
        end(at: try JSONGrammar.endOfWord(isTrue ? "true" : "false", in: bytes.span, from: position))
        return isTrue
    }

    /// Reads `null`.
    ///
    /// - Throws: `JSONError` if the next value is not `null`.
    package mutating func readNull() throws(JSONError) {
        try startValue(of: .null)
        end(at: try JSONGrammar.endOfWord("null", in: bytes.span, from: position))
    }

    /// Reads any value, with all that it contains.
    ///
    /// - Throws: `JSONError` if the value is malformed or nested too deeply.
    package mutating func readValue() throws(JSONError) -> JSONValue {
        // The recursion is bounded by the depth limit.
        switch try peekKind() {
        case .object:
            var object = JSONObject()
            let scope = try readObject()
            while let name = try nextMember(of: scope) { object[name.description] = try readValue() }
            return .object(object)
        case .array:
            var array: [JSONValue] = []
            let scope = try readArray()
            while try nextElement(of: scope) { array.append(try readValue()) }
            return .array(array)
        case .string: return .string(try readString())
        case .number: return .number(try readNumber())
        case .bool: return .bool(try readBool())
        case .null:
            try readNull()
            return .null
        }
    }

    /// Passes over the next value, validating it and all that it contains.
    ///
    /// - Returns: Where the value stands in the document, in bytes, without surrounding white space.
    /// - Throws: `JSONError` if the value is malformed or nested too deeply.
    @discardableResult
    package mutating func skipValue() throws(JSONError) -> Range<Int> {
        _ = try startValue()
        let start = position
        try skip(toDepth: depth)
        return start..<position
    }

    /// Ends the document: passes over whatever is unread, after which only white space may follow.
    ///
    /// - Throws: `JSONError` if the remainder is malformed, or is followed by anything else.
    package mutating func finish() throws(JSONError) {
        try skip(toDepth: 0)
        position = JSONGrammar.endOfWhiteSpace(in: bytes.span, from: position)
        guard position == bytes.count else { throw error(.contentAfterDocument) }
    }

    // MARK: Steps

    @inline(never)
    private func error(_ reason: JSONError.Reason) -> JSONError {
        JSONError(reason, at: position, in: bytes.span)
    }

    private var isInObject: Bool { depth > 0 && objects >> UInt64(depth &- 1) & 1 == 1 }

    private mutating func end(at position: Int) {
        self.position = position
        phase = .read
    }

    /// Moves past white space to the next byte, of which there must be one.
    @inline(__always)
    private mutating func nextByte() throws(JSONError) -> UInt8 {
        position = JSONGrammar.endOfWhiteSpace(in: bytes.span, from: position)
        guard position < bytes.count else {
            throw error(depth == 0 && phase == .value ? .emptyDocument : .unexpectedEnd)
        }
        return bytes[position]
    }

    @inline(__always)
    private mutating func startValue() throws(JSONError) -> UInt8 {
        guard phase == .value else { throw error(.valueAlreadyRead) }
        return try nextByte()
    }

    private mutating func startValue(of expected: JSONKind) throws(JSONError) {
        let found = try peekKind()
        guard found == expected else { throw error(.wrongKind(expected: expected, found: found)) }
    }

    /// Enters the container whose first byte is at `position`.
    private mutating func open(asObject isObject: Bool) throws(JSONError) {
        guard depth < maximumDepth else { throw error(.nestedTooDeeply(limit: maximumDepth)) }
        let bit: UInt64 = 1 << UInt64(depth)
        objects = isObject ? objects | bit : objects & ~bit
        depth &+= 1
        position &+= 1
        phase = .opened
    }

    private mutating func close() {
        depth &-= 1
        end(at: position &+ 1)
    }

    /// Moves to the value of the open object's next member, or past the object's end.
    @inline(__always)
    private mutating func advanceToMember() throws(JSONError) -> JSONGrammar.StringToken? {
        var byte = try nextByte()
        if byte == UInt8(ascii: "}") {
            close()
            return nil
        }
        if phase == .read {
            guard byte == UInt8(ascii: ",") else {
                throw error(.unexpectedByte(byte, expected: "',' or '}'"))
            }
            position &+= 1
            byte = try nextByte()
        }
        guard byte == UInt8(ascii: "\"") else {
            throw error(.unexpectedByte(byte, expected: "a member's name"))
        }
        let token = try JSONGrammar.string(in: bytes.span, from: position)
        position = token.end
        byte = try nextByte()
        guard byte == UInt8(ascii: ":") else { throw error(.unexpectedByte(byte, expected: "':'")) }
        position &+= 1
        phase = .value
        return token
    }

    /// Moves to the open array's next element, or past the array's end.
    @inline(__always)
    private mutating func advanceToElement() throws(JSONError) -> Bool {
        let byte = try nextByte()
        if byte == UInt8(ascii: "]") {
            close()
            return false
        }
        if phase == .read {
            guard byte == UInt8(ascii: ",") else {
                throw error(.unexpectedByte(byte, expected: "',' or ']'"))
            }
            position &+= 1
        }
        phase = .value
        return true
    }

    /// Reads to the end of all containers deeper than `target`, and of a value due at that depth.
    private mutating func skip(toDepth target: Int) throws(JSONError) {
        while depth > target || depth == target && phase == .value {
            if phase == .value {
                try skipToken()
            } else if isInObject {
                _ = try advanceToMember()
            } else {
                _ = try advanceToElement()
            }
        }
    }

    /// Passes over a string, number or word, or enters an array or object.
    @inline(__always)
    private mutating func skipToken() throws(JSONError) {
        let byte = try nextByte()
        switch byte {
        case UInt8(ascii: "\""): end(at: try JSONGrammar.string(in: bytes.span, from: position).end)
        case UInt8(ascii: "{"): try open(asObject: true)
        case UInt8(ascii: "["): try open(asObject: false)
        case UInt8(ascii: "t"): end(at: try JSONGrammar.endOfWord("true", in: bytes.span, from: position))
        case UInt8(ascii: "f"): end(at: try JSONGrammar.endOfWord("false", in: bytes.span, from: position))
        case UInt8(ascii: "n"): end(at: try JSONGrammar.endOfWord("null", in: bytes.span, from: position))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            end(at: try JSONGrammar.endOfNumber(in: bytes.span, from: position))
        default: throw error(.unexpectedByte(byte, expected: "a value"))
        }
    }
}
