import Allocation
import HTTP

extension AllocationQuestion {
    /// The AllocationRequest that DPS posts to a webhook, on one line: members, their order and their spelling are those of captured
    /// requests. What the enrollment's record does not have is left out, and no key is in it.
    ///
    /// Of a request with an X.509 certificate no full capture is known; its member is read by others as base64 of DER.
    package func requestBody(for definition: CustomAllocationDefinition) -> [UInt8] {
        var body = JSONObject()
        switch enrollment.subject {
        case .group: body["enrollmentGroup"] = .object(enrollment.json(with: definition))
        case .individual: body["individualEnrollment"] = .object(enrollment.json(with: definition))
        }
        body["deviceRuntimeContext"] = .object(runtimeContext)
        body["linkedHubs"] = .array(linkedHubs.map { .string($0.hostName) })
        return JSONValue.object(body).serialized()
    }

    private var runtimeContext: JSONObject {
        var context: JSONObject = ["registrationId": .string(registrationID.text)]
        context["currentIotHubHostName"] = currentHub.map(JSONValue.string)
        context["currentDeviceId"] = currentDeviceID.map(JSONValue.string)
        switch attestation {
        case .symmetricKey:
            context["symmetricKey"] = .object([:])
        case .x509(let certificate):
            context["x509"] = ["clientCertificate": .string(Base64.standard.encode(certificate))]
        case .tpm(let endorsementKey, let storageRootKey):
            var keys: JSONObject = ["endorsementKey": .string(endorsementKey)]
            keys["storageRootKey"] = storageRootKey.map(JSONValue.string)
            context["tpm"] = .object(keys)
        }
        context["payload"] = payload
        return context
    }
}
