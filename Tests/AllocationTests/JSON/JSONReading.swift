import Allocation

/// Three ways through one document, which must agree about it to the byte.
struct JSONReading {
    let bytes: [UInt8]
    var maximumDepth = 64

    /// The error with which each way ends; `nil` for a document that is accepted.
    var skipped: JSONError? {
        var reader = JSONReader(bytes, maximumDepth: maximumDepth)
        do throws(JSONError) {
            try reader.skipValue()
            try reader.finish()
            return nil
        } catch { return error }
    }

    var built: JSONError? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: bytes, maximumDepth: maximumDepth)
            return nil
        } catch { return error }
    }

    /// Reads some values, ignores others, and leaves some loops early.
    var mixed: JSONError? {
        var reader = JSONReader(bytes, maximumDepth: maximumDepth)
        var step = bytes.count
        do throws(JSONError) {
            try Self.readMixed(&reader, &step)
            try reader.finish()
            return nil
        } catch { return error }
    }

    private static func readMixed(_ reader: inout JSONReader, _ step: inout Int) throws(JSONError) {
        step += 1
        switch try reader.peekKind() {
        case .object:
            let object = try reader.readObject()
            while let name = try reader.nextMember(of: object) {
                step += name.description.utf8.count + 1
                if step % 3 != 0 { try readMixed(&reader, &step) }
                if step % 7 == 0 { break }
            }
        case .array:
            let array = try reader.readArray()
            while try reader.nextElement(of: array) {
                step += 1
                if step % 3 != 0 { try readMixed(&reader, &step) }
                if step % 5 == 0 { break }
            }
        case .string: _ = try reader.readString()
        case .number: _ = try reader.readNumber()
        case .bool: _ = try reader.readBool()
        case .null: try reader.readNull()
        }
    }
}
