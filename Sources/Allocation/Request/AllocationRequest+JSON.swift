extension AllocationRequest {
    /// The longest name of an enrollment or of the current hub that is kept, in bytes: host names have at
    /// most 253 (RFC 1035 §2.3.4), enrollment IDs 128. A longer one is taken as absent: it is not needed, and
    /// must not swell the history.
    private static let longestName = 255

    /// A member that may be missing or null, and may be of the wrong type.
    private enum Member<Value> {
        case absent
        case present(Value)
        case wrong(String)
    }

    /// What is read of `deviceRuntimeContext`.
    private struct RuntimeContext {
        var registrationID = Member<String>.absent
        var currentHub: String?
        var attestations: Set<Attestation> = []
    }

    /// What is read of the whole body, before it is known to be in order: the last of several members of a
    /// name counts.
    private struct Members {
        var context = Member<RuntimeContext>.absent
        var linkedHubs = Member<[String]>.absent
        var group: String?
        var individual: String?
    }

    /// Reads the body that DPS posts.
    ///
    /// Members may come in any order and more than once; the last one counts. A byte order mark is passed
    /// over.
    ///
    /// - Throws: `MalformedRequest` when the body is not a JSON object, when a needed member is of the wrong
    ///   type, or when the registration ID breaks DPS's rules.
    package init(json body: [UInt8]) throws(MalformedRequest) {
        let members: Members
        do throws(JSONError) {
            members = try Self.members(of: body)
        } catch {
            throw MalformedRequest("The body is not a JSON object: \(error).")
        }
        let context = try Self.value(of: members.context) ?? RuntimeContext()
        linkedHubs = try Self.value(of: members.linkedHubs)
        let id = try Self.value(of: context.registrationID) ?? ""
        do throws(RegistrationIDError) {
            registrationID = id.isEmpty ? nil : try RegistrationID(id)
        } catch {
            throw MalformedRequest("/deviceRuntimeContext/registrationId: \(error).")
        }
        currentHub = context.currentHub
        enrollment =
            members.individual.map { Enrollment(kind: .individual, id: $0) }
            ?? members.group.map { Enrollment(kind: .group, id: $0) }
        attestation = Attestation.allCases.first(where: context.attestations.contains)
    }

    private static func members(of body: [UInt8]) throws(JSONError) -> Members {
        var reader = JSONReader(body)
        var members = Members()
        let document = try reader.readObject()
        while let name = try reader.nextMember(of: document) {
            switch name {
            case "deviceRuntimeContext": members.context = try runtimeContext(from: &reader)
            case "linkedHubs": members.linkedHubs = try hubs(from: &reader)
            case "enrollmentGroup": members.group = try text(of: "enrollmentGroupId", from: &reader)
            case "individualEnrollment": members.individual = try text(of: "registrationId", from: &reader)
            default: break
            }
        }
        try reader.finish()
        return members
    }

    private static func value<Value>(of member: Member<Value>) throws(MalformedRequest) -> Value? {
        switch member {
        case .absent: nil
        case .present(let value): value
        case .wrong(let why): throw MalformedRequest(why)
        }
    }

    private static func runtimeContext(from reader: inout JSONReader) throws(JSONError) -> Member<
        RuntimeContext
    > {
        let kind = try reader.peekKind()
        guard kind != .null else { return .absent }
        guard kind == .object else {
            return .wrong("/deviceRuntimeContext must be an object, but is \(kind).")
        }
        var context = RuntimeContext()
        let object = try reader.readObject()
        while let name = try reader.nextMember(of: object) {
            switch name {
            case "registrationId":
                context.registrationID = try string(from: &reader, at: "/deviceRuntimeContext/registrationId")
            case "symmetricKey": try note(.symmetricKey, in: &context, from: &reader)
            case "x509": try note(.x509, in: &context, from: &reader)
            case "tpm": try note(.tpm, in: &context, from: &reader)
            default:
                // Its case differs from page to page of DPS's documentation: currentIotHubHostName,
                // currentIoTHubHostname.
                if name.matches(caseInsensitive: "currentIotHubHostName") {
                    context.currentHub = try optionalText(from: &reader)
                }
            }
        }
        return .present(context)
    }

    private static func note(
        _ attestation: Attestation, in context: inout RuntimeContext, from reader: inout JSONReader
    ) throws(JSONError) {
        if try reader.peekKind() == .null {
            context.attestations.remove(attestation)
        } else {
            context.attestations.insert(attestation)
        }
    }

    private static func hubs(from reader: inout JSONReader) throws(JSONError) -> Member<[String]> {
        let kind = try reader.peekKind()
        guard kind != .null else { return .absent }
        guard kind == .array else { return .wrong("/linkedHubs must be an array, but is \(kind).") }
        var hubs: [String] = []
        let array = try reader.readArray()
        while try reader.nextElement(of: array) {
            switch try string(from: &reader, at: "/linkedHubs/\(hubs.count)") {
            case .present(let hub): hubs.append(hub)
            case .absent: return .wrong("/linkedHubs/\(hubs.count) must be a string, but is null.")
            case .wrong(let why): return .wrong(why)
            }
        }
        return .present(hubs)
    }

    private static func string(from reader: inout JSONReader, at pointer: @autoclosure () -> String)
        throws(JSONError) -> Member<String>
    {
        let kind = try reader.peekKind()
        switch kind {
        case .string: return .present(try reader.readString())
        case .null: return .absent
        default: return .wrong("\(pointer()) must be a string, but is \(kind).")
        }
    }

    /// A string that is not needed: `nil` when it is anything else, empty or too long.
    private static func optionalText(from reader: inout JSONReader) throws(JSONError) -> String? {
        guard try reader.peekKind() == .string else { return nil }
        let text = try reader.readString()
        return text.isEmpty || text.utf8.count > longestName ? nil : text
    }

    /// A string member, not needed, of an object that is not needed either.
    private static func text(of member: String, from reader: inout JSONReader) throws(JSONError) -> String? {
        guard try reader.peekKind() == .object else { return nil }
        var text: String?
        let object = try reader.readObject()
        while let name = try reader.nextMember(of: object) {
            if name == member { text = try optionalText(from: &reader) }
        }
        return text
    }
}
