package import Allocation
import DelimitedText

/// Writes devices as a file that an import takes back.
package struct DeviceFileWriter: Sendable {
    /// So many bytes are gathered before they are passed on.
    package static let pieceSize = 64 * 1_024

    private let form: FileForm
    private var csv = CSVWriter()
    private var output: [UInt8]

    /// - Parameters:
    ///   - form: of the file.
    ///   - isMarked: begins with the mark by which Excel knows UTF-8; goes with CSV only, for JSON has none (RFC 8259 §8.1).
    package init(_ form: FileForm, isMarked: Bool = false) {
        self.form = form
        output = isMarked && form == .csv ? CSVWriter.byteOrderMark : []
        if form == .csv { csv.append(record: DeviceRecord.header) }
    }

    package mutating func append(_ device: DeviceRecord) {
        switch form {
        case .csv:
            device.forEachField { csv.append($0) }
            csv.endRecord()
        case .ndjson:
            device.writeLine(into: &output)
        }
    }

    /// Bytes that have been written and not taken.
    package var count: Int { output.count + csv.count }

    /// What has been written since it was last taken.
    package mutating func take() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output.isEmpty ? csv.take() : output + csv.take()
    }
}
