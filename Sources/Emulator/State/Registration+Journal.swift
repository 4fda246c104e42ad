import Allocation

extension Registration {
    /// All of it, as the journal has it.
    var journaled: JSONValue {
        var object: JSONObject = [
            "registrationId": .string(registrationID.text), "enrollment": enrollment.journaled,
            "operationId": .string(operationID), "apiVersion": .string(apiVersion),
            "attestation": attestation.journaled, "status": .string(status.rawValue),
        ]
        object["substatus"] = substatus.map { .string($0.rawValue) }
        object["assignedHub"] = assignedHub.map(JSONValue.string)
        object["deviceId"] = deviceID.map(JSONValue.string)
        object["sentPayload"] = sentPayload?.journaledText
        object["returnedPayload"] = returnedPayload?.journaledText
        object["failure"] = failure.map {
            [
                "code": .number(JSONNumber(Int64($0.code))), "message": .string($0.message),
                "reason": .string($0.reason),
            ]
        }
        object["created"] = created.journaled
        object["lastUpdated"] = lastUpdated.journaled
        return .object(object)
    }

    /// - Throws: `JournalFault` for what `journaled` does not give.
    init(journaled json: JSONValue) throws(JournalFault) {
        let entry = try JournalEntry(json)
        guard let status = try entry.optionalChoice("status", as: RegistrationStatus.self) else {
            throw JournalFault("status is missing")
        }
        self.init(
            registrationID: try JournalEntry.registrationID(try entry.text("registrationId")),
            enrollment: try EnrollmentRecord.Subject(journaled: entry.value("enrollment") ?? .null),
            operationID: try entry.text("operationId"), apiVersion: try entry.text("apiVersion"),
            attestation: try RuntimeAttestation(journaled: entry.value("attestation") ?? .null),
            status: status, sentPayload: try entry.optionalDocument("sentPayload"),
            at: try entry.time("created"))
        substatus = try entry.optionalChoice("substatus", as: RegistrationSubstatus.self)
        assignedHub = try entry.optionalText("assignedHub")
        deviceID = try entry.optionalText("deviceId")
        returnedPayload = try entry.optionalDocument("returnedPayload")
        if let value = entry.value("failure") {
            let failure = try JournalEntry(value)
            self.failure = RegistrationFailure(
                code: try failure.integer("code"), message: try failure.text("message"),
                reason: try failure.text("reason"))
        }
        lastUpdated = try entry.time("lastUpdated")
    }
}

extension EnrollmentRecord.Subject {
    fileprivate var journaled: JSONValue {
        switch self {
        case .group(let name): return ["group": .string(name)]
        case .individual(let id, let deviceID):
            var object: JSONObject = ["individual": .string(id.text)]
            object["deviceId"] = deviceID.map(JSONValue.string)
            return .object(object)
        }
    }

    fileprivate init(journaled json: JSONValue) throws(JournalFault) {
        let entry = try JournalEntry(json)
        if let name = try entry.optionalText("group") {
            self = .group(name)
        } else {
            self = .individual(
                try JournalEntry.registrationID(try entry.text("individual")),
                deviceID: try entry.optionalText("deviceId"))
        }
    }
}

extension RuntimeAttestation {
    fileprivate var journaled: JSONValue {
        switch self {
        case .symmetricKey: return ["symmetricKey": [:]]
        case .x509(let certificate): return ["x509": .string(Base64.standard.encode(certificate))]
        case .tpm(let endorsementKey, let storageRootKey):
            var object: JSONObject = ["endorsementKey": .string(endorsementKey)]
            object["storageRootKey"] = storageRootKey.map(JSONValue.string)
            return ["tpm": .object(object)]
        }
    }

    fileprivate init(journaled json: JSONValue) throws(JournalFault) {
        let entry = try JournalEntry(json)
        if let certificate = try entry.optionalBytes("x509") {
            self = .x509(certificate: certificate)
        } else if let value = entry.value("tpm") {
            let keys = try JournalEntry(value)
            self = .tpm(
                endorsementKey: try keys.text("endorsementKey"),
                storageRootKey: try keys.optionalText("storageRootKey"))
        } else {
            guard entry.value("symmetricKey") != nil else { throw JournalFault("attestation is not known") }
            self = .symmetricKey
        }
    }
}
