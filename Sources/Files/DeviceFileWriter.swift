package import Allocation
import DelimitedText

/// Writes devices as a file that an import takes back.
package struct DeviceFileWriter: Sendable {
    private var file: RecordFile

    /// - Parameters:
    ///   - form: of the file.
    ///   - isMarked: begins with the mark by which Excel knows UTF-8; goes with CSV only, for JSON has none (RFC 8259 §8.1).
    package init(_ form: FileForm, isMarked: Bool = false) {
        file = RecordFile(form, header: DeviceRecord.header, isMarked: isMarked)
    }

    package mutating func append(_ device: DeviceRecord) {
        switch file.form {
        case .csv:
            device.forEachField { file.csv.append($0) }
            file.csv.endRecord()
        case .ndjson:
            device.writeLine(into: &file.output)
        }
    }

    /// Bytes that have been written and not taken.
    package var count: Int { file.count }

    /// What has been written since it was last taken.
    package mutating func take() -> [UInt8] {
        file.take()
    }
}
