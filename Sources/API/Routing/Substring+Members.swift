import HTTP

extension Substring {
    /// The members of a list that a field's value is (RFC 9110 §5.6.1), without the blanks around each.
    ///
    /// - Parameters:
    ///   - separator: what divides them, an ASCII character.
    ///   - most: so many are looked at, for whoever sends may have shown no key; what comes after them is as if it were not there.
    /// - Returns: the members in their order, empty ones too.
    func members(by separator: Unicode.Scalar, most: Int) -> [Substring] {
        utf8.split(separator: UInt8(ascii: separator), maxSplits: most, omittingEmptySubsequences: false)
            .prefix(most)
            .map { Substring($0).withoutBlanks }
    }

    private var withoutBlanks: Substring {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = utf8.firstIndex(where: { !isBlank($0) }),
            let last = utf8.lastIndex(where: { !isBlank($0) })
        else { return self[endIndex...] }
        return self[first...last]
    }
}

extension HTTPFields {
    /// The same of all values of a name together.
    func members(of name: String, by separator: Unicode.Scalar = ",", most: Int) -> [Substring] {
        Array(values(of: name).flatMap { Substring($0).members(by: separator, most: most) }.prefix(most))
    }
}
