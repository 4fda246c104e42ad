package import Allocation
import DelimitedText

/// Writes devices as a file that an import takes back.
package struct DeviceFileWriter: Sendable {
    private let form: DeviceFileForm
    private var csv = CSVWriter()
    private var output: [UInt8]

    /// - Parameters:
    ///   - form: of the file.
    ///   - marked: begins with the mark by which Excel knows UTF-8.
    package init(_ form: DeviceFileForm, marked: Bool = false) {
        self.form = form
        output = marked ? CSVWriter.byteOrderMark : []
        if form == .csv { csv.append(record: ExportColumns.header) }
    }

    package mutating func append(_ device: RegisteredDevice) {
        switch form {
        case .csv: csv.append(record: ExportColumns.fields(of: device.exported))
        case .ndjson: output += ExportColumns.line(of: device.exported)
        }
    }

    /// Bytes that have been written and not taken.
    package var count: Int { output.count + csv.count }

    /// What has been written since it was last taken.
    package mutating func take() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output + csv.take()
    }
}

extension RegisteredDevice {
    /// With its revision as the entity tag that an import checks.
    fileprivate var exported: JSONValue {
        var object = json.object ?? JSONObject()
        object["revision"] = nil
        object["etag"] = .string("\"\(revision)\"")
        return .object(object)
    }
}
