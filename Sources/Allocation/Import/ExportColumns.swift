/// How an export writes a device: as a CSV record of always the same columns, or as a line of NDJSON. Imported again, both
/// change nothing.
///
/// It works on the JSON form of a device. A text that is present but empty cannot be told from one that is absent in CSV.
package enum ExportColumns {
    /// The names of the columns.
    package static let header = [
        "registrationId", "division", "status", "statusReason", "heldUntil", "pinnedHub", "labels", "note",
        "twin", "payload", "etag", "createdAt", "createdBy", "updatedAt", "updatedBy",
    ]

    /// The fields of a device's record, in the order of the header.
    ///
    /// - Parameter device: the JSON form of a registered device.
    /// - Returns: as many texts as there are columns.
    package static func fields(of device: JSONValue) -> [String] {
        guard case .object(let members) = device else { return header.map { _ in "" } }
        return header.map { name in
            switch members[name] {
            case nil, .null?: ""
            case .string(let text)?: text
            case .array(let labels)? where name == "labels": LabelsCell.text(of: labels.compactMap(\.string))
            case let value?: value.description
            }
        }
    }

    /// A device's line, with its line feed.
    ///
    /// - Parameter device: the JSON form of a registered device.
    /// - Returns: the line in UTF-8.
    package static func line(of device: JSONValue) -> [UInt8] {
        var bytes = device.serialized()
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}
