import Allocation
import FoundationEssentials
import Testing

@Suite struct Base64Tests {
    // RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the standard's examples are encoded and decoded`(plain: String, text: String) {
        let bytes = Array(plain.utf8)
        #expect(Base64.standard.encode(bytes) == text)
        #expect(Base64.standard.decode(text) == bytes)
        let unpadded = text.filter { $0 != "=" }
        #expect(Base64.url.encode(bytes) == unpadded)
        #expect(Base64.url.decode(unpadded) == bytes)
    }

    @Test func `the alphabets differ in two digits`() {
        #expect(Base64.standard.encode([0xFB, 0xFF, 0xBF]) == "+/+/")
        #expect(Base64.url.encode([0xFB, 0xFF, 0xBF]) == "-_-_")
        #expect(Base64.standard.decode("-_-_") == nil)
        #expect(Base64.url.decode("+/+/") == nil)
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zm8", "=", "==", "====", "=Zg=", "Z===", "Zg==Zg==", "Zm9v=", "Zm9v====", "Zg==\n",
        " Zg==", "Zm 9", "Zm9\n", "Zh==", "Zm9=", "Zg=a", "Zm9*", "Zm9\u{E9}", "Zm9v\u{0}", "Zm9v ",
    ])
    func `text that is not canonical is refused`(text: String) {
        #expect(Base64.standard.decode(text) == nil)
    }

    @Test(arguments: ["Z", "Zg==", "Zm8=", "Zh", "Zm9vY", "Zm9", "Zg\n", "Zm9v="])
    func `unpadded text that is not canonical is refused`(text: String) {
        #expect(Base64.url.decode(text) == nil)
    }

    @Test(arguments: 0...70)
    func `bytes of any number survive, and Foundation writes them alike`(count: Int) {
        let bytes = SHA256Vectors.message(count: count).map { $0 &* 37 }
        #expect(Base64.standard.encode(bytes) == Data(bytes).base64EncodedString())
        #expect(Base64.standard.decode(Base64.standard.encode(bytes)) == bytes)
        #expect(Base64.url.decode(Base64.url.encode(bytes)) == bytes)
    }

    @Test func `each pair of digits is accepted only if its unused bits are zero`() {
        let digits = Base64.standard.encode(
            (0..<48).map { group in
                let start = UInt32(group / 3 * 4)
                let bits = start << 18 | (start + 1) << 12 | (start + 2) << 6 | (start + 3)
                return UInt8(truncatingIfNeeded: bits >> UInt32(16 - group % 3 * 8))
            })
        #expect(digits == "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var accepted = 0
        for first in digits {
            for second in digits where Base64.standard.decode("\(first)\(second)==") != nil { accepted += 1 }
        }
        #expect(accepted == 256)
    }
}
