/// The twin a device starts with, in the shape that DPS reads:
/// `{"tags":{...},"properties":{"desired":{...}}}`, both optional.
///
/// As a device's own twin it is a merge patch over its division's, so a member may be `null` to take one
/// away.
package struct InitialTwin: Sendable, Equatable {
    package let json: JSONValue

    /// - Parameters:
    ///   - json: the twin.
    ///   - pointer: where it stands in the document.
    /// - Throws: `InvalidDocuments` with every member that DPS would not understand.
    package init(_ json: JSONValue, at pointer: JSONPointer = JSONPointer()) throws(InvalidDocuments) {
        var faults: [InvalidDocument] = []
        Self.checkMembers(
            of: json, at: pointer, known: ["tags", "properties"], canBeNull: false, into: &faults
        ) { member, place, faults in
            switch member.name {
            case "tags": Self.checkObject(member.value, at: place, into: &faults)
            default:
                // The mistake people make is "Desired", which DPS drops without a word.
                Self.checkMembers(
                    of: member.value, at: place, known: ["desired"], canBeNull: true, into: &faults
                ) { property, place, faults in
                    Self.checkObject(property.value, at: place, into: &faults)
                }
            }
        }
        guard faults.isEmpty else { throw InvalidDocuments(faults) }
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

    /// Checks that there is an object, and hands on its members that are known.
    private static func checkMembers(
        of value: JSONValue, at pointer: JSONPointer, known: [String], canBeNull: Bool,
        into faults: inout [InvalidDocument],
        check: (JSONObject.Member, JSONPointer, inout [InvalidDocument]) -> Void
    ) {
        guard case .object(let object) = value else {
            if !canBeNull || value.kind != .null { faults.append(notAnObject(value, at: pointer)) }
            return
        }
        for member in object.members {
            let place = pointer.appending(name: member.name)
            guard known.contains(member.name) else {
                faults.append(
                    InvalidDocument(
                        at: place,
                        "is not a member of an initial twin; it may have \(known.joined(separator: " and "))")
                )
                continue
            }
            check(member, place, &faults)
        }
    }

    private static func checkObject(
        _ value: JSONValue, at pointer: JSONPointer, into faults: inout [InvalidDocument]
    ) {
        guard value.kind != .object, value.kind != .null else { return }
        faults.append(notAnObject(value, at: pointer))
    }

    private static func notAnObject(_ value: JSONValue, at pointer: JSONPointer) -> InvalidDocument {
        InvalidDocument(at: pointer, "must be an object, but is \(value.kind)")
    }
}
