import HTTP

extension EnrollmentRecord {
    /// The etag as a field says it (RFC 9110 §8.8.3): with quotes, also where the configuration leaves them out.
    var entityTag: String { Self.isQuoted(etag) ? etag : "\"\(etag)\"" }

    /// Whether `If-Match` lets the record be changed (RFC 9110 §13.1.1); comparison is strong.
    func meetsPrecondition(in fields: HTTPFields) -> Bool {
        let values = fields.values(of: "If-Match")
        guard !values.isEmpty else { return true }
        let tags = values.flatMap { $0.split(separator: ",") }.map { part in
            let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
            return String(part.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
        }
        // As a whole too, for a tag may have commas.
        return (values + tags).contains { $0 == "*" || $0 == entityTag }
    }

    /// Whether a text can be sent as an entity tag: `etagc` of RFC 9110 §8.8.3, in ASCII; the quotes may be left out.
    static func isEntityTag(_ text: String) -> Bool {
        let opaque = isQuoted(text) ? text.dropFirst().dropLast() : text[...]
        return !opaque.isEmpty
            && opaque.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
    }

    private static func isQuoted(_ text: String) -> Bool {
        text.utf8.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
    }
}
