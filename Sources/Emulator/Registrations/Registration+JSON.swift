import Allocation

extension Registration {
    /// The answer to a device that asks how its operation stands (azure-rest-api-specs, `RegistrationOperationStatus`).
    ///
    /// `registrationState` is always there: the client of Azure IoT Edge needs it also while the device is being assigned
    /// (iot-identity-service, aziot-cloud-client-async).
    func operationStatus(in version: DeviceAPIVersion) -> JSONValue {
        [
            "operationId": .string(operationID),
            "status": .string(status.rawValue),
            "registrationState": result(in: version),
        ]
    }

    /// What is registered (azure-rest-api-specs, `DeviceRegistrationResult`).
    ///
    /// A hub is told only of a device that is assigned, though it is remembered of one that failed to register again. Members
    /// `x509` and `symmetricKey` have the group alone: no details of certificates; `tpm`, of which the member is the key that
    /// only the TPM can read, is left out.
    func result(in version: DeviceAPIVersion) -> JSONValue {
        guard status != .disabled else { return Self.disabledResult(of: registrationID) }
        var result: JSONObject = [
            "registrationId": .string(registrationID.text),
            "createdDateTimeUtc": .string(created.description),
        ]
        if status == .assigned {
            result["assignedHub"] = assignedHub.map(JSONValue.string)
            result["deviceId"] = deviceID.map(JSONValue.string)
        }
        result["status"] = .string(status.rawValue)
        if status == .assigned { result["substatus"] = substatusName(in: version).map(JSONValue.string) }
        if status == .failed, let failure {
            result["errorCode"] = .number(JSONNumber(Int64(failure.code)))
            result["errorMessage"] = .string(failure.message)
        }
        result["lastUpdatedDateTimeUtc"] = .string(lastUpdated.description)
        result["etag"] = .string(etag)
        if status == .assigned { result["payload"] = returnedPayload }
        if case .group(let name) = enrollment {
            let group: JSONValue = ["enrollmentGroupId": .string(name)]
            switch attestation {
            case .symmetricKey: result["symmetricKey"] = group
            case .x509: result["x509"] = group
            case .tpm: break
            }
        }
        return .object(result)
    }

    /// All that the service says of a device that is disabled.
    static func disabledResult(of id: RegistrationID) -> JSONValue {
        ["registrationId": .string(id.text), "status": .string(RegistrationStatus.disabled.rawValue)]
    }

    private func substatusName(in version: DeviceAPIVersion) -> String? {
        guard substatus == .reprovisionedToInitialAssignment,
            !version.knowsReprovisionedToInitialAssignment
        else { return substatus?.rawValue }
        return RegistrationSubstatus.initialAssignment.rawValue
    }

    /// Another one after each change. The service's is its database's in quotation marks, in base64.
    private var etag: String {
        let digest = SHA256.hash(
            Array("\(registrationID.folded)\n\(operationID)\n\(status)\n\(lastUpdated)".utf8)
        ).description
        let name = "\(digest.prefix(8))-0000-0300-0000-\(digest.suffix(12))"
        return Base64.standard.encode(Array("\"\(name)\"".utf8))
    }
}
