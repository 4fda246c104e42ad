import Allocation
import HTTP

extension DeviceAuthentication {
    /// The client's certificate that a TLS proxy hands on.
    ///
    /// - Returns: DER; `nil` where no field is configured, or the proxy has set none.
    /// - Throws: 401 for a value that is no certificate.
    func certificate(in fields: HTTPFields) throws(RegistrationRefusal) -> [UInt8]? {
        guard let name = configuration.clientCertificateField, let value = fields[name], !value.isEmpty
        else { return nil }
        // RFC 9440 §2.2: a byte sequence of structured fields, base64 between colons.
        let isByteSequence = value.count >= 2 && value.hasPrefix(":") && value.hasSuffix(":")
        let text = isByteSequence ? String(value.dropFirst().dropLast()) : value
        guard let certificate = Base64.standard.decode(text), !certificate.isEmpty else {
            throw .unauthorized("the field \(name) is not a certificate in base64")
        }
        return certificate
    }
}
