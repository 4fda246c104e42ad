package import Allocation

extension EnrollmentBook {
    /// The individual enrollment of a device that named its TPM's endorsement key.
    ///
    /// - Throws: a refusal with 401002 when there is none, or another key is enrolled.
    package func enrollment(
        for id: RegistrationID, endorsementKey: String
    ) throws(RegistrationRefusal) -> EnrollmentRecord {
        throw .unauthorized("no TPM is taken")
    }
}
