/// The name a device registers under.
///
/// DPS's rules (Microsoft Learn, "Service concepts", Registration ID): 1 to 128 characters of `A`-`Z`,
/// `a`-`z`, `0`-`9`, `-`, `.`, `_` and `:`, the last one alphanumeric or a dash; case does not matter. The
/// text is kept as it was written and compared ASCII-folded.
package struct RegistrationID: Sendable, Hashable, CustomStringConvertible {
    /// The longest registration ID that DPS knows, in characters.
    package static let maximumLength = 128

    /// As it was received or written.
    package let text: String

    /// The form that is compared, hashed and matched by rules.
    package let folded: String

    /// An ID for checking that an inventory can be read; whether it is registered does not matter.
    package static let readinessProbe = RegistrationID(validated: "readiness-probe")

    private init(validated text: String) {
        self.text = text
        folded = text.asciiFolded
    }

    /// - Throws: `RegistrationIDError` that says which of DPS's rules the text breaks.
    package init(_ text: String) throws(RegistrationIDError) {
        let bytes = text.utf8.span
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= Self.maximumLength else { throw .tooLong(bytes.count) }
        for index in bytes.indices where !Self.isAllowed(bytes[index]) {
            throw Self.forbiddenCharacter(in: text)
        }
        let last = bytes[bytes.count - 1]
        guard last != UInt8(ascii: "."), last != UInt8(ascii: "_"), last != UInt8(ascii: ":") else {
            throw .badEnd(Character(UnicodeScalar(last)))
        }
        self.text = text
        folded = text.asciiFolded
    }

    private static func forbiddenCharacter(in text: String) -> RegistrationIDError {
        let bytes = text.utf8
        let position = bytes.firstIndex { !isAllowed($0) } ?? bytes.startIndex
        return .forbiddenCharacter(
            text.unicodeScalars[position], at: bytes.distance(from: bytes.startIndex, to: position))
    }

    package var description: String { text }

    package static func == (one: Self, other: Self) -> Bool { one.folded == other.folded }

    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            // "0" to ":" is one run in ASCII: the digits and the colon.
            true
        default:
            false
        }
    }
}

/// Which of DPS's rules a text breaks that was meant to be a registration ID.
package enum RegistrationIDError: Error, Equatable, CustomStringConvertible {
    case empty
    case tooLong(Int)
    case forbiddenCharacter(Unicode.Scalar, at: Int)
    case badEnd(Character)

    package var description: String {
        switch self {
        case .empty:
            "a registration ID may not be empty"
        case .tooLong(let count):
            "a registration ID may have at most \(RegistrationID.maximumLength) characters, this one has \(count)"
        case .forbiddenCharacter(let scalar, let offset):
            "a registration ID may only have letters, digits and - . _ :, but character \(offset + 1) is "
                + Self.shown(scalar)
        case .badEnd(let character):
            "a registration ID must end in a letter, a digit or a dash, not in \"\(character)\""
        }
    }

    /// Printable ASCII as itself, all else by its number, so that no control character reaches a terminal.
    private static func shown(_ scalar: Unicode.Scalar) -> String {
        guard (0x21...0x7E).contains(scalar.value) else {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        return "\"\(scalar)\""
    }
}
