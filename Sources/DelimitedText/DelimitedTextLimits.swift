/// How much of a text is held at once, and so how large its parts may be.
package struct DelimitedTextLimits: Sendable, Equatable {
    /// The longest record or line, in bytes, as it is written.
    package var recordLength: Int

    /// The longest field, in bytes, as it is written.
    package var fieldLength: Int

    /// The most fields of a record.
    package var fieldCount: Int

    package static let standard = DelimitedTextLimits()

    package init(recordLength: Int = 1_048_576, fieldLength: Int = 262_144, fieldCount: Int = 4_096) {
        self.recordLength = recordLength
        self.fieldLength = fieldLength
        self.fieldCount = fieldCount
    }
}
