/// What the event `pruned` says of the assignments from one number to another: which are not there any more, and that the rest is
/// what was left.
///
/// Of events about the same block the last one holds.
package struct PrunedBlock: Sendable, Equatable {
    /// Numbers in a block. It begins behind a multiple of that.
    package static let length: Int64 = 2_048

    package var first: Int64
    package var last: Int64

    /// How many assignments are missing of it, those taken away before included.
    package var removed: Int64

    /// Over what is left: see `PrunedBlockDigest`.
    package var digest: SHA256Digest

    package init(first: Int64, last: Int64, removed: Int64, digest: SHA256Digest) {
        self.first = first
        self.last = last
        self.removed = removed
        self.digest = digest
    }

    /// The block that an assignment is in, counted from 0.
    package static func number(ofAssignment id: Int64) -> Int64 { (id - 1) / length }

    package var json: JSONValue {
        [
            "first": .number(JSONNumber(first)), "last": .number(JSONNumber(last)),
            "removed": .number(JSONNumber(removed)), "digest": .string(digest.description),
        ]
    }

    /// Reads the detail of an event; `nil` when it is none of a block.
    package init?(detail: String) {
        guard let object = (try? JSONValue(parsing: detail))?.object,
            let first = object["first"]?.number?.int64, let last = object["last"]?.number?.int64,
            let removed = object["removed"]?.number?.int64,
            let digest = (object["digest"]?.string).flatMap(SHA256Digest.init(hex:)),
            first >= 1, last >= first
        else { return nil }
        self.init(first: first, last: last, removed: removed, digest: digest)
    }
}
