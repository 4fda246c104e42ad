/// A number as its literal (RFC 8259 §6): `65`, `65.0` and `1e400` survive unchanged.
///
/// Two numbers are equal when their literals are.
package struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The literal, in ASCII.
    package let literal: String

    init(validated literal: String) { self.literal = literal }

    /// A number from its literal; `nil` if that breaks the grammar.
    package init?(literal: String) {
        var reader = JSONReader(Array(literal.utf8), maximumDepth: 0)
        guard let number = try? reader.readNumber(), number.literal.utf8.elementsEqual(literal.utf8) else {
            return nil
        }
        self = number
    }

    package init(_ value: Int64) { literal = String(value) }

    /// The shortest literal that reads back as `value`; `nil` for infinities and NaN, which JSON lacks.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = value.description
    }

    /// The value of a literal without fraction and exponent; `nil` for others, and beyond 64 bits.
    package var int64: Int64? { Int64(literal) }

    /// The nearest double; `nil` where that is infinite.
    package var double: Double? {
        guard let value = Double(literal), value.isFinite else { return nil }
        return value
    }

    package var description: String { literal }
}
