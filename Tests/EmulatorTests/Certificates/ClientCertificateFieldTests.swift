import Allocation
import Testing

@testable import Emulator

struct ClientCertificateFieldTests {
    /// As nginx writes `$ssl_client_escaped_cert`: everything but what RFC 3986 §2.3 calls unreserved.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            case _ where byte.isASCIILetterOrDigit:
                String(UnicodeScalar(byte))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    @Test(arguments: IssuedCertificate.allCases)
    func `the forms in which proxies hand on a certificate are read`(certificate: IssuedCertificate) {
        for value in [
            Self.escaped(certificate.pem), certificate.base64, ":\(certificate.base64):",
            Base64.standard.encode(Array(certificate.pem.utf8)),
        ] {
            #expect(ClientCertificateField.certificate(in: value) == certificate.der)
        }
    }

    @Test func `of several certificates in PEM the first one counts`() {
        let chain = IssuedCertificate.device.pem + IssuedCertificate.authority.pem
        #expect(
            ClientCertificateField.certificate(in: Self.escaped(chain)) == IssuedCertificate.device.der)
    }

    @Test(arguments: [
        "", ":", "::", "a certificate", "%", "%2", "%zz", "%FF", "MAA=", ":MAA=:",
        IssuedCertificate.device.base64 + ":", ":" + IssuedCertificate.device.base64,
        String(IssuedCertificate.device.base64.dropLast(4)), IssuedCertificate.device.base64 + "AAAA",
        "-----BEGIN%20CERTIFICATE-----" + IssuedCertificate.device.base64,
        "-----END%20CERTIFICATE-----" + IssuedCertificate.device.base64
            + "-----BEGIN%20CERTIFICATE-----",
        "-----BEGIN%20CERTIFICATE-----%0A-----END%20CERTIFICATE-----",
        "(null)",
    ])
    func `anything else is no certificate`(value: String) {
        #expect(ClientCertificateField.certificate(in: value) == nil)
    }
}
