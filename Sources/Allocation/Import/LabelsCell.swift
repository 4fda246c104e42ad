/// The labels of a device in one cell: divided by `|`, as in `blue|shipped 2026`. A cell that begins with `[` is a JSON array of
/// strings, for labels that have a `|` themselves.
enum LabelsCell {
    /// What the cell says, as the member `labels` has it; what is no label is found there.
    static func labels(of text: String) throws(JSONError) -> JSONValue {
        guard text.utf8.first != UInt8(ascii: "[") else { return try JSONValue(parsing: text) }
        return .array(
            text.split(separator: "|").map(trimmed).filter { !$0.isEmpty }.map(JSONValue.string))
    }

    static func text(of labels: [String]) -> String {
        let isPlain = labels.allSatisfy { label in
            !label.isEmpty && !label.utf8.contains(UInt8(ascii: "|")) && trimmed(label[...]) == label
        }
        guard isPlain, labels.first?.utf8.first != UInt8(ascii: "[") else {
            return JSONValue.array(labels.map(JSONValue.string)).description
        }
        return labels.joined(separator: "|")
    }

    private static func trimmed(_ text: Substring) -> String {
        var bytes = text.utf8
        while bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
