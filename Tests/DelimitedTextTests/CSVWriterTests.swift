import DelimitedText
import Testing

@Suite struct CSVWriterTests {
    @Test(arguments: [
        (["a", "b"], "a,b\r\n"),
        (["a,b", "c\"d", "e\nf", "g\rh", "i;j"], "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\",i;j\r\n"),
        (["", ""], ",\r\n"),
        ([""], "\"\"\r\n"),
        ([" a ", "=1+1", "ä"], " a ,=1+1,ä\r\n"),
    ])
    func `fields are quoted where they must be`(fields: [String], text: String) {
        var writer = CSVWriter()
        writer.append(record: fields)
        #expect(String(decoding: writer.take(), as: UTF8.self) == text)
        #expect(writer.count == 0)
    }

    @Test(arguments: [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")])
    func `what is written is read again`(delimiter: UInt8) {
        let parts = ["", "a", "\"", ",", ";", "\t", "\r\n", "\n", "\r", " ", "ä", "sep=;", "\u{1F600}"]
        var records = [["id", "x", "y"]]
        for one in parts {
            for other in parts { records.append([one, one + other, other + "x" + one]) }
        }
        var writer = CSVWriter(delimiter: delimiter)
        for record in records { writer.append(record: record) }
        let text = writer.take()
        for piece in [Int.max, 1, 64] {
            let reading = CSVReading(bytes: text, piece: piece)
            #expect(reading.records == records)
            #expect(reading.delimiter == delimiter)
        }
    }
}
