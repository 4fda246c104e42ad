import Allocation

/// What a device sends when it registers or looks its registration up (azure-rest-api-specs, `DeviceRegistration`).
struct DeviceRegistration: Sendable, Equatable {
    struct TPM: Sendable, Equatable {
        let endorsementKey: String
        let storageRootKey: String?
    }

    /// The service's message size (azure-docs, iot-dps-limits): 96 KB.
    static let largestBody = 96 * 1_024

    let tpm: TPM?
    /// An object.
    let payload: JSONValue?

    /// - Parameters:
    ///   - body: JSON; an empty one says nothing, as the service's REST API allows. Members that are not known, `csr` among them,
    ///     are passed over.
    ///   - id: the one in the path, with which the body's must agree.
    /// - Throws: 400 with what is wrong.
    init(_ body: [UInt8], for id: RegistrationID) throws(RegistrationRefusal) {
        let document: JSONValue
        do throws(JSONError) {
            document = body.isEmpty ? [:] : try JSONValue(parsing: body)
        } catch {
            throw .invalid("The body is not JSON: \(error).")
        }
        guard let object = document.object else {
            throw .invalid("The body must be an object, but is \(document.kind).")
        }
        if let name = try Self.text(object, "registrationId"), !name.equalsFoldingCase(id.text) {
            throw .invalid("registrationId in the body is not the one in the path.")
        }
        payload = try Self.object(object, "payload").map(JSONValue.object)
        guard let tpm = try Self.object(object, "tpm") else {
            self.tpm = nil
            return
        }
        guard let endorsementKey = try Self.text(tpm, "endorsementKey"), !endorsementKey.isEmpty else {
            throw .invalid("tpm must have an endorsementKey.")
        }
        self.tpm = TPM(
            endorsementKey: endorsementKey, storageRootKey: try Self.text(tpm, "storageRootKey"))
    }

    private static func text(_ object: JSONObject, _ name: String) throws(RegistrationRefusal) -> String? {
        switch object[name] {
        case nil, .null: nil
        case .string(let text): text
        case .some(let other): throw .invalid("\(name) must be a string, but is \(other.kind).")
        }
    }

    private static func object(
        _ object: JSONObject, _ name: String
    ) throws(RegistrationRefusal) -> JSONObject? {
        switch object[name] {
        case nil, .null: nil
        case .object(let object): object
        case .some(let other): throw .invalid("\(name) must be an object, but is \(other.kind).")
        }
    }
}
