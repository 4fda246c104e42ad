/// What one column of a CSV file says of a device.
struct ImportColumn: Sendable {
    enum Content: Sendable {
        case registrationID, etag
        /// What only the inventory writes; an export has it, an import passes over it.
        case readOnly
        /// No name: spreadsheets add empty columns at the right.
        case nameless
        case text, labels
        /// A JSON document, taken as a whole.
        case json
        /// One member of the twin: text, or JSON where it is that.
        case member
    }

    static let readOnlyNames = ["createdAt", "createdBy", "updatedAt", "updatedBy", "revision"]
    static let textNames = ["division", "status", "statusReason", "heldUntil", "pinnedHub", "note"]

    /// As the messages list them.
    static let knownNames =
        ["registrationId"] + textNames
        + [
            "labels", "payload", "twin", "tags", "tags.NAME", "desired", "desired.NAME", "twin.desired.NAME",
            "etag",
        ]
        + readOnlyNames

    private static let documents: [(name: String, path: [String])] = [
        ("payload", ["payload"]), ("twin", ["twin"]), ("tags", ["twin", "tags"]),
        ("twin.tags", ["twin", "tags"]), ("desired", ["twin", "properties", "desired"]),
        ("twin.desired", ["twin", "properties", "desired"]),
        ("twin.properties.desired", ["twin", "properties", "desired"]),
    ]

    /// As the header writes it.
    let name: String
    let content: Content

    /// Where it lies in the JSON form of a device; empty if it is no part of that.
    let path: [String]

    private init(_ name: String, _ content: Content, _ path: [String] = []) {
        (self.name, self.content, self.path) = (name, content, path)
    }

    /// A column by its name in the header, whose case does not matter but in the names of a twin's members.
    ///
    /// - Returns: `nil` when the name is unknown.
    init?(named text: String) {
        let name = Self.trimmed(text)
        func isNamed(_ known: String) -> Bool { known.equalsFoldingCase(name) }
        if name.isEmpty {
            self.init(name, .nameless)
        } else if isNamed("registrationId") {
            self.init(name, .registrationID)
        } else if isNamed("etag") {
            self.init(name, .etag)
        } else if isNamed("labels") {
            self.init(name, .labels, ["labels"])
        } else if Self.readOnlyNames.contains(where: isNamed) {
            self.init(name, .readOnly)
        } else if let known = Self.textNames.first(where: isNamed) {
            self.init(name, .text, [known])
        } else if let document = Self.documents.first(where: { isNamed($0.name) }) {
            self.init(name, .json, document.path)
        } else if let path = Self.memberPath(name) {
            self.init(name, .member, path)
        } else {
            return nil
        }
    }

    /// The path of a name such as `twin.desired.slots.count`.
    private static func memberPath(_ name: String) -> [String]? {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, !parts.contains("") else { return nil }
        if parts[0].equalsFoldingCase("twin") { parts.removeFirst() }
        if parts[0].equalsFoldingCase("tags"), parts.count > 1 {
            return ["twin", "tags"] + parts.dropFirst()
        }
        if parts[0].equalsFoldingCase("properties") { parts.removeFirst() }
        guard parts.count > 1, parts[0].equalsFoldingCase("desired") else { return nil }
        return ["twin", "properties", "desired"] + parts.dropFirst()
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
