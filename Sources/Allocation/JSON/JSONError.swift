/// Why a document was refused, and where.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The place of the fault, in bytes from the start of the input.
    package let offset: Int
    /// The line of the fault, from 1; line feeds divide lines.
    package let line: Int
    /// The place of the fault in its line, from 1, in Unicode scalars; a byte order mark is not counted.
    package let column: Int
    package let reason: Reason

    /// The rule that was broken.
    package enum Reason: Equatable, Sendable {
        case emptyDocument
        case unexpectedEnd
        case unexpectedByte(UInt8, expected: String)
        case contentAfterDocument
        case nestedTooDeeply(limit: Int)
        case controlCharacter(UInt8)
        case malformedUTF8
        case unknownEscape
        case malformedUnicodeEscape
        case loneSurrogate
        case leadingZero
        case missingDigit
        case unknownWord
        case wrongKind(expected: JSONKind, found: JSONKind)
        case valueAlreadyRead
    }

    // Out of line, so that the readers' loops stay small; lines are counted only once something is wrong.
    @inline(never)
    init(_ reason: Reason, at offset: Int, in bytes: Span<UInt8>) {
        var line = 1
        var column = 1
        var index = JSONGrammar.lengthOfByteOrderMark(in: bytes)
        while index < offset {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.offset = offset
        self.line = line
        self.column = column
        self.reason = reason
    }

    package var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .emptyDocument: "the document is empty"
        case .unexpectedEnd: "the document ends too early"
        case .unexpectedByte(let byte, let expected): "\(expected) is expected, not \(Self.name(of: byte))"
        case .contentAfterDocument: "only white space may follow the document"
        case .nestedTooDeeply(let limit): "the document is nested more than \(limit) levels deep"
        case .controlCharacter(let byte):
            "a string may not contain the control character U+00\(Self.hexadecimal(byte))"
        case .malformedUTF8: "the text is not well-formed UTF-8"
        case .unknownEscape: "a backslash may be followed only by one of \" \\ / b f n r t u"
        case .malformedUnicodeEscape: "\\u must be followed by four hexadecimal digits"
        case .loneSurrogate: "a surrogate is escaped without its other half"
        case .leadingZero: "a number may not begin with a superfluous zero"
        case .missingDigit: "the number lacks a digit here"
        case .unknownWord: "the only words are true, false and null"
        case .wrongKind(let expected, let found): "\(expected) is expected, not \(found)"
        case .valueAlreadyRead: "no value is left to be read here"
        }
    }

    private static func name(of byte: UInt8) -> String {
        switch byte {
        case 0x21...0x7E: "'\(Character(Unicode.Scalar(byte)))'"
        default: "the byte 0x\(hexadecimal(byte))"
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
