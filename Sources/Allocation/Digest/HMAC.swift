/// HMAC with SHA-256 (RFC 2104, RFC 4231), for a message given in one or several parts.
///
/// A copy made before the first part keeps the prepared key, and serves any number of messages.
package struct HMAC: Sendable {
    private var inner = SHA256()
    private var outer = SHA256()

    /// Prepares `key`, which may have any length; RFC 2104 §3 advises 32 bytes or more.
    package init(key: [UInt8]) {
        // RFC 2104 §2: a key longer than a block is replaced by its digest, a shorter one filled with zeros.
        let short = key.count > SHA256.blockSize ? SHA256.hash(key).bytes : key
        for index in 0..<SHA256.blockSize {
            let byte = index < short.count ? short[index] : 0
            inner.update(CollectionOfOne(byte ^ 0x36))
            outer.update(CollectionOfOne(byte ^ 0x5C))
        }
    }

    /// The code of a whole message.
    package static func authenticationCode(for message: [UInt8], key: [UInt8]) -> SHA256Digest {
        var code = HMAC(key: key)
        code.update(message)
        return code.finalize()
    }

    package mutating func update(_ bytes: [UInt8]) { inner.update(bytes) }

    package mutating func update(_ bytes: ArraySlice<UInt8>) { inner.update(bytes) }

    /// Continues the message with, for example, the UTF-8 of a string.
    package mutating func update(_ bytes: some Sequence<UInt8>) { inner.update(bytes) }

    /// The code of the message so far; compare it with `SHA256Digest.constantTimeEquals(_:)`.
    package func finalize() -> SHA256Digest {
        var result = outer
        result.update(inner.finalize().bytes)
        return result.finalize()
    }
}
