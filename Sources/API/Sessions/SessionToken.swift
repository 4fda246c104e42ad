import Allocation

/// What a browser shows of a session: 256 random bits in base64url, 43 characters.
struct SessionToken: Sendable {
    private static let byteCount = 32

    let text: String

    init(randomBy surroundings: Surroundings) {
        text = Base64.url.encode(surroundings.randomBytes(Self.byteCount))
    }

    /// What somebody sent; `nil` for what no token can be.
    init?(_ text: String) {
        guard Base64.url.decode(text)?.count == Self.byteCount else { return nil }
        self.text = text
    }

    var digest: SHA256Digest { SHA256.hash(Array(text.utf8)) }
}
