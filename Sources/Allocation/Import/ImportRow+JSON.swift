extension ImportRow {
    /// A line of an NDJSON file: an object with `registrationId`, perhaps `etag`, and the members to change, by the names of the
    /// JSON form of a device. A member that is left out stays; one that is null is cleared. What only the inventory writes
    /// is passed over.
    ///
    /// - Parameters:
    ///   - number: which line of the file it is, from 1.
    ///   - bytes: the line.
    package init(line number: Int, json bytes: [UInt8]) {
        let object: JSONObject
        do throws(JSONError) {
            let value = try JSONValue(parsing: bytes)
            guard case .object(let members) = value else {
                self.init(line: number, fault: "must be an object, but is \(value.kind)")
                return
            }
            object = members
        } catch {
            self.init(line: number, fault: "is not JSON; column \(error.column): \(error.reason)")
            return
        }
        var faults: [ImportFault] = []
        var changes: [JSONObject.Member] = []
        var registrationID = ""
        var etag: String?
        for member in object.members {
            switch member.name {
            case "registrationId": registrationID = Self.text(of: member, &faults) ?? ""
            case "etag": etag = Self.text(of: member, &faults)
            case "division", "status", "statusReason", "heldUntil", "pinnedHub", "note", "labels", "twin",
                "payload":
                changes.append(member)
            default:
                if ImportColumn.readOnlyNames.contains(member.name) { continue }
                faults.append(
                    ImportFault(in: member.name, "is not known here; known are \(Self.knownMembers)"))
            }
        }
        if registrationID.isEmpty, faults.first?.column != "registrationId" {
            faults.append(ImportFault(in: "registrationId", "is missing or empty"))
        }
        self.init(
            line: number, registrationID: registrationID, etag: etag,
            patch: .object(JSONObject(distinct: changes)), documents: Self.wholeMembers, faults: faults)
    }

    private static let wholeMembers = [["twin"], ["payload"]]

    private static let knownMembers =
        (["registrationId"] + ImportColumn.textNames + ["labels", "twin", "payload", "etag"]
        + ImportColumn.readOnlyNames).joined(separator: ", ")

    private init(line: Int, fault: String) {
        self.init(line: line, registrationID: "", patch: [:], faults: [ImportFault(in: nil, fault)])
    }

    private static func text(of member: JSONObject.Member, _ faults: inout [ImportFault]) -> String? {
        switch member.value {
        case .string(let text): return text
        case .null: return nil
        default:
            faults.append(ImportFault(in: member.name, "must be a string, but is \(member.value.kind)"))
            return nil
        }
    }
}
