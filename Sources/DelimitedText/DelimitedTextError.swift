/// Why a text cannot be divided into records, and where.
package struct DelimitedTextError: Error, Equatable, CustomStringConvertible {
    /// The line of the text, from 1, as an editor counts it: line breaks inside quotes count too.
    package let line: Int

    /// The place in the line, from 1, in Unicode scalars; a byte order mark is not counted.
    package let column: Int
    package let reason: Reason

    package init(line: Int, column: Int, reason: Reason) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    /// The rule that was broken.
    package enum Reason: Equatable, Sendable {
        case quoteInUnquotedField
        case textAfterClosingQuote
        case unterminatedQuote
        case notUTF8
        case utf16
        case recordTooLong(limit: Int)
        case fieldTooLong(limit: Int)
        case tooManyFields(limit: Int)
    }

    /// Whether nothing after it can be read; otherwise the next record is on a later line.
    package var isFinal: Bool {
        switch reason {
        case .unterminatedQuote, .utf16, .recordTooLong: true
        case .quoteInUnquotedField, .textAfterClosingQuote, .notUTF8, .fieldTooLong, .tooManyFields: false
        }
    }

    package var description: String { "line \(line), column \(column): \(reason)" }
}

extension DelimitedTextError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .quoteInUnquotedField:
            "a quotation mark stands inside a field that does not begin with one; "
                + "put the field in quotation marks and double each one inside"
        case .textAfterClosingQuote:
            "text follows a closing quotation mark; double a quotation mark that belongs to the field"
        case .unterminatedQuote: "the field that begins here lacks its closing quotation mark"
        case .notUTF8: "the text is not well-formed UTF-8; save the file as CSV UTF-8"
        case .utf16: "the text is UTF-16; save the file as CSV UTF-8"
        case .recordTooLong(let limit):
            "the record is longer than \(limit) bytes; a closing quotation mark may be missing"
        case .fieldTooLong(let limit): "the field that ends here is longer than \(limit) bytes"
        case .tooManyFields(let limit): "the record has more than \(limit) fields"
        }
    }
}
