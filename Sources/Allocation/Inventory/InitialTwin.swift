/// The twin a device starts with, in the shape that DPS reads:
/// `{"tags":{...},"properties":{"desired":{...}}}`, both optional.
///
/// As a device's own twin it is a merge patch over its division's, so a member may be `null` to take one
/// away.
package struct InitialTwin: Sendable, Equatable {
    package let json: JSONValue

    /// - Throws: `InitialTwinError` with the JSON pointer (RFC 6901) of the member that DPS would not
    ///   understand.
    package init(_ json: JSONValue) throws(InitialTwinError) {
        let twin = try Self.object(json, at: "")
        for member in twin.members {
            switch member.name {
            case "tags":
                _ = try Self.objectOrNull(member.value, at: "/tags")
            case "properties":
                for property in try Self.objectOrNull(member.value, at: "/properties").members {
                    // The mistake people make is "Desired", which DPS drops without a word.
                    guard property.name == "desired" else {
                        throw .unknownMember(
                            "/properties\(JSONPointer().appending(name: property.name))", expected: "desired")
                    }
                    _ = try Self.objectOrNull(property.value, at: "/properties/desired")
                }
            default:
                throw .unknownMember(
                    JSONPointer().appending(name: member.name).description, expected: "tags and properties")
            }
        }
        self.json = json
    }

    /// This twin as it is sent when there is nothing to lay over it: without its nulls, which mean nothing to take away.
    package var document: TwinDocument {
        TwinDocument(JSONValue.object([:]).merging(patch: json))
    }

    /// This twin with `patch` laid over it (RFC 7396).
    package func overlaid(by patch: InitialTwin) -> TwinDocument {
        TwinDocument(JSONValue.object([:]).merging(patch: json).merging(patch: patch.json))
    }

    private static func objectOrNull(_ value: JSONValue, at pointer: String) throws(InitialTwinError)
        -> JSONObject
    {
        try value.kind == .null ? JSONObject() : object(value, at: pointer)
    }

    private static func object(_ value: JSONValue, at pointer: String) throws(InitialTwinError) -> JSONObject
    {
        guard case .object(let object) = value else { throw .notAnObject(pointer) }
        return object
    }
}

/// Why a text cannot be an initial twin.
package enum InitialTwinError: Error, Equatable, CustomStringConvertible {
    case notAnObject(String)
    case unknownMember(String, expected: String)

    /// Where the fault is, inside the twin (RFC 6901).
    var pointer: String {
        switch self {
        case .notAnObject(let pointer), .unknownMember(let pointer, _): pointer
        }
    }

    /// What is wrong there.
    var problem: String {
        switch self {
        case .notAnObject: "must be a JSON object"
        case .unknownMember(_, let expected):
            "is not a member of an initial twin; it may have \(expected)"
        }
    }

    package var description: String { "twin\(pointer) \(problem)" }
}
