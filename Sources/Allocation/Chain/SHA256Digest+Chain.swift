extension SHA256Digest {
    /// What stands in for the link before the first one of a chain: 32 bytes of zero, which no message is known to give.
    package static let beforeChain = SHA256Digest(words: (0, 0, 0, 0))
}
