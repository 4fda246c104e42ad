/// A key that is to be made.
package struct APIKeyDraft: Sendable {
    package static let maximumNameLength = 64

    package let name: String
    package let role: Role
    package let digest: SHA256Digest

    /// - Parameters:
    ///   - name: what the key is to be called.
    ///   - role: what it is to open.
    ///   - digest: of its secret.
    ///   - present: the name that it has, and may keep: an older program may have given one that would not be given today.
    /// - Throws: `StoreError.refused` when the name is empty, too long, has characters of which nothing is seen, or a blank at
    ///   an end.
    package init(
        name: String, role: Role, digest: SHA256Digest, insteadOf present: String? = nil
    ) throws(StoreError) {
        guard name == present || Self.isName(name) else { throw .refused("a key's name \(Self.nameRule)") }
        self.name = name
        self.role = role
        self.digest = digest
    }

    /// Reads a key as people write it: `name` and `role`. What the service writes beside them may stand there and says nothing.
    ///
    /// - Parameters:
    ///   - json: the key.
    ///   - digest: of its secret.
    ///   - present: the name that it has, as above.
    /// - Throws: `InvalidDocuments` with every member at fault.
    package init(
        json: JSONValue, digest: SHA256Digest, insteadOf present: String? = nil
    ) throws(InvalidDocuments) {
        var fields = JSONFields(
            json, at: JSONPointer(), known: ["name", "role"],
            ignoring: ["id", "createdAt", "revokedAt", "revision"])
        let name = fields.read { members throws(InvalidDocument) in try members.requiredText("name") }
        let role: Role? = fields.read { members throws(InvalidDocument) in
            _ = try members.requiredText("role")
            return try members.choice("role")
        }
        if let name, name != present, !Self.isName(name) { fields.add("name", Self.nameRule) }
        try fields.finish()
        guard let name, let role else {
            throw InvalidDocuments([InvalidDocument(at: JSONPointer(), "is no key")])
        }
        self.name = name
        self.role = role
        self.digest = digest
    }

    private static let nameRule =
        "has 1 to \(maximumNameLength) characters, none of them unseen (control, direction, zero width), and no blank at an end"

    private static func isName(_ text: String) -> Bool {
        (1...maximumNameLength).contains(text.unicodeScalars.count)
            && !text.unicodeScalars.contains(where: \.isUnseen)
            && ![text.unicodeScalars.first, text.unicodeScalars.last].contains {
                $0?.properties.isWhitespace == true
            }
    }
}
