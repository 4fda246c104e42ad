extension [UInt8] {
    /// Whether both hold the same bytes, in a time that does not depend on where they differ.
    ///
    /// Arrays of different lengths are told apart at once: a length is no secret.
    package func constantTimeEquals(_ other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for index in indices { difference |= self[index] ^ other[index] }
        return difference == 0
    }
}
