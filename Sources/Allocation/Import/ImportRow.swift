/// What one row of an import says: of which device, and what is to change.
///
/// The change is a merge patch (RFC 7396) over the JSON form of a device, but for its documents. A merge patch cannot say that a
/// member of a document is null, nor that one is gone because whoever edited the file deleted it; so a document
/// (`twin`, `payload`, and in CSV also `tags` and `desired`) is taken as a whole. A file that was exported thus changes nothing
/// when it is imported again.
package struct ImportRow: Sendable, Equatable {
    /// Where the row begins, from 1.
    package let line: Int

    /// As it is written, not checked; empty if it is missing.
    package let registrationID: String

    /// The revision that the row was made from, as it is written; `nil` if the row does not say.
    package let etag: String?

    /// The change, without the registration ID.
    package let patch: JSONValue

    /// The places in the patch that are documents.
    package let documents: [[String]]

    /// The columns that say something of the device, by their place in it; none in NDJSON.
    package let columns: [ColumnPlace]

    /// Everything that is wrong with the row, as far as it alone can tell.
    package let faults: [ImportFault]

    /// Where a column's cells go in the JSON form of a device.
    package struct ColumnPlace: Sendable, Equatable {
        package let name: String
        package let pointer: String

        package init(name: String, pointer: String) {
            self.name = name
            self.pointer = pointer
        }
    }

    package init(
        line: Int, registrationID: String, etag: String? = nil, patch: JSONValue,
        documents: [[String]] = [], columns: [ColumnPlace] = [], faults: [ImportFault] = []
    ) {
        self.line = line
        self.registrationID = registrationID
        self.etag = etag
        self.patch = patch
        self.documents = documents
        self.columns = columns
        self.faults = faults
    }

    /// A fault of the device that comes of the row, in the words of the file: by its column, and the place inside the cell.
    package func fault(_ fault: InvalidDocument) -> ImportFault {
        let pointer = fault.pointer.description
        for column in columns {
            if pointer == column.pointer || column.pointer.hasPrefix(pointer + "/") {
                return ImportFault(in: column.name, fault.problem)
            }
            if pointer.hasPrefix(column.pointer + "/") {
                let rest = pointer.dropFirst(column.pointer.count)
                return ImportFault(in: column.name, "\(rest): \(fault.problem)")
            }
        }
        // A device's own members are columns that the file does not have; all else is told by its place.
        let isMember = !pointer.dropFirst().contains("/")
        return ImportFault(in: isMember ? String(pointer.dropFirst()) : pointer, fault.problem)
    }

    /// The device after the change.
    ///
    /// - Parameter device: the JSON form of the device as it is; an empty object if there is none.
    /// - Returns: the JSON form of the device as it is to be.
    package func applied(to device: JSONValue) -> JSONValue {
        Self.merge(patch, into: device, documents.map { $0[...] }) ?? device
    }

    /// - Returns: `nil` if there is nothing to merge into, and the patch only takes away: an empty cell makes no empty objects.
    private static func merge(
        _ patch: JSONValue, into target: JSONValue?, _ documents: [ArraySlice<String>]
    ) -> JSONValue? {
        guard case .object(let changes) = patch else { return patch }
        let object = target?.object
        var result = object ?? JSONObject()
        for change in changes.members {
            if case .null = change.value {
                if result[change.name] != nil { result[change.name] = nil }
                continue
            }
            let inner = documents.filter { $0.first == change.name }.map { $0.dropFirst() }
            if inner.contains(where: \.isEmpty) {
                result[change.name] = change.value
            } else if let merged = merge(change.value, into: result[change.name], inner) {
                result[change.name] = merged
            }
        }
        return result.isEmpty && object == nil && !changes.isEmpty ? nil : .object(result)
    }
}
