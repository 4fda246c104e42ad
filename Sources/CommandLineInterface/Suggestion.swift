/// Finds what somebody may have meant.
enum Suggestion {
    /// The candidate that is fewest edits away (Levenshtein's distance), if that is not more than half of
    /// the word.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        candidates
            .map { (candidate: $0, distance: distance(Array(word.utf8), Array($0.utf8))) }
            .filter { $0.distance <= max(1, word.utf8.count / 2) }
            .min { $0.distance < $1.distance }?
            .candidate
    }

    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (line, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, otherByte) in other.enumerated() {
                let substituted = diagonal + (byte == otherByte ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
