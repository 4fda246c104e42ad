/// One line of a text of JSON values, not yet parsed.
package struct NDJSONLine: Sendable {
    /// The line, from 1; blank lines count.
    package let number: Int

    /// The line without its line break.
    package let bytes: ArraySlice<UInt8>
}
