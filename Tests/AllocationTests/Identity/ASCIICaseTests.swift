import Allocation
import Testing

@Suite struct ASCIICaseTests {
    @Test func `only the 26 letters are folded`() {
        let folded = (UInt8.min...UInt8.max).filter { $0.asciiLowercased != $0 }
        #expect(folded == Array(UInt8(ascii: "A")...UInt8(ascii: "Z")))
        #expect("ÄÖ-Kelvin \u{212A}".asciiFolded == "ÄÖ-kelvin \u{212A}")
    }

    @Test(arguments: [
        ("abc", "BC", true), ("abc", "abc", true), ("abc", "", true), ("bc", "abc", false),
        ("abc", "ab", false),
        ("x-Tstrsd-007", "-tSTRSD-007", true), ("x-tstrsd-0077", "-tstrsd-007", false), ("", "a", false),
    ])
    func `an end is found whatever its case`(text: String, suffix: String, ends: Bool) {
        #expect(text.endsFoldingCase(with: suffix) == ends)
    }

    @Test(arguments: [
        ("a-TOASTERS-b", "-toasters-", true), ("-toasters-", "-TOASTERS-", true),
        ("toasters-", "-toasters-", false),
        ("aab", "ab", true), ("aaa", "", false), ("", "", false), ("a", "ab", false), ("abc", "C", true),
    ])
    func `a part is found whatever its case and an empty one never`(
        text: String, part: String, contains: Bool
    ) {
        #expect(text.containsFoldingCase(part) == contains)
    }

    @Test(arguments: [("Hub", "hUB", true), ("hub", "hubs", false), ("\u{212A}", "k", false), ("", "", true)])
    func `texts are equal whatever the case of ASCII`(one: String, other: String, equal: Bool) {
        #expect(one.equalsFoldingCase(other) == equal)
    }
}
