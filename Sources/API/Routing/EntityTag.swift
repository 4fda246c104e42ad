import Allocation
import HTTP

/// A revision as an entity tag (RFC 9110 §8.8.3).
enum EntityTag {
    /// More than a reader would have; whoever sends them may have shown no key.
    private static let mostTags = 64

    static func text(of revision: Int64) -> String { "\"\(revision)\"" }

    /// What `If-Match` and `If-None-Match` ask for (RFC 9110 §13.1.1, §13.1.2).
    ///
    /// A tag that is none of ours, a weak one too, matches nothing: comparison is strong.
    ///
    /// - Parameter fields: of the request.
    /// - Returns: `nil` when neither is there.
    static func precondition(in fields: HTTPFields) -> Precondition? {
        if fields.contains("if-match") {
            let tags = fields.members(of: "if-match", most: mostTags)
            return tags.contains("*") ? .present : .revision(in: Set(tags.compactMap(revision)))
        }
        return fields.members(of: "if-none-match", most: mostTags).contains("*") ? .absent : nil
    }

    /// Whether `If-None-Match` names this tag, so that a reader has it already.
    static func isKnown(_ tag: String, to fields: HTTPFields) -> Bool {
        // Comparison is weak here (RFC 9110 §13.1.2).
        fields.members(of: "if-none-match", most: mostTags).contains {
            $0 == "*" || $0 == tag || $0 == "W/" + tag
        }
    }

    private static func revision(of tag: Substring) -> Int64? {
        guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
        // Tags are compared by their characters, so another spelling of a number is another tag (RFC 9110 §8.8.3.2).
        return Int64(tag.dropFirst().dropLast()).flatMap { text(of: $0) == tag ? $0 : nil }
    }
}
