import Allocation

/// Makes a device's tokens as the C SDK makes them: percent-encoded in lower case, good for 2,400 s.
struct DeviceTokenMaker: Sendable {
    static let secondsOfLife: Int64 = 2_400

    let idScope: String

    /// - Parameters:
    ///   - id: as the device writes it.
    ///   - key: the device's own.
    ///   - now: seconds since 1970-01-01T00:00:00Z.
    /// - Returns: the value of `Authorization`.
    func token(for id: RegistrationID, key: [UInt8], at now: Int64) -> String {
        let resource = "\(idScope)/registrations/\(id.text)".percentEncodedInLowerCase
        let expiry = now + Self.secondsOfLife
        let code = HMAC.authenticationCode(for: Array("\(resource)\n\(expiry)".utf8), key: key)
        let signature = Base64.standard.encode(code.bytes).percentEncodedInLowerCase
        return "SharedAccessSignature sr=\(resource)&sig=\(signature)&se=\(expiry)&skn=registration"
    }
}

extension String {
    /// All but the unreserved characters of RFC 3986 §2.3 percent-encoded, with lower-case digits as the C SDK has them.
    var percentEncodedInLowerCase: String {
        var bytes: [UInt8] = []
        for byte in utf8 {
            if byte.isASCIILetterOrDigit || "-._~".utf8.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
