/// SHA-256 over what is left of a block, in the order of the chain:
/// - an assignment: the letter `A`, its number as 8 bytes big-endian, its link; 32 bytes of zero where it has none,
/// - an event: the letter `E`, its number, its link,
/// - a run of missing assignments: the letter `C`, the number of the first and of the last, the link of the last, or zeros.
package struct PrunedBlockDigest: Sendable {
    private var hash = SHA256()

    package init() {}

    package mutating func add(assignment id: Int64, link: SHA256Digest?) {
        hash.update(CollectionOfOne(UInt8(ascii: "A")))
        hash.update(bigEndian: UInt64(bitPattern: id))
        hash.update(link ?? .beforeChain)
    }

    package mutating func add(event id: Int64, link: SHA256Digest) {
        hash.update(CollectionOfOne(UInt8(ascii: "E")))
        hash.update(bigEndian: UInt64(bitPattern: id))
        hash.update(link)
    }

    package mutating func add(_ cut: HistoryCut) {
        hash.update(CollectionOfOne(UInt8(ascii: "C")))
        hash.update(bigEndian: UInt64(bitPattern: cut.first))
        hash.update(bigEndian: UInt64(bitPattern: cut.last))
        hash.update(cut.link)
    }

    package var digest: SHA256Digest { hash.finalize() }
}
