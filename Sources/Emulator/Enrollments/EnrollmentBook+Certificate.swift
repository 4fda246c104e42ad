package import Allocation

extension EnrollmentBook {
    /// The enrollment of a device that showed a certificate.
    ///
    /// - Throws: a refusal with 401002 when there is none, or the certificate is not this device's.
    package func enrollment(
        for id: RegistrationID, certificate: [UInt8]
    ) throws(RegistrationRefusal) -> EnrollmentRecord {
        throw .unauthorized("no certificate is taken")
    }
}
