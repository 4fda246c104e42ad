/// A value on its way into a statement (sqlite.org/datatype3.html).
package enum SQLiteValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    package static func optional(_ text: String?) -> SQLiteValue { text.map(SQLiteValue.text) ?? .null }

    package static func optional(_ integer: Int64?) -> SQLiteValue {
        integer.map(SQLiteValue.integer) ?? .null
    }
}
