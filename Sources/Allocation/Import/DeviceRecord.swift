/// A device as a file has it: what it consists of as text, its documents as they are kept. To write a million devices, none of
/// their documents is read.
package struct DeviceRecord: Sendable, Equatable {
    /// The names of the columns, in their order.
    package static let header = [
        "registrationId", "division", "status", "statusReason", "heldUntil", "pinnedHub", "labels", "note",
        "twin", "payload", "etag", "createdAt", "createdBy", "updatedAt", "updatedBy",
    ]

    package let registrationID: String
    package let division: String
    package let status: String
    package let statusReason: String?
    package let heldUntil: String?
    package let pinnedHub: String?
    package let labels: [String]
    package let note: String?

    /// In JSON.
    package let twin: String?

    /// In JSON.
    package let payload: String?
    package let revision: Int64
    package let createdAt: String
    package let createdBy: String
    package let updatedAt: String
    package let updatedBy: String

    package init(
        registrationID: String, division: String, status: String, statusReason: String? = nil,
        heldUntil: String? = nil, pinnedHub: String? = nil, labels: [String] = [], note: String? = nil,
        twin: String? = nil, payload: String? = nil, revision: Int64, createdAt: String, createdBy: String,
        updatedAt: String, updatedBy: String
    ) {
        self.registrationID = registrationID
        self.division = division
        self.status = status
        self.statusReason = statusReason
        self.heldUntil = heldUntil
        self.pinnedHub = pinnedHub
        self.labels = labels
        self.note = note
        self.twin = twin
        self.payload = payload
        self.revision = revision
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
    }

    package init(_ registered: RegisteredDevice) {
        let device = registered.device
        self.init(
            registrationID: device.registrationID.text, division: device.division,
            status: device.status.rawValue, statusReason: device.statusReason,
            heldUntil: device.heldUntil?.description, pinnedHub: device.pinnedHub, labels: device.labels,
            note: device.note, twin: device.twin?.json.description, payload: device.payload?.description,
            revision: registered.revision, createdAt: registered.createdAt.description,
            createdBy: registered.createdBy, updatedAt: registered.updatedAt.description,
            updatedBy: registered.updatedBy)
    }

    /// Its revision as the entity tag that an import checks.
    private var etag: String { "\"\(revision)\"" }

    /// Hands over the fields of its CSV record, in the order of the header. Imported again, the record changes nothing; but a text
    /// that is present and empty cannot be told from one that is absent.
    package func forEachField(_ body: (String) -> Void) {
        body(registrationID)
        body(division)
        body(status)
        body(statusReason ?? "")
        body(heldUntil ?? "")
        body(pinnedHub ?? "")
        body(labels.isEmpty ? "" : LabelsCell.text(of: labels))
        body(note ?? "")
        body(twin ?? "")
        body(payload ?? "")
        body(etag)
        body(createdAt)
        body(createdBy)
        body(updatedAt)
        body(updatedBy)
    }

    /// Appends it as a line of NDJSON: an object without the members that have no value.
    package func writeLine(into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        Self.write("registrationId", registrationID, into: &bytes, isFirst: true)
        Self.write("division", division, into: &bytes)
        Self.write("status", status, into: &bytes)
        Self.write("statusReason", statusReason, into: &bytes)
        Self.write("heldUntil", heldUntil, into: &bytes)
        Self.write("pinnedHub", pinnedHub, into: &bytes)
        Self.write("twin", document: twin, into: &bytes)
        Self.write("payload", document: payload, into: &bytes)
        if !labels.isEmpty {
            Self.write(
                "labels", document: JSONValue.array(labels.map(JSONValue.string)).description, into: &bytes)
        }
        Self.write("note", note, into: &bytes)
        Self.write("createdAt", createdAt, into: &bytes)
        Self.write("createdBy", createdBy, into: &bytes)
        Self.write("updatedAt", updatedAt, into: &bytes)
        Self.write("updatedBy", updatedBy, into: &bytes)
        Self.write("etag", etag, into: &bytes)
        bytes.append(contentsOf: "}\n".utf8)
    }

    private static func write(
        _ name: String, _ text: String?, into bytes: inout [UInt8], isFirst: Bool = false
    ) {
        guard let text else { return }
        writeName(name, into: &bytes, isFirst: isFirst)
        JSONValue.write(string: text, into: &bytes)
    }

    private static func write(_ name: String, document: String?, into bytes: inout [UInt8]) {
        guard let document else { return }
        writeName(name, into: &bytes, isFirst: false)
        // Line breaks between its members, as somebody's hand may have put there, become spaces: a line is a line. Inside strings
        // JSON has none (RFC 8259 §7).
        for byte in document.utf8 { bytes.append(byte < 0x20 ? UInt8(ascii: " ") : byte) }
    }

    private static func writeName(_ name: String, into bytes: inout [UInt8], isFirst: Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: "\":".utf8)
    }
}
