import Allocation
import Files
import Testing

@Suite struct DeviceFileReaderTests {
    private func rows(_ text: String, _ form: FileForm, pieces size: Int) throws -> [ImportRow] {
        var reader = DeviceFileReader(form)
        var rows: [ImportRow] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            reader.push(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let row = try reader.next() { rows.append(row) }
        }
        reader.finish()
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    private static let texts: [(FileForm, String, [String])] = [
        (.csv, "registrationId;note\r\na-1;\"x\r\ny\"\r\n\r\nb-2;\r\n", ["2 a-1", "5 b-2"]),
        (.csv, "registrationId,note\na-1,b\"ad\nb-2,\"good\"\n", ["2  (1)", "3 b-2"]),
        (.csv, "note,registrationId\n\"x\"y,a-1\n,\nb,b-2", ["2  (1)", "4 b-2"]),
        (.ndjson, "{\"registrationId\":\"a-1\"}\n\n{\"registrationId\":\"b-2\"}", ["1 a-1", "3 b-2"]),
        (.ndjson, "[]\n{\"registrationId\":7}\n{", ["1  (1)", "2  (1)", "3  (1)"]),
    ]

    @Test(arguments: texts.indices, [1, 2, 3, 1_000])
    func `a row that cannot be read is a row with a fault, whatever the pieces`(text: Int, size: Int) throws {
        let (form, content, expected) = Self.texts[text]
        let found = try rows(content, form, pieces: size).map { row in
            "\(row.line) \(row.registrationID)" + (row.faults.isEmpty ? "" : " (\(row.faults.count))")
        }
        #expect(found == expected)
    }

    @Test func `a header that says nothing of devices ends it, with all that is wrong`() {
        let error = #expect(throws: DeviceFileError.self) {
            try rows("name,colour,name\na,b,c\n", .csv, pieces: 5)
        }
        #expect(error?.description.contains("the column registrationId is missing") == true)
        #expect(error?.description.contains("\"colour\"") == true)
    }

    @Test func `what cannot be text ends it`() {
        #expect(throws: DeviceFileError.self) { try rows("registrationId\n\"a", .csv, pieces: 1) }
        #expect(throws: DeviceFileError.self) { try rows("r\0e\0g\0", .csv, pieces: 9) }
    }

    @Test(arguments: [
        ("devices.csv", FileForm.csv), ("A.CSV", .csv), ("a.b.ndjson", .ndjson), ("x.jsonl", .ndjson),
        ("devices", nil), ("devices.xlsx", nil),
    ])
    func `a name tells the form`(name: String, form: FileForm?) {
        #expect(FileForm(ofFileNamed: name) == form)
    }
}
