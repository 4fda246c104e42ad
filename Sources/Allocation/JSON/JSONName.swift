/// The name of a member, as it stands in the text.
///
/// Comparisons are by Unicode scalars, without normalisation (RFC 8259 §8.3), and allocate nothing unless
/// the text spells the name with escapes.
package struct JSONName: Sendable, CustomStringConvertible {
    private let bytes: [UInt8]
    private let token: JSONGrammar.StringToken

    init(_ token: JSONGrammar.StringToken, in bytes: [UInt8]) {
        self.bytes = bytes
        self.token = token
    }

    /// The name with its escapes resolved.
    package var description: String { JSONGrammar.text(of: token, in: bytes) }

    package static func == (name: JSONName, other: String) -> Bool {
        name.matches(other) { $0 == $1 }
    }

    package static func != (name: JSONName, other: String) -> Bool { !(name == other) }

    /// Lets a name be the subject of a `switch` over string literals.
    package static func ~= (other: String, name: JSONName) -> Bool { name == other }

    /// Whether the name is `other` when the ASCII letters' case is disregarded; all else must be the same.
    package func matches(caseInsensitive other: String) -> Bool {
        matches(other) { $0.asciiLowercased == $1.asciiLowercased }
    }

    @inline(__always)
    private func matches(_ other: String, by areEqual: (UInt8, UInt8) -> Bool) -> Bool {
        if token.hasEscapes {
            return JSONGrammar.unescaped(token, in: bytes.span).elementsEqual(other.utf8, by: areEqual)
        }
        let other = other.utf8.span
        guard other.count == token.range.count else { return false }
        for index in other.indices
        where !areEqual(bytes[token.range.lowerBound &+ index], other[index]) {
            return false
        }
        return true
    }
}
