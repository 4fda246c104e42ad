import DelimitedText
import Testing

@Suite struct NDJSONReaderTests {
    @Test(arguments: [
        ("", [], []),
        ("{}", ["{}"], [1]),
        ("{}\n[1]\n", ["{}", "[1]"], [1, 2]),
        ("\u{FEFF}{\"a\":1}\r\n \t\r\n\n{\"b\":\"ä\"}\r\n", ["{\"a\":1}", "{\"b\":\"ä\"}"], [1, 4]),
        ("\u{FEFF}", [], []),
    ])
    func `a text is divided into the same lines however it comes`(
        text: String, lines: [String], numbers: [Int]
    ) throws {
        let bytes = Array(text.utf8)
        for piece in [1, 2, 3, 1_000] {
            var reader = NDJSONReader()
            var found: [NDJSONLine] = []
            for start in stride(from: 0, to: bytes.count, by: piece) {
                reader.push(Array(bytes[start..<min(start + piece, bytes.count)]))
                while let line = try reader.next() { found.append(line) }
            }
            reader.finish()
            while let line = try reader.next() { found.append(line) }
            #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == lines)
            #expect(found.map(\.number) == numbers)
        }
    }

    @Test func `a line that is too long is refused with its number`() throws {
        var reader = NDJSONReader(limits: DelimitedTextLimits(recordLength: 4))
        reader.push(Array("1234\n12345\n".utf8))
        #expect(try reader.next()?.number == 1)
        let error = DelimitedTextError(line: 2, column: 1, reason: .recordTooLong(limit: 4))
        #expect(throws: error) { try reader.next() }
        #expect(try reader.next() == nil)
    }

    @Test func `UTF-16 is refused`() {
        var reader = NDJSONReader()
        reader.push([0xFF, 0xFE, 0x7B, 0])
        #expect(throws: DelimitedTextError(line: 1, column: 1, reason: .utf16)) { try reader.next() }
    }
}
