import Allocation
import Testing

@Suite struct SHA256Tests {
    // FIPS 180-4 examples, as published by NIST.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func `the standard's examples give their digests`(message: String, digest: String) {
        #expect(SHA256.hash(Array(message.utf8)).description == digest)
        var hash = SHA256()
        hash.update(message.utf8)
        #expect(hash.finalize().description == digest)
    }

    @Test func `one million times the letter a gives its digest`() {
        var hash = SHA256()
        let part = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000)
        for _ in 0..<1_000 { hash.update(part) }
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(hash.finalize().description == expected)
    }

    @Test(arguments: 0...200)
    func `a message of any length gives its digest`(count: Int) {
        let digest = SHA256.hash(SHA256Vectors.message(count: count))
        #expect(digest.description == SHA256Vectors.digests[count])
    }

    @Test(arguments: [1, 63, 64, 65, 127, 128, 129, 200])
    func `a message in two parts gives the digest of the whole`(count: Int) {
        let message = SHA256Vectors.message(count: count)
        for split in 0...count {
            var hash = SHA256()
            hash.update(message[..<split])
            hash.update(message[split...])
            #expect(hash.finalize().description == SHA256Vectors.digests[count])
        }
    }

    @Test func `a hash goes on after a digest was taken, and so does a copy`() {
        var hash = SHA256()
        hash.update("ab".utf8)
        _ = hash.finalize()
        var copy = hash
        hash.update("c".utf8)
        copy.update("d".utf8)
        #expect(hash.finalize() == SHA256.hash(Array("abc".utf8)))
        #expect(copy.finalize() == SHA256.hash(Array("abd".utf8)))
    }
}
