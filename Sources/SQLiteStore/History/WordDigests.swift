import Allocation

/// The digests of the combinations of words that were asked for lately.
///
/// Remembered by the words' numbers, so it holds as long as these do.
struct WordDigests {
    /// So many are remembered at most; beyond that the memory starts anew.
    private static let capacity = 10_000

    private var digests: [WordNumbers: SHA256Digest] = [:]

    mutating func forgetAll() {
        digests.removeAll()
    }

    /// The digest of the words that have these numbers, if it is remembered.
    subscript(numbers: WordNumbers) -> SHA256Digest? { digests[numbers] }

    /// Remembers and gives the digest of words that have these numbers.
    mutating func add(_ words: AssignmentWords, under numbers: WordNumbers) -> SHA256Digest {
        let digest = words.digest
        if digests.count >= Self.capacity { digests.removeAll(keepingCapacity: true) }
        digests[numbers] = digest
        return digest
    }
}
