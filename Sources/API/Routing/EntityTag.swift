import Allocation
import HTTP

/// A revision as an entity tag (RFC 9110 §8.8.3).
enum EntityTag {
    static func text(of revision: Int64) -> String { "\"\(revision)\"" }

    /// What `If-Match` and `If-None-Match` ask for (RFC 9110 §13.1.1, §13.1.2).
    ///
    /// A tag that is none of ours, a weak one too, matches nothing: comparison is strong.
    ///
    /// - Parameter fields: of the request.
    /// - Returns: `nil` when neither is there.
    static func precondition(in fields: HTTPFields) -> Precondition? {
        let match = fields.values(of: "if-match")
        if !match.isEmpty {
            let tags = tags(in: match)
            return tags.contains("*") ? .present : .revision(in: Set(tags.compactMap(revision)))
        }
        return tags(in: fields.values(of: "if-none-match")).contains("*") ? .absent : nil
    }

    /// Whether `If-None-Match` names this tag, so that a reader has it already.
    static func isKnown(_ tag: String, to fields: HTTPFields) -> Bool {
        // Comparison is weak here (RFC 9110 §13.1.2).
        tags(in: fields.values(of: "if-none-match")).contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
    }

    private static func tags(in values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",") }.map { part in
            String(
                part.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
    }

    private static func revision(of tag: String) -> Int64? {
        guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
        // Tags are compared by their characters, so another spelling of a number is another tag (RFC 9110 §8.8.3.2).
        return Int64(tag.dropFirst().dropLast()).flatMap { text(of: $0) == tag ? $0 : nil }
    }
}
