extension UInt8 {
    /// This byte with `A`-`Z` turned into `a`-`z`; every other byte, those of UTF-8 included, stays as it is.
    package var asciiLowercased: UInt8 {
        self &- 0x41 < 26 ? self | 0x20 : self
    }
}

extension StringProtocol {
    /// The text with `A`-`Z` folded to `a`-`z` and nothing else changed.
    ///
    /// Registration IDs, hub host names and patterns compare by this form. It is what SQLite's `NOCASE`
    /// collation does (sqlite.org/datatype3.html, "Collating Sequences"), so both sides agree.
    package var asciiFolded: String {
        String(decoding: utf8.map(\.asciiLowercased), as: UTF8.self)
    }

    /// Whether the two texts are the same once both are ASCII-folded.
    package func equalsFoldingCase(_ other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.asciiLowercased == $1.asciiLowercased }
    }

    /// Whether the text ends in `suffix`, both ASCII-folded.
    package func endsFoldingCase(with suffix: some StringProtocol) -> Bool {
        suffix.utf8.count <= utf8.count
            && zip(utf8.reversed(), suffix.utf8.reversed()).allSatisfy {
                $0.asciiLowercased == $1.asciiLowercased
            }
    }

    /// Whether `part` stands anywhere in the text, both ASCII-folded. An empty part stands nowhere.
    package func containsFoldingCase(_ part: some StringProtocol) -> Bool {
        let sought = part.utf8.map(\.asciiLowercased)
        let text = utf8.map(\.asciiLowercased)
        guard let first = sought.first, text.count >= sought.count else { return false }
        return (0...(text.count - sought.count)).contains { start in
            text[start] == first && text[start..<(start + sought.count)].elementsEqual(sought)
        }
    }
}
