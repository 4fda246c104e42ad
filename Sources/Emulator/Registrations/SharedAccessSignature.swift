import Allocation
import HTTP

/// The token with which a device proves that it has its key (azure-docs, iot-dps-https-sym-key-support):
/// `SharedAccessSignature sr={scope}&sig={signature}&se={expiry}&skn=registration`, members in any order.
package struct SharedAccessSignature: Sendable {
    private static let scheme = "SharedAccessSignature "

    /// What the token is for, decoded: `{idScope}/registrations/{registrationId}`.
    let resource: String
    /// Seconds since 1970-01-01T00:00:00Z.
    let expiry: Int64
    private let signature: SHA256Digest
    /// What was signed: some clients percent-encode in lower case, others in upper case, so it is taken as received.
    private let message: [UInt8]

    /// - Parameter text: the value of `Authorization`.
    /// - Throws: 401 with what is wrong; never with the signature.
    package init(_ text: String) throws(RegistrationRefusal) {
        // RFC 9110 §11.1: the scheme has no case.
        guard text.hasPrefixFoldingCase(Self.scheme) else {
            throw .unauthorized("Authorization is not a SharedAccessSignature")
        }
        let members = try Self.members(
            of: text.utf8.dropFirst(Self.scheme.utf8.count).drop { $0 == UInt8(ascii: " ") })
        guard let sr = members["sr"], let resource = String(percentDecoding: sr.utf8) else {
            throw .unauthorized("the token has no sr that can be decoded")
        }
        guard let se = members["se"], se.utf8.count <= 18, let expiry = Int64(se), expiry >= 0,
            se.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .unauthorized("the token's se is not a number of seconds since 1970") }
        guard let sig = members["sig"], let code = String(percentDecoding: sig.utf8),
            let bytes = Base64.standard.decode(code), let signature = SHA256Digest(bytes: bytes)
        else { throw .unauthorized("the token's sig is not 32 bytes in base64, percent-encoded") }
        guard members["skn"] == "registration" else {
            throw .unauthorized("the token's skn is not registration")
        }
        self.resource = resource
        self.expiry = expiry
        self.signature = signature
        message = Array("\(sr)\n\(se)".utf8)
    }

    /// Whether the token was signed with this key, in a time that does not depend on how nearly.
    func isSigned(with key: [UInt8]) -> Bool {
        HMAC.authenticationCode(for: message, key: key).constantTimeEquals(signature)
    }

    private static func members(
        of text: some Collection<UInt8>
    ) throws(RegistrationRefusal) -> [String: String] {
        var members: [String: String] = [:]
        for member in text.split(separator: UInt8(ascii: "&")) {
            let equals = member.firstIndex(of: UInt8(ascii: "=")) ?? member.endIndex
            let name = String(decoding: member[..<equals], as: UTF8.self)
            guard members[name] == nil else { throw .unauthorized("the token has a member twice") }
            members[name] = String(decoding: member[equals...].dropFirst(), as: UTF8.self)
        }
        return members
    }
}
