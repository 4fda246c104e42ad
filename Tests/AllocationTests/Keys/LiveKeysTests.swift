import Allocation
import Testing

@Suite struct LiveKeysTests {
    private let first = APIKeySecret(randomBytes: [UInt8](repeating: 1, count: APIKeySecret.byteCount))
    private let second = APIKeySecret(randomBytes: [UInt8](repeating: 2, count: APIKeySecret.byteCount))
    private let revoked = APIKeySecret(randomBytes: [UInt8](repeating: 3, count: APIKeySecret.byteCount))

    private var live: LiveKeys {
        LiveKeys([
            key(1, "dps", .webhook, first),
            key(2, "dps-2027", .webhook, second),
            key(3, "old", .admin, revoked, revokedAt: Timestamp(milliseconds: 9)),
        ])
    }

    private func key(
        _ id: Int64, _ name: String, _ role: Role, _ secret: APIKeySecret, revokedAt: Timestamp? = nil
    ) -> APIKey {
        APIKey(
            id: id, name: name, role: role, digest: secret.digest, createdAt: Timestamp(milliseconds: 0),
            revokedAt: revokedAt)
    }

    @Test func `several keys are live at once and each is found by its own secret`() {
        #expect(live.key(forSecret: first.text)?.name == "dps")
        #expect(live.key(forSecret: second.text)?.name == "dps-2027")
    }

    @Test func `a revoked key opens nothing`() {
        #expect(live.key(forSecret: revoked.text) == nil)
    }

    @Test func `a key is found by its number while it is live`() {
        #expect([1, 2, 3, 4].map { live.key(id: $0)?.name } == ["dps", "dps-2027", nil, nil])
    }

    @Test func `a secret that is not to the letter opens nothing`() {
        let text = first.text
        let near = [
            "", String(text.dropLast()), text + "=", text + " ", text.lowercased(), "x" + text.dropFirst(),
            first.digest.description,
        ]
        for guess in near { #expect(live.key(forSecret: guess) == nil, "\(guess)") }
    }

    @Test func `without keys nothing opens`() {
        #expect(LiveKeys([]).key(forSecret: "") == nil)
    }

    @Test func `a secret is safe in a URL and names its 256 bits`() {
        let secret = APIKeySecret(randomBytes: [UInt8](repeating: 0xFB, count: APIKeySecret.byteCount))
        #expect(secret.text == "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s")
        // printf %s -_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s | sha256sum
        #expect(
            secret.digest.description == "d11835ca7edbd11d612c89ccda97f8054dde4f78485ff5b589336e8bd9e35315")
    }
}
