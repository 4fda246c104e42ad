package import Allocation

extension EnrollmentBook {
    /// The enrollment of a device that showed a certificate.
    ///
    /// An individual enrollment has the device's own certificate, a group one whose subject is the issuer of the device's. No
    /// signature is verified here: the TLS proxy that hands on the certificate verifies the chain.
    ///
    /// - Parameters:
    ///   - id: must be the common name of the certificate's subject.
    ///   - certificate: in DER.
    ///   - now: must lie in the certificate's validity.
    /// - Returns: the individual enrollment or the group; it may be disabled.
    /// - Throws: a refusal with 401002 when there is none, or the certificate is not this device's.
    package func enrollment(
        for id: RegistrationID, certificate: [UInt8], at now: PreciseTime
    ) throws(RegistrationRefusal) -> EnrollmentRecord {
        guard let shown = Certificate(der: certificate) else {
            throw .unauthorized("the client's certificate cannot be read")
        }
        let name = shown.commonName ?? ""
        guard name.equalsFoldingCase(id.text) else {
            throw .unauthorized("the certificate's common name is not the registration ID")
        }
        let milliseconds = Int64(clamping: now.nanosecondsSinceEpoch / 1_000_000)
        guard shown.notBefore.milliseconds <= milliseconds else {
            throw .unauthorized("the certificate is valid from \(shown.notBefore) on")
        }
        // RFC 5280 §4.1.2.5: the last second is within the validity.
        guard milliseconds < shown.notAfter.milliseconds + 1_000 else {
            throw .unauthorized("the certificate was valid up to \(shown.notAfter)")
        }
        if let record = individual(id) {
            guard case .x509(let primary, let secondary) = record.attestation else {
                throw .unauthorized("the individual enrollment attests with \(record.attestation.type)")
            }
            guard certificate == primary || certificate == secondary else {
                throw .unauthorized("the individual enrollment has another certificate")
            }
            return record
        }
        let group = groups.first { record in
            guard case .x509(let primary, let secondary) = record.attestation else { return false }
            return [primary, secondary].contains { signing in
                signing.flatMap { Certificate(der: $0) }?.subject == shown.issuer
            }
        }
        guard let group else { throw .unauthorized("no enrollment has the certificate or its issuer") }
        return group
    }
}
