package import Allocation

extension EnrollmentBook {
    /// The individual enrollment of a device that named its TPM's endorsement key.
    ///
    /// - Throws: a refusal with 404201 when there is none, with 401002 when another key is enrolled.
    package func enrollment(
        for id: RegistrationID, endorsementKey: String
    ) throws(RegistrationRefusal) -> EnrollmentRecord {
        guard let record = individual(id) else {
            throw .enrollmentNotFound("the TPM has no individual enrollment")
        }
        guard case .tpm(let enrolled, _) = record.attestation else {
            throw .unauthorized("the individual enrollment attests with \(record.attestation.type)")
        }
        guard enrolled == endorsementKey else {
            throw .unauthorized("the individual enrollment has another endorsement key")
        }
        return record
    }
}
