/// Something that happened to the history beside decisions: a link of its chain, too.
///
/// Its link is the SHA-256 over, one after the other: the link before it, 32 bytes; the letter `E`; its number, the number of the
/// assignment that it stands behind and the time in milliseconds since 1970, 8 bytes big-endian each; the kind's length in bytes,
/// as one byte, and the kind; the detail's text, up to the end.
package struct HistoryEvent: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The system's clock was set, or stood before the last decision. Detail: `by`, in milliseconds, and `clock`, what it
        /// then said.
        case clockStepped = "clock stepped"

        /// Assignments were taken away. Detail: `PrunedBlock`.
        case pruned
    }

    package var id: Int64

    /// The number of the assignment behind which it stands; 0 before the first.
    package var assignmentID: Int64

    /// Never earlier than what is before it in the history.
    package var happenedAt: Timestamp

    /// In words; `Kind` has those of this program.
    package var kind: String

    /// A JSON object, in the very text that is kept.
    package var detail: String

    package init(id: Int64, assignmentID: Int64, happenedAt: Timestamp, kind: String, detail: String) {
        self.id = id
        self.assignmentID = assignmentID
        self.happenedAt = happenedAt
        self.kind = kind
        self.detail = detail
    }

    /// - Parameter previous: the link before it.
    /// - Returns: its own.
    package func link(after previous: SHA256Digest) -> SHA256Digest {
        var hash = SHA256()
        hash.update(previous)
        hash.update(CollectionOfOne(UInt8(ascii: "E")))
        hash.update(bigEndian: UInt64(bitPattern: id))
        hash.update(bigEndian: UInt64(bitPattern: assignmentID))
        hash.update(bigEndian: UInt64(bitPattern: happenedAt.milliseconds))
        hash.update(CollectionOfOne(UInt8(truncatingIfNeeded: kind.utf8.count)))
        hash.update(kind.utf8.span)
        hash.update(detail.utf8.span)
        return hash.finalize()
    }
}
