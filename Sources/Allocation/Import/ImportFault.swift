/// One thing that is wrong with a row of an import.
package struct ImportFault: Sendable, Equatable, CustomStringConvertible {
    /// The column's or member's name as the file writes it; `nil` if the whole row is meant.
    package let column: String?
    package let message: String

    package init(in column: String?, _ message: String) {
        self.column = column
        self.message = message
    }

    /// With `detail` and, if it is about one, `column`.
    package var json: JSONValue {
        var object = JSONObject()
        object["column"] = column.map(JSONValue.string)
        object["detail"] = .string(message)
        return .object(object)
    }

    package var description: String { column.map { "\($0): \(message)" } ?? message }
}
