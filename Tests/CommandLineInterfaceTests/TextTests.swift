import Testing

@testable import CommandLineInterface

@Suite struct TextTests {
    @Test(arguments: ["\u{1B}[31mred", "two\nlines", "\u{202E}backwards", "\u{9B}31m"])
    func `control characters do not reach a terminal`(text: String) {
        let printable = TextTable.printable(text)
        #expect(printable.unicodeScalars.contains("\u{FFFD}"))
        #expect(printable.unicodeScalars.count == text.unicodeScalars.count)
    }

    @Test func `plain text in any script is left as it is`() {
        #expect(TextTable.printable("Grüße, 東京") == "Grüße, 東京")
    }

    @Test(arguments: [("--lisen", "--listen"), ("dervices", "devices"), ("kyes", "keys")])
    func `a slip of the finger is recognised`(word: String, meant: String) {
        #expect(Suggestion.nearest(to: word, among: ["--listen", "devices", "keys", "--data"]) == meant)
    }

    @Test func `something quite different is not`() {
        #expect(Suggestion.nearest(to: "banana", among: ["devices", "keys"]) == nil)
    }
}
