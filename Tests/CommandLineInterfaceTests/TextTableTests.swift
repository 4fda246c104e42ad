import Testing

@testable import CommandLineInterface

@Suite struct TextTableTests {
    private static let rows = [
        ["sn-1", "held", "a note that goes on and on"], ["sn-2", "active", "short"],
    ]

    private static func table(_ overflow: TextTable.Overflow = .cut) -> TextTable {
        TextTable(["ID", "STATUS", "NOTE"], rows, overflow: overflow, toned: ["STATUS"])
    }

    @Test func `a table is as wide as its cells and has no blanks at its lines' ends`() {
        let table = TextTable(["A", "LONG"], [["something", "x"], ["y", "z"]])
        #expect(table.text() == "A          LONG\nsomething  x\ny          z\n")
    }

    @Test(arguments: [nil, 40, 42, 100])
    func `what fits is not cut`(room: Int?) {
        #expect(
            Self.table().text(fitting: room) == """
                ID    STATUS  NOTE
                sn-1  held    a note that goes on and on
                sn-2  active  short

                """)
    }

    @Test func `on a narrower terminal the widest columns are cut`() {
        #expect(
            Self.table().text(fitting: 26) == """
                ID    STATUS  NOTE
                sn-1  held    a note that…
                sn-2  active  short

                """)
        let equals = TextTable(["A", "B"], [["0123456789", "abcdefghij"]])
        #expect(equals.text(fitting: 21) == "A           B\n0123456789  abcdefgh…\n")
        #expect(equals.text(fitting: 20) == "A          B\n01234567…  abcdefgh…\n")
    }

    @Test(arguments: [0, 1, 12])
    func `no column becomes so narrow that nothing is left of it`(room: Int) {
        #expect(Self.table().text(fitting: room) == "ID    STA…  NOTE\nsn-1  held  a n…\nsn-2  act…  sho…\n")
    }

    @Test func `a cell that is wrapped goes on below itself, broken at blanks where there are some`() {
        #expect(
            Self.table(.wrap).text(fitting: 26) == """
                ID    STATUS  NOTE
                sn-1  held    a note that
                              goes on and
                              on
                sn-2  active  short

                """)
        let unbroken = TextTable(["MEMBER", "VALUE"], [["twin", "0123456789abcdefghij"]], overflow: .wrap)
        #expect(
            unbroken.text(fitting: 18) == "MEMBER  VALUE\ntwin    0123456789\n        abcdefghij\n")
    }

    @Test func `colours are put around words, and do not count`() {
        let text = Self.table().text(fitting: 26, isColoured: true)
        #expect(
            text == """
                \u{1B}[1mID\u{1B}[0m    \u{1B}[1mSTATUS\u{1B}[0m  \u{1B}[1mNOTE\u{1B}[0m
                sn-1  \u{1B}[33mheld\u{1B}[0m    a note that…
                sn-2  active  short

                """)
        #expect(!Self.table().text(fitting: 26).contains("\u{1B}"))
    }

    @Test func `only columns that are said to have tones have them`() {
        let table = TextTable(["STATUS", "NOTE"], [["active", "disabled"]], toned: ["STATUS"])
        #expect(table.text(isColoured: true).hasSuffix("active  disabled\n"))
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("Grüße", 5), ("東京", 4), ("한글", 4), ("e\u{301}", 1), ("ＡＢ", 4), ("\u{1F600}", 2),
        ("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", 2), ("ｱ", 1), ("שלום", 4), ("\u{FFFD}", 1),
    ])
    func `a text is as wide as a terminal shows it`(text: String, width: Int) {
        #expect(DisplayedText(text).width == width)
    }

    @Test(arguments: [
        ("東京都", 6, "東京都", 6), ("東京都", 5, "東京…", 5), ("東京都", 4, "東…", 3),
        ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…", 2),
        ("abc", 0, "", 0), ("東京", 1, "…", 1),
    ])
    func `what is cut never takes more room than there is`(
        text: String, room: Int, expected: String, width: Int
    ) {
        let cut = DisplayedText(text).cut(to: room)
        #expect((cut.text, cut.width) == (expected, width))
    }

    @Test func `wide characters are wrapped one by one, even where none fits`() {
        #expect(DisplayedText("東京都").wrapped(to: 4).map(\.text) == ["東京", "都"])
        #expect(DisplayedText("東京").wrapped(to: 1).map(\.text) == ["東", "京"])
        #expect(DisplayedText("a  b").wrapped(to: 2).map(\.text) == ["a", "b"])
    }

    @Test(arguments: [
        ([:], false), (["TERM": "xterm"], true), (["TERM": "dumb"], false), (["TERM": ""], false),
        (["TERM": "xterm", "NO_COLOR": "1"], false), (["TERM": "xterm", "NO_COLOR": "0"], false),
        (["TERM": "xterm", "NO_COLOR": ""], true),
    ])
    func `the environment says whether there are colours`(environment: [String: String], expected: Bool) {
        #expect(Terminal.allowsColour { environment[$0] } == expected)
    }
}
