package import Allocation
import DelimitedText

/// Writes the rows of a plan as a file: each with its line, its verdict, and why.
package struct PlannedRowWriter: Sendable {
    private var file: RecordFile

    package init(_ form: FileForm) {
        file = RecordFile(form, header: ["line", "registrationId", "verdict", "explanation"])
    }

    package mutating func append(_ row: PlannedRow) {
        switch file.form {
        case .csv:
            file.csv.append(
                record: [String(row.line), row.registrationID, row.verdict.rawValue, row.explanation])
        case .ndjson:
            file.append(line: row.json.serialized())
        }
    }

    /// What has been written since it was last taken.
    package mutating func take() -> [UInt8] {
        file.take()
    }
}
