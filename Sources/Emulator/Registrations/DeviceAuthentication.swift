import Allocation
import HTTP

/// Finds out which enrollment a request's device belongs to, and how it proves that.
struct DeviceAuthentication: Sendable {
    struct Proof: Sendable {
        let enrollment: EnrollmentRecord
        let attestation: RuntimeAttestation
    }

    let configuration: EmulatorConfiguration
    let enrollments: EnrollmentBook
    let surroundings: Surroundings

    /// - Parameters:
    ///   - id: the registration ID in the path.
    ///   - fields: the request's: a token in `Authorization`, else a certificate in the field that the configuration names.
    ///   - tpm: what the body says of one. It is taken at its word: the service would first make the TPM prove that it has the
    ///     key, which needs a TPM at both ends.
    /// - Returns: the enrollment, which may be disabled.
    /// - Throws: 401 for a device that proves nothing, 401 or 404 for one that has no enrollment.
    func proof(
        of id: RegistrationID, fields: HTTPFields, tpm: DeviceRegistration.TPM?
    ) throws(RegistrationRefusal) -> Proof {
        let authorization = fields.values(of: "Authorization")
        guard authorization.count <= 1 else { throw .unauthorized("there is more than one Authorization") }
        if let token = authorization.first {
            return Proof(enrollment: try enrollment(of: id, token: token), attestation: .symmetricKey)
        }
        if let certificate = try certificate(in: fields) {
            return Proof(
                enrollment: try enrollments.enrollment(
                    for: id, certificate: certificate, at: surroundings.preciseNow),
                attestation: .x509(certificate: certificate))
        }
        guard let tpm else {
            throw .unauthorized(
                "there is neither Authorization, nor a client's certificate, nor a TPM's endorsement key")
        }
        return Proof(
            enrollment: try enrollments.enrollment(for: id, endorsementKey: tpm.endorsementKey),
            attestation: .tpm(endorsementKey: tpm.endorsementKey, storageRootKey: tpm.storageRootKey))
    }

    /// The client's certificate that a TLS proxy hands on.
    ///
    /// - Returns: DER; `nil` where no field is configured, or the proxy has set none.
    private func certificate(in fields: HTTPFields) throws(RegistrationRefusal) -> [UInt8]? {
        guard let name = configuration.clientCertificateField else { return nil }
        let values = fields.values(of: name)
        // A client's own beside the proxy's: nobody could say which is which.
        guard values.count <= 1 else { throw .unauthorized("the field \(name) is there more than once") }
        guard let value = values.first, !value.isEmpty else { return nil }
        guard let certificate = ClientCertificateField.certificate(in: value) else {
            throw .unauthorized("the field \(name) holds no certificate that can be read")
        }
        return certificate
    }

    private func enrollment(
        of id: RegistrationID, token text: String
    ) throws(RegistrationRefusal) -> EnrollmentRecord {
        let token = try SharedAccessSignature(text)
        let parts = token.resource.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0].equalsFoldingCase(configuration.idScope),
            parts[1].equalsFoldingCase("registrations"), parts[2].equalsFoldingCase(id.text)
        else {
            throw .unauthorized(
                "the token's sr is not \(configuration.idScope)/registrations/\(id), percent-encoded")
        }
        guard token.expiry > surroundings.now.milliseconds / 1_000 else {
            throw .unauthorized("the token has run out: its se is \(token.expiry), in seconds since 1970")
        }
        return try enrollments.enrollment(for: id, token: token, naming: parts[2])
    }
}
