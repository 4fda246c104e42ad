/// One record of a CSV text: its fields, unquoted, in UTF-8 that has been checked.
package struct CSVRecord: Sendable {
    /// The line on which it begins, from 1.
    package let line: Int

    /// The bytes in which the fields lie, among others.
    package let bytes: [UInt8]

    /// Where each field lies in `bytes`.
    package let fields: [Range<Int>]

    package var count: Int { fields.count }

    /// The text of one field.
    package subscript(index: Int) -> String { String(decoding: bytes[fields[index]], as: UTF8.self) }

    /// The texts of all fields.
    package var texts: [String] { fields.indices.map { self[$0] } }
}
