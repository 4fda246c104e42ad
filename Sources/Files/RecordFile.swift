import DelimitedText

/// A file of records while it is written: what all such files have in common.
struct RecordFile: Sendable {
    let form: FileForm
    var csv = CSVWriter()

    /// Lines of JSON, or the mark before CSV.
    var output: [UInt8]

    /// - Parameters:
    ///   - form: of the file.
    ///   - header: the names of the columns of CSV.
    ///   - isMarked: begins with the mark by which Excel knows UTF-8; goes with CSV only, for JSON has none (RFC 8259 §8.1).
    init(_ form: FileForm, header: [String], isMarked: Bool = false) {
        self.form = form
        output = isMarked && form == .csv ? CSVWriter.byteOrderMark : []
        if form == .csv { csv.append(record: header) }
    }

    /// Adds a line of JSON.
    mutating func append(line: [UInt8]) {
        output.append(contentsOf: line)
        output.append(UInt8(ascii: "\n"))
    }

    /// Bytes that have been written and not taken.
    var count: Int { output.count + csv.count }

    /// What has been written since it was last taken.
    mutating func take() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output.isEmpty ? csv.take() : output + csv.take()
    }
}
