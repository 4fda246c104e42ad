import Allocation
import Testing

@Suite struct IdempotencyKeyTests {
    @Test(arguments: [
        "a", "!", "~", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", String(repeating: "k", count: 255),
    ])
    func `a name has 1 to 255 visible ASCII characters`(text: String) {
        #expect(IdempotencyKey(text, of: 1)?.text == text)
    }

    @Test(arguments: [
        "", " ", "a b", "a\t", "k\u{FC}", "a\u{7F}", "\u{0}", String(repeating: "k", count: 256),
    ])
    func `anything else is none`(text: String) {
        #expect(IdempotencyKey(text, of: 1) == nil)
    }
}
