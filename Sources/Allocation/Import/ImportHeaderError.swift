/// Everything that is wrong with the header of a CSV file.
package struct ImportHeaderError: Error, Equatable, CustomStringConvertible {
    /// Columns that mean nothing here, as they are written.
    package var unknown: [String] = []

    /// Columns that stand there before, perhaps by another name.
    package var duplicate: [String] = []

    /// Pairs of columns of which the first contains what the second says.
    package var overlapping: [Overlap] = []
    package var lacksRegistrationID = false

    package struct Overlap: Sendable, Equatable {
        package let whole: String
        package let part: String

        package init(whole: String, part: String) {
            self.whole = whole
            self.part = part
        }
    }

    var isEmpty: Bool {
        unknown.isEmpty && duplicate.isEmpty && overlapping.isEmpty && !lacksRegistrationID
    }

    package var description: String {
        var sentences: [String] = []
        if lacksRegistrationID { sentences.append("the column registrationId is missing") }
        if !unknown.isEmpty {
            sentences.append(
                "unknown: \(Self.list(unknown)); known are "
                    + ImportColumn.knownNames.joined(separator: ", "))
        }
        if !duplicate.isEmpty { sentences.append("more than once: \(Self.list(duplicate))") }
        for pair in overlapping { sentences.append("\(pair.part) is part of \(pair.whole): leave one out") }
        return sentences.joined(separator: "; ")
    }

    private static func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}
