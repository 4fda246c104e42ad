/// How far two texts may be apart to be taken for the same one misspelt.
///
/// An edit inserts, deletes or replaces a character, or swaps two neighbours; each place is edited once (optimal string
/// alignment). Texts are compared ASCII-folded, by bytes: those that are compared here are of ASCII.
package enum Similarity {
    /// One edit for texts of three characters or more, and two from eight on: of a shorter text, half would be another one.
    package static func mostEdits(forLength count: Int) -> Int {
        switch count {
        case ..<3: 0
        case ..<8: 1
        default: 2
        }
    }

    /// Edits from one text to the other; `nil` when there are more than `most`.
    package static func edits(from one: String, to other: String, atMost most: Int) -> Int? {
        var table = EditTable(of: other, mostEdits: most)
        for byte in one.asciiFolded.utf8 {
            table.append(byte)
            guard table.isViable else { return nil }
        }
        return table.edits
    }

    /// How near a text comes to having a part.
    ///
    /// - Parameters:
    ///   - part: what is looked for.
    ///   - text: where it is looked for.
    ///   - most: edits that are allowed; fewer than `part` has characters.
    ///   - isAtEnd: only parts that the text ends in.
    /// - Returns: edits to what is most like it; `nil` when there are more than `most`.
    static func edits(
        from part: String, toPartOf text: String, atMost most: Int, isAtEnd: Bool = false
    ) -> Int? {
        let text = Array(text.asciiFolded.utf8)
        let length = part.utf8.count
        var fewest: Int?
        for start in text.indices {
            var table = EditTable(of: part, mostEdits: most)
            for end in start..<min(text.count, start + length + most) {
                table.append(text[end])
                guard table.isViable else { break }
                if let edits = table.edits, !isAtEnd || end == text.count - 1 {
                    fewest = min(edits, fewest ?? edits)
                }
            }
        }
        return fewest
    }
}
