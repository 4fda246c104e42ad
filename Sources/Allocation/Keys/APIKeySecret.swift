/// The text that a caller shows to be let in: 256 random bits in base64url, safe in a URL's query as it is.
package struct APIKeySecret: Sendable {
    /// Count of random bytes in a secret.
    package static let byteCount = 32

    package let text: String

    /// - Parameter randomBytes: `byteCount` bytes of a cryptographic source.
    package init(randomBytes: [UInt8]) {
        text = Base64.url.encode(randomBytes)
    }

    package var digest: SHA256Digest { SHA256.hash(Array(text.utf8)) }
}
