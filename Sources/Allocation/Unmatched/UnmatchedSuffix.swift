/// The end of a registration ID by which refused devices are put together.
///
/// It is the shortest end that begins with a separator (`-`, `.`, `_` or `:`) and has a letter in it, else the whole ID; folded, and with
/// each run of digits as one `#`, which no ID has. So `breakroom499-contoso-tstrsd-007` is with all of `-tstrsd-#`, and `sn-0042` with
/// all of `sn-#`: what people leave to be counted does not tell devices of a kind apart.
package enum UnmatchedSuffix {
    /// The longest suffix, in characters: that of a registration ID.
    package static let maximumLength = RegistrationID.maximumLength

    /// The suffix of an ID, whatever its case.
    package static func suffix(of registrationID: String) -> String {
        let bytes = registrationID.utf8.map(\.asciiLowercased)
        var start = 0
        var hasLetter = false
        for (index, byte) in bytes.enumerated().reversed() {
            if byte.isSeparator, hasLetter {
                start = index
                break
            }
            hasLetter = hasLetter || byte.isLetter
        }
        var suffix: [UInt8] = []
        for byte in bytes[start...] {
            guard byte.isDigit else {
                suffix.append(byte)
                continue
            }
            if suffix.last != UInt8(ascii: "#") { suffix.append(UInt8(ascii: "#")) }
        }
        return String(decoding: suffix, as: UTF8.self)
    }

    /// The folded ID read from its end, by which stores find what the IDs of a group end in.
    package static func reversed(_ registrationID: String) -> String {
        String(decoding: registrationID.utf8.map(\.asciiLowercased).reversed(), as: UTF8.self)
    }

    /// What all IDs of a group end in: a pattern for a rule.
    ///
    /// - Parameters:
    ///   - first: the smallest of the reversed IDs by bytes; the others lie between it and `last`, so they share what these two do.
    ///   - last: the largest of them.
    /// - Returns: an end that begins with a separator and has a letter in it; `nil` when they share none.
    package static func common(ofReversed first: String, and last: String) -> String? {
        let shared = zip(first.utf8, last.utf8).prefix { $0 == $1 }.map(\.0)
        guard let place = shared.lastIndex(where: \.isSeparator) else { return nil }
        let end = shared[...place]
        guard end.contains(where: \.isLetter) else { return nil }
        return String(decoding: end.reversed(), as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    fileprivate var isLetter: Bool { asciiLowercased &- UInt8(ascii: "a") < 26 }
    fileprivate var isSeparator: Bool {
        self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
            || self == UInt8(ascii: ":")
    }
}
