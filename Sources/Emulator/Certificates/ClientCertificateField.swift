import Allocation
import HTTP

/// The client's certificate as a TLS proxy hands it on.
package enum ClientCertificateField {
    /// The certificate in DER; `nil` for a value that is none of these: percent-encoded PEM (nginx,
    /// `$ssl_client_escaped_cert`), base64 of DER (HAProxy, `ssl_c_der,base64`; Caddy), base64 between colons (`Client-Cert`,
    /// RFC 9440 §2.2).
    ///
    /// Whether the chain and the signatures hold, the proxy has verified.
    package static func certificate(in value: String) -> [UInt8]? {
        var text = value
        if value.contains("%") {
            guard let decoded = String(percentDecoding: value.utf8) else { return nil }
            text = decoded
        } else if value.hasPrefix(":"), value.hasSuffix(":"), value.utf8.count > 2 {
            text = String(value.dropFirst().dropLast())
        }
        guard let der = PEM.certificate(in: text), Certificate(der: der) != nil else { return nil }
        return der
    }
}
