extension Division {
    /// The longest name and noun, in characters.
    static let longestName = 64

    /// Reads a division as people write it: `name`, `noun`, `hubPattern`, and optionally `twin` and
    /// `payload`.
    ///
    /// - Parameters:
    ///   - json: the document.
    ///   - pointer: where it stands.
    ///   - handle: what its name must be, whatever the case; `nil` for any.
    /// - Throws: `InvalidDocuments` with every member at fault.
    package init(
        json: JSONValue, at pointer: JSONPointer = JSONPointer(), named handle: String? = nil
    ) throws(InvalidDocuments) {
        var fields = JSONFields(
            json, at: pointer, known: ["name", "noun", "hubPattern", "twin", "payload"],
            ignoring: ["revision", "etag"])
        let name = fields.read { members throws(InvalidDocument) in
            try members.requiredText("name", upTo: Self.longestName)
        }
        let noun = fields.read { members throws(InvalidDocument) in
            try members.requiredText("noun", upTo: Self.longestName)
        }
        let hubPattern = fields.read { members throws(InvalidDocument) in
            try members.requiredText("hubPattern", upTo: HostName.maximumLength)
        }
        let twin = fields.twin("twin")
        let payload = fields.read { members throws(InvalidDocument) in try members.object("payload") }
        if let name, !Self.isName(name) {
            fields.add(
                "name", "may have no control characters, and may not be . or .., which is no place in a URL")
        }
        if let handle, let name, !name.equalsFoldingCase(handle) {
            fields.add("name", "is not the one of the path; PATCH renames a division")
        }
        if let size = payload?.serialized().count, size > Device.largestPayload {
            fields.add("payload", "may have \(Device.largestPayload) bytes, but has \(size)")
        }
        try fields.finish()
        guard let name, let noun, let hubPattern else {
            throw InvalidDocuments([InvalidDocument(at: pointer, "is no division")])
        }
        self.init(name: name, noun: noun, hubPattern: hubPattern, twin: twin, payload: payload)
    }

    /// Whether a division of that name can be reached: a client takes dots out of a path (RFC 3986 §5.2.4).
    private static func isName(_ text: String) -> Bool {
        text != "." && text != ".." && !text.unicodeScalars.contains(where: \.isControl)
    }

    /// The division as people write it; members without a value are left out.
    package var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "noun": .string(noun), "hubPattern": .string(hubPattern),
        ]
        object["twin"] = twin?.json
        object["payload"] = payload
        return .object(object)
    }

    /// This division as changed by a merge patch (RFC 7396) upon `json`.
    ///
    /// - Throws: `InvalidDocuments` when what comes of it is no division.
    package func merging(patch: JSONValue) throws(InvalidDocuments) -> Division {
        guard patch.kind == .object else {
            throw InvalidDocuments([
                InvalidDocument(at: JSONPointer(), "must be an object, but is \(patch.kind)")
            ])
        }
        return try Division(json: json.merging(patch: patch))
    }
}

extension Versioned<Division> {
    /// The division with the revision it is at.
    package var json: JSONValue {
        var object = value.json.object ?? JSONObject()
        object["revision"] = .number(JSONNumber(revision))
        return .object(object)
    }
}

extension InvalidDocument {
    /// A device or a rule names a division that there is not.
    package static func noDivision(named name: String) -> InvalidDocument {
        InvalidDocument(
            at: JSONPointer().appending(name: "division"), "there is no division named \(name)")
    }
}
