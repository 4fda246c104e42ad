/// A twin ready to be sent: its compact JSON and the digest by which the history knows it.
package struct TwinDocument: Sendable, Equatable {
    package let json: [UInt8]
    package let digest: SHA256Digest

    package init(_ value: JSONValue) {
        json = value.serialized()
        digest = SHA256.hash(json)
    }
}
