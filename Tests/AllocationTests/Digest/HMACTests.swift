import Allocation
import Testing

@Suite struct HMACTests {
    // RFC 4231 §4.2 to §4.8; the code of §4.6 is given to 128 bits only.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        ([UInt8](repeating: 0x0C, count: 20), "Test With Truncation", "a3b6167473100ee06e0c796c2955552b"),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            "This is a test using a larger than block-size key and a larger than block-size data. "
                + "The key needs to be hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `the standard's texts give their codes`(key: [UInt8], message: String, code: String) {
        let result = HMAC.authenticationCode(for: Array(message.utf8), key: key).description
        #expect(result.prefix(code.count) == code)
    }

    @Test(arguments: [
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](1...25), [UInt8](repeating: 0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
    ])
    func `the standard's bytes give their codes`(key: [UInt8], message: [UInt8], code: String) {
        #expect(HMAC.authenticationCode(for: message, key: key).description == code)
    }

    @Test(arguments: [
        ("breakroom499-contoso-tstrsd-007", "JC8F96eayuQwwz+PkE7IzjH2lIAjCUnAa61tDigBnSs="),
        ("mainbuilding167-contoso-hpsd-088", "6uejA9PfkQgmYylj8Zerp3kcbeVrGZ172YLa7VSnJzg="),
    ])
    func `a device's key is derived from the group's key`(registration: String, key: String) throws {
        let groupKey =
            "oiK77Oy7rBw8YB6IS6ukRChAw+Yq6GC61RMrPLSTiOOtdI+XDu0LmLuNm11p+qv2I+adqGUdZHm46zXAQdZoOA=="
        let code = HMAC.authenticationCode(
            for: Array(registration.utf8), key: try #require(Base64.standard.decode(groupKey)))
        #expect(Base64.standard.encode(code.bytes) == key)
    }

    @Test(arguments: [63, 64, 65])
    func `a prepared key serves several messages in parts`(keyCount: Int) {
        let key = [UInt8](repeating: 7, count: keyCount)
        let prepared = HMAC(key: key)
        for message in ["", "first", "second"] {
            var code = prepared
            code.update(message.utf8.prefix(2))
            code.update(Array(message.utf8.dropFirst(2)))
            #expect(code.finalize() == HMAC.authenticationCode(for: Array(message.utf8), key: key))
        }
        #expect(prepared.finalize() != HMAC(key: key + [1]).finalize())
    }
}
