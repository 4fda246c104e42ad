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
        let isAssigned = status == .assigned
        var result = members(
            hub: isAssigned ? assignedHub : nil, deviceID: isAssigned ? deviceID : nil,
            substatus: isAssigned ? substatusName(in: version) : nil,
            failure: status == .failed ? failure : nil)
        result["etag"] = .string(etag)
        if isAssigned { result["payload"] = returnedPayload }
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

    /// What the device API and the service API have in common; of what is given as `nil`, nothing is said.
    func members(
        hub: String?, deviceID: String?, substatus: String?, failure: RegistrationFailure?
    ) -> JSONObject {
        var members: JSONObject = [
            "registrationId": .string(registrationID.text),
            "createdDateTimeUtc": .string(created.description),
        ]
        members["assignedHub"] = hub.map(JSONValue.string)
        members["deviceId"] = deviceID.map(JSONValue.string)
        members["status"] = .string(status.rawValue)
        members["substatus"] = substatus.map(JSONValue.string)
        members["errorCode"] = failure.map { .number(JSONNumber(Int64($0.code))) }
        members["errorMessage"] = failure.map { .string($0.message) }
        members["lastUpdatedDateTimeUtc"] = .string(lastUpdated.description)
        return members
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
