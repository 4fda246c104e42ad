package import Allocation
import DelimitedText

/// Writes the rows of a plan as a file: each with its line, its verdict, and why.
package struct PlannedRowWriter: Sendable {
    private let form: FileForm
    private var csv = CSVWriter()
    private var output: [UInt8] = []

    package init(_ form: FileForm) {
        self.form = form
        if form == .csv { csv.append(record: ["line", "registrationId", "verdict", "explanation"]) }
    }

    package mutating func append(_ row: PlannedRow) {
        switch form {
        case .csv:
            csv.append(
                record: [String(row.line), row.registrationID, row.verdict.rawValue, row.explanation])
        case .ndjson:
            output += row.json.serialized() + [UInt8(ascii: "\n")]
        }
    }

    /// What has been written since it was last taken.
    package mutating func take() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output + csv.take()
    }
}
