import Allocation

extension AttestationMechanism {
    private enum Word: String, CaseIterable {
        case symmetricKey
        case tpm
        case x509
    }

    /// Reads the member of an enrollment; `nil` where it is at fault.
    init?(reading fields: inout JSONFields, as kind: EnrollmentRecord.Kind) {
        let value = fields.read { members throws(InvalidDocument) in try members.object("attestation") }
        guard let value else {
            fields.add("attestation", "is missing")
            return nil
        }
        let place = fields.pointer.appending(name: "attestation")
        var attestation = JSONFields(value, at: place, known: ["type", "symmetricKey", "tpm", "x509"])
        let word: Word? = attestation.read { members throws(InvalidDocument) in try members.choice("type") }
        if word == nil { attestation.add("type", "is missing") }
        if word == .tpm, kind == .group {
            attestation.add("type", "tpm is for individual enrollments only")
        }
        var mechanism: AttestationMechanism?
        if let word {
            let details = attestation.read { members throws(InvalidDocument) in
                try members.object(word.rawValue)
            }
            if details == nil { attestation.add(word.rawValue, "is missing") }
            for other in Word.allCases where other != word {
                if let value = value[other.rawValue], value.kind != .null {
                    attestation.add(other.rawValue, "does not go with the type \(word.rawValue)")
                }
            }
            if let details {
                let place = place.appending(name: word.rawValue)
                switch word {
                case .symmetricKey: mechanism = Self.symmetricKey(details, place, &attestation)
                case .tpm: mechanism = Self.tpm(details, place, &attestation)
                case .x509: mechanism = Self.x509(details, place, kind, &attestation)
                }
            }
        }
        do throws(InvalidDocuments) { try attestation.finish() } catch {
            for fault in error.faults { fields.add(fault) }
            return nil
        }
        guard let mechanism else { return nil }
        self = mechanism
    }

    private static func symmetricKey(
        _ value: JSONValue, _ place: JSONPointer, _ faults: inout JSONFields
    ) -> AttestationMechanism? {
        var fields = JSONFields(value, at: place, known: ["primaryKey", "secondaryKey"])
        let keys = ["primaryKey", "secondaryKey"].map { name -> [UInt8]? in
            let text = fields.read { members throws(InvalidDocument) in try members.text(name) }
            guard let text else { return nil }
            guard let key = Base64.standard.decode(text), (16...64).contains(key.count) else {
                fields.add(name, "must be base64 of 16 to 64 bytes")
                return nil
            }
            return key
        }
        // Both may be left out in the service's REST API, which then makes them; here one has to be known, and stands for both.
        let primary = keys[0] ?? keys[1]
        if primary == nil, !fields.isAtFault("secondaryKey") { fields.add("primaryKey", "is missing") }
        move(fields, to: &faults)
        return primary.map { .symmetricKey(primary: $0, secondary: keys[1] ?? $0) }
    }

    private static func tpm(
        _ value: JSONValue, _ place: JSONPointer, _ faults: inout JSONFields
    ) -> AttestationMechanism? {
        var fields = JSONFields(value, at: place, known: ["endorsementKey", "storageRootKey"])
        let endorsement = fields.read { members throws(InvalidDocument) in
            try members.requiredText("endorsementKey", upTo: 4_096)
        }
        let root = fields.read { members throws(InvalidDocument) in
            try members.text("storageRootKey", upTo: 4_096)
        }
        for (name, text) in [("endorsementKey", endorsement), ("storageRootKey", root)] {
            if let text, Base64.standard.decode(text) == nil { fields.add(name, "must be base64") }
        }
        move(fields, to: &faults)
        return endorsement.map { .tpm(endorsementKey: $0, storageRootKey: root) }
    }

    private static func x509(
        _ value: JSONValue, _ place: JSONPointer, _ kind: EnrollmentRecord.Kind, _ faults: inout JSONFields
    ) -> AttestationMechanism? {
        let wanted = kind == .group ? "signingCertificates" : "clientCertificates"
        var fields = JSONFields(
            value, at: place, known: ["signingCertificates", "clientCertificates", "caReferences"])
        for member in value.object?.members ?? [] where member.name != wanted && member.value.kind != .null {
            fields.add(member.name, "cannot be used here; give \(wanted)")
        }
        let pair = fields.read { members throws(InvalidDocument) in try members.object(wanted) }
        guard let pair else {
            fields.add(wanted, "is missing")
            move(fields, to: &faults)
            return nil
        }
        var certificates = JSONFields(
            pair, at: place.appending(name: wanted), known: ["primary", "secondary"])
        let found = ["primary", "secondary"].map { certificate($0, &certificates) }
        if pair["primary"]?.object == nil, pair["secondary"]?.object == nil {
            certificates.add("primary", "is missing")
        }
        move(certificates, to: &fields)
        move(fields, to: &faults)
        return .x509(primary: found[0], secondary: found[1])
    }

    private static func certificate(_ name: String, _ fields: inout JSONFields) -> [UInt8]? {
        let value = fields.read { members throws(InvalidDocument) in try members.object(name) }
        guard let value else { return nil }
        var member = JSONFields(
            value, at: fields.pointer.appending(name: name), known: ["certificate"], ignoring: ["info"])
        let text = member.read { members throws(InvalidDocument) in
            try members.requiredText("certificate", upTo: 65_536)
        }
        var certificate: [UInt8]?
        if let text {
            certificate = PEM.certificate(in: text)
            if certificate.flatMap({ Certificate(der: $0) }) == nil {
                member.add("certificate", "must be a certificate: PEM, or base64 of PEM or DER")
            }
        }
        move(member, to: &fields)
        return certificate
    }

    private static func move(_ fields: JSONFields, to other: inout JSONFields) {
        do throws(InvalidDocuments) { try fields.finish() } catch {
            for fault in error.faults { other.add(fault) }
        }
    }
}
