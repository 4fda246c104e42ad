import DelimitedText
import Testing

@Suite struct CSVReaderTests {
    struct Row: CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let records: [[String]]
        let lines: [Int]

        init(_ name: String, _ text: String, _ records: [[String]], lines: [Int]) {
            (testDescription, self.text, self.records, self.lines) = (name, text, records, lines)
        }
    }

    static let rows = [
        Row("nothing", "", [], lines: []),
        Row("a byte order mark alone", "\u{FEFF}", [], lines: []),
        Row("one field without a line break", "a", [["a"]], lines: [1]),
        Row("RFC 4180 §2.1", "a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]], lines: [1, 2]),
        Row("RFC 4180 §2.2, no last line break", "a,b\r\nc,d", [["a", "b"], ["c", "d"]], lines: [1, 2]),
        Row("RFC 4180 §2.4, spaces belong to a field", " a , b\r\n", [[" a ", " b"]], lines: [1]),
        Row("RFC 4180 §2.5, quotes", "\"a\",\"b\"\r\nc,d", [["a", "b"], ["c", "d"]], lines: [1, 2]),
        Row(
            "RFC 4180 §2.6, quoted line breaks", "\"a\r\nb\",\"c,d\"\r\n\"e\nf\rg\",h\r\ni",
            [["a\r\nb", "c,d"], ["e\nf\rg", "h"], ["i"]], lines: [1, 3, 6]),
        Row(
            "RFC 4180 §2.7, doubled quotes", "\"a\"\"b\",\"\"\"\",\"\"\r\n", [["a\"b", "\"", ""]], lines: [1]),
        Row("empty fields", ",\r\n,\r\n", [["", ""], ["", ""]], lines: [1, 2]),
        Row("a delimiter at the end of the text", "a,b,", [["a", "b", ""]], lines: [1]),
        Row("a quoted empty field is a record", "a\n\"\"\n", [["a"], [""]], lines: [1, 2]),
        Row("line feeds alone", "a,b\nc,d\n", [["a", "b"], ["c", "d"]], lines: [1, 2]),
        Row("carriage returns alone", "a,b\rc,d\r", [["a", "b"], ["c", "d"]], lines: [1, 2]),
        Row("blank lines", "\n\r\na,b\r\n\r\n\nc,d\r\n\r\n", [["a", "b"], ["c", "d"]], lines: [3, 6]),
        Row(
            "Excel in German", "\u{FEFF}id;t\r\nd1;0,5\r\nd2;\"a;\"\"b\"\"\nc\"\r\n",
            [["id", "t"], ["d1", "0,5"], ["d2", "a;\"b\"\nc"]], lines: [1, 2, 3]),
        Row("a line sep=;", "sep=;\r\na;b,c\r\nd;e\r\n", [["a", "b,c"], ["d", "e"]], lines: [2, 3]),
        Row("a line SEP=| after a mark", "\u{FEFF}SEP=|\na|b\n", [["a", "b"]], lines: [2]),
        Row("tabs", "a\tb\n0,5\te\n", [["a", "b"], ["0,5", "e"]], lines: [1, 2]),
        Row(
            "quoted delimiters do not count", "\"a;b;c\",d\n1,2\n", [["a;b;c", "d"], ["1", "2"]],
            lines: [1, 2]),
        Row(
            "LibreOffice", "id,t\nd1,\"ä\"\"ö\"\nd2,\"x\ny\"\n",
            [["id", "t"], ["d1", "ä\"ö"], ["d2", "x\ny"]], lines: [1, 2, 3]),
        Row(
            "Python's csv", "id,payload\r\nd1,\"{\"\"a\"\": \"\"65\"\"}\"\r\nd2,\r\n",
            [["id", "payload"], ["d1", #"{"a": "65"}"#], ["d2", ""]], lines: [1, 2, 3]),
    ]

    @Test(arguments: rows)
    func `a text is divided into the same records however it comes`(row: Row) {
        for piece in [Int.max, 1, 2, 3, 5, 7] {
            let reading = CSVReading(row.text, piece: piece)
            #expect(reading.records == row.records)
            #expect(reading.lines == row.lines)
            #expect(reading.faults == [])
        }
    }

    @Test(arguments: [
        ("a,b\nc,d\"e\nf,g", [["a", "b"], ["f", "g"]], ["line 2, column 4"]),
        ("a,b\n\"c\"d,e\nf,g", [["a", "b"], ["f", "g"]], ["line 2, column 4"]),
        ("a,b\n\"c\n\u{E4}\"d,e\nf,g", [["a", "b"], ["f", "g"]], ["line 3, column 3"]),
        ("a,b\nc,\"d\ne,f\n", [["a", "b"]], ["line 2, column 3"]),
        (
            "a,b\n\"c\" ,e\r\n\r\nx\"\r\nf,g", [["a", "b"], ["f", "g"]],
            ["line 2, column 4", "line 4, column 2"]
        ),
    ])
    func `each stray quotation mark is reported with its place, and the next line is read`(
        text: String, records: [[String]], faults: [String]
    ) {
        for piece in [Int.max, 1, 3] {
            let reading = CSVReading(text, piece: piece)
            #expect(reading.records == records)
            #expect(reading.faults == faults)
        }
    }

    @Test(arguments: [
        [0xFF] as [UInt8], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE4], [0xF5, 0x80, 0x80, 0x80],
    ])
    func `what is not UTF-8 is refused with its place`(bytes: [UInt8]) {
        let text = Array("a,b\n".utf8) + Array("\u{FC},\"\n".utf8) + bytes + Array("\"\nc,d\n".utf8)
        for piece in [Int.max, 1, 3] {
            let reading = CSVReading(bytes: text, piece: piece)
            #expect(reading.records == [["a", "b"], ["c", "d"]])
            #expect(reading.lines == [1, 4])
            #expect(reading.faults == ["line 3, column 1"])
        }
    }

    @Test(arguments: [[0xFF, 0xFE, 0x61, 0] as [UInt8], [0xFE, 0xFF, 0, 0x61], [0x61, 0, 0x62, 0]])
    func `UTF-16 is refused at once, saying what to do`(bytes: [UInt8]) throws {
        var reader = CSVReader()
        reader.push(bytes)
        let error = try #require(throws: DelimitedTextError.self) { try reader.next() }
        #expect(error.reason == .utf16)
        #expect(error.description.contains("save the file as CSV UTF-8"))
        #expect(error.isFinal)
        #expect(try reader.next() == nil)
    }

    @Test(
        arguments: [
            ("abcd,efgh\n", 3, [["abcd", "efgh"]], []),
            ("abcde,efgh\nx\n", 3, [["x"]], ["line 1, column 6"]),
            ("a\n\"bcdef\",x\nx\n", 3, [["a"], ["x"]], ["line 2, column 8"]),
            ("a,b,c\n", 3, [["a", "b", "c"]], []),
            ("a,b,c,\nx\n", 3, [["x"]], ["line 1, column 7"]),
        ] as [(String, Int, [[String]], [String])])
    func `a field and the number of fields have limits`(
        text: String, fieldCount: Int, records: [[String]], faults: [String]
    ) {
        let limits = DelimitedTextLimits(recordLength: 20, fieldLength: 4, fieldCount: fieldCount)
        for piece in [Int.max, 1] {
            let reading = CSVReading(text, piece: piece, limits: limits)
            #expect(reading.records == records)
            #expect(reading.faults == faults)
        }
    }

    @Test func `an open quotation mark does not make the reader hold the rest of the file`() {
        let limits = DelimitedTextLimits(recordLength: 100, fieldLength: 100)
        let text = "a,b\nc,\"d\n" + String(repeating: "e,f\n", count: 1_000)
        let reading = CSVReading(text, piece: 10, limits: limits)
        #expect(reading.records == [["a", "b"]])
        #expect(reading.faults == ["line 2, column 3"])
    }

    @Test func `a first line that does not end is refused`() {
        let limits = DelimitedTextLimits(recordLength: 100, fieldLength: 100)
        let reading = CSVReading(String(repeating: "a", count: 1_000), piece: 10, limits: limits)
        #expect(reading.faults == ["line 1, column 1"])
    }

    @Test func `a record stays what it is when the reader goes on`() throws {
        var reader = CSVReader()
        reader.push(Array("\"a\"\"b\",c\n\"d\"\"e\",f\n".utf8))
        let first = try #require(try reader.next())
        let second = try #require(try reader.next())
        reader.push(Array("\"g\"\"h\",i\n".utf8))
        let third = try #require(try reader.next())
        #expect(
            [first.texts, second.texts, third.texts] == [["a\"b", "c"], ["d\"e", "f"], ["g\"h", "i"]])
    }
}
