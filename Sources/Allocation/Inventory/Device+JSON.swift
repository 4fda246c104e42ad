extension Device {
    /// The longest reason for a status, in characters; DPS shows it to whoever looks for the failure.
    static let longestReason = 512
    /// The longest note, in characters.
    static let longestNote = 4_096
    static let mostLabels = 32
    /// The longest label, in characters.
    static let longestLabel = 64
    /// The largest payload, in bytes of compact JSON.
    static let largestPayload = 16_384

    /// What people write of a device.
    package static let writableMembers: Set = [
        "registrationId", "division", "status", "statusReason", "heldUntil", "pinnedHub", "twin", "payload",
        "labels",
        "note",
    ]

    /// What the inventory writes beside it. Where people write a device they may stand and say nothing, so that what was read
    /// can be changed and written back.
    package static let inventoryMembers: Set = [
        "revision", "etag", "createdAt", "createdBy", "updatedAt", "updatedBy",
    ]

    /// Reads a device as people write it; see `writableMembers`.
    ///
    /// - Parameters:
    ///   - json: the document.
    ///   - pointer: where it stands.
    ///   - id: whose it must be; `nil` for anybody's.
    /// - Throws: `InvalidDocuments` with every member at fault.
    package init(
        json: JSONValue, at pointer: JSONPointer = JSONPointer(), of id: RegistrationID? = nil
    ) throws(InvalidDocuments) {
        var fields = JSONFields(
            json, at: pointer, known: Self.writableMembers, ignoring: Self.inventoryMembers)
        let registrationID = fields.read { members throws(InvalidDocument) in
            try members.registrationID("registrationId")
        }
        let division = fields.read { members throws(InvalidDocument) in
            try members.requiredText("division")
        }
        let known: DeviceStatus? =
            fields.read { members throws(InvalidDocument) in try members.choice("status") }
        let status = known ?? .active
        // What goes with a status that cannot be read is not known.
        let hasStatus = !fields.isAtFault("status")
        let statusReason = fields.read { members throws(InvalidDocument) in
            try members.text("statusReason", upTo: Self.longestReason)
        }
        let heldUntil = fields.read { members throws(InvalidDocument) in try members.time("heldUntil") }
        let pinnedHub = fields.read { members throws(InvalidDocument) in try members.hostName("pinnedHub") }
        let twin = fields.twin("twin")
        let payload = fields.read { members throws(InvalidDocument) in try members.object("payload") }
        let labels = fields.labels("labels")
        let note = fields.read { members throws(InvalidDocument) in
            try members.text("note", upTo: Self.longestNote)
        }
        if let id, let registrationID, registrationID != id {
            fields.add("registrationId", "is that of another device than \(id)")
        }
        if hasStatus, statusReason != nil, status == .active {
            fields.add("statusReason", "goes with the status disabled, held or retired")
        }
        if hasStatus, heldUntil != nil, status != .held {
            fields.add("heldUntil", "goes with the status held")
        }
        if let size = payload?.serialized().count, size > Self.largestPayload {
            fields.add("payload", "may have \(Self.largestPayload) bytes, but has \(size)")
        }
        try fields.finish()
        guard let registrationID, let division else {
            throw InvalidDocuments([InvalidDocument(at: pointer, "is no device")])
        }
        self.init(
            registrationID: registrationID, division: division, status: status, statusReason: statusReason,
            heldUntil: heldUntil, pinnedHub: pinnedHub, twin: twin, payload: payload, labels: labels,
            note: note)
    }

    /// The device as people write it; members without a value are left out.
    package var json: JSONValue {
        var object = JSONObject()
        object["registrationId"] = .string(registrationID.text)
        object["division"] = .string(division)
        object["status"] = .string(status.rawValue)
        object["statusReason"] = statusReason.map(JSONValue.string)
        object["heldUntil"] = heldUntil.map { .string($0.description) }
        object["pinnedHub"] = pinnedHub.map(JSONValue.string)
        object["twin"] = twin?.json
        object["payload"] = payload
        object["labels"] = labels.isEmpty ? nil : .array(labels.map(JSONValue.string))
        object["note"] = note.map(JSONValue.string)
        return .object(object)
    }

    /// This device as changed by a merge patch (RFC 7396) upon `json`.
    ///
    /// A new status leaves the old one's reason and end behind, unless the patch gives others. A patch may spell the
    /// registration ID otherwise, but cannot make it another.
    ///
    /// - Throws: `InvalidDocuments` when what comes of it is no device, or another one.
    package func merging(patch: JSONValue) throws(InvalidDocuments) -> Device {
        guard let changes = patch.object else {
            throw InvalidDocuments([
                InvalidDocument(at: JSONPointer(), "must be an object, but is \(patch.kind)")
            ])
        }
        var base = json
        if let status = changes["status"], status != .string(self.status.rawValue), var object = base.object {
            object["statusReason"] = nil
            object["heldUntil"] = nil
            base = .object(object)
        }
        return try Device(json: base.merging(patch: patch), of: registrationID)
    }

    /// Whether the two are written the same, the spelling of the ID included, which does not tell devices apart.
    package func isWritten(like other: Device) -> Bool {
        self == other && registrationID.text == other.registrationID.text
    }
}

extension RegisteredDevice {
    /// The device with what the inventory knows of it; members without a value are left out.
    package var json: JSONValue {
        var object = device.json.object ?? JSONObject()
        object["revision"] = .number(JSONNumber(revision))
        object["createdAt"] = .string(createdAt.description)
        object["createdBy"] = .string(createdBy)
        object["updatedAt"] = .string(updatedAt.description)
        object["updatedBy"] = .string(updatedBy)
        return .object(object)
    }
}

extension JSONMembers {
    fileprivate func registrationID(_ name: String) throws(InvalidDocument) -> RegistrationID {
        let text = try requiredText(name)
        do throws(RegistrationIDError) {
            return try RegistrationID(text)
        } catch {
            throw InvalidDocument(at: pointer.appending(name: name), error.description)
        }
    }
}

extension JSONFields {
    /// Sorted, and each once; every one that is at fault is told.
    fileprivate mutating func labels(_ name: String) -> [String] {
        let elements = read { members throws(InvalidDocument) in try members.elements(name) } ?? []
        var labels: Set<String> = []
        for (value, place) in elements {
            if let label = value.string, Self.isLabel(label) {
                labels.insert(label)
            } else {
                add(InvalidDocument(at: place, Self.problem(withLabel: value)))
            }
        }
        if labels.count > Device.mostLabels {
            add(name, "may have \(Device.mostLabels) labels, but has \(labels.count)")
        }
        return labels.sorted()
    }

    private static func isLabel(_ text: String) -> Bool {
        (1...Device.longestLabel).contains(text.unicodeScalars.count)
            && !text.unicodeScalars.contains { $0.value < 0x20 || $0 == "|" }
    }

    private static func problem(withLabel value: JSONValue) -> String {
        value.string == nil
            ? "must be a string, but is \(value.kind)"
            : "a label has 1 to \(Device.longestLabel) characters, none of them a control character or |"
    }
}
