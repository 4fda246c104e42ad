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

    /// Everything that is wrong with the row, as far as it alone can tell.
    package let faults: [ImportFault]

    package init(
        line: Int, registrationID: String, etag: String? = nil, patch: JSONValue,
        documents: [[String]] = [], faults: [ImportFault] = []
    ) {
        self.line = line
        self.registrationID = registrationID
        self.etag = etag
        self.patch = patch
        self.documents = documents
        self.faults = faults
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
