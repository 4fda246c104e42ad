extension UInt8 {
    /// This byte with `A`-`Z` turned into `a`-`z`; every other byte, those of UTF-8 included, stays as it is.
    @inlinable package var asciiLowercased: UInt8 {
        self &- 0x41 < 26 ? self | 0x20 : self
    }
}

/// Registration IDs, hub host names and patterns compare ASCII-folded: `A`-`Z` as `a`-`z`, and nothing else changed. It is
/// what SQLite's `NOCASE` collation does (sqlite.org/datatype3.html, "Collating Sequences"), so both sides agree.
///
/// All of it runs at each decision, so it compares bytes in place and makes no string that it can do without.
extension String {
    /// The text ASCII-folded.
    package var asciiFolded: String {
        let bytes = utf8.span
        for index in bytes.indices where bytes[index] &- 0x41 < 26 {
            return String(decoding: utf8.map(\.asciiLowercased), as: UTF8.self)
        }
        return self
    }

    /// Whether the two texts are the same once both are ASCII-folded.
    package func equalsFoldingCase(_ other: String) -> Bool {
        let (text, other) = (utf8.span, other.utf8.span)
        return text.count == other.count && text.matches(other, at: 0)
    }

    /// Whether the text begins with `prefix`, both ASCII-folded.
    package func hasPrefixFoldingCase(_ prefix: String) -> Bool {
        let (text, prefix) = (utf8.span, prefix.utf8.span)
        return prefix.count <= text.count && text.matches(prefix, at: 0)
    }

    /// Whether the text ends in `suffix`, both ASCII-folded.
    package func endsFoldingCase(with suffix: String) -> Bool {
        let (text, suffix) = (utf8.span, suffix.utf8.span)
        return suffix.count <= text.count && text.matches(suffix, at: text.count - suffix.count)
    }

    /// Whether `part` stands anywhere in the text, both ASCII-folded. An empty part stands nowhere.
    package func containsFoldingCase(_ part: String) -> Bool {
        let (text, part) = (utf8.span, part.utf8.span)
        guard part.count > 0, part.count <= text.count else { return false }
        let first = part[0].asciiLowercased
        for start in 0...(text.count - part.count)
        where text[start].asciiLowercased == first && text.matches(part, at: start) {
            return true
        }
        return false
    }
}

extension Span<UInt8> {
    /// Whether `other` stands here from `start` on, both ASCII-folded; there must be room for it.
    fileprivate func matches(_ other: Span<UInt8>, at start: Int) -> Bool {
        let part = extracting(start..<start + other.count)
        for index in other.indices where part[index].asciiLowercased != other[index].asciiLowercased {
            return false
        }
        return true
    }
}
