import Allocation
import DelimitedText
import Testing

@Suite struct ImportColumnsTests {
    /// The rows of a CSV text, read as an import reads them.
    static func rows(_ text: String) throws -> [ImportRow] {
        var reader = CSVReader()
        reader.push(Array(text.utf8))
        reader.finish()
        let columns = try ImportColumns(header: try #require(try reader.next()).texts)
        var rows: [ImportRow] = []
        while let record = try reader.next() {
            if let row = columns.row(line: record.line, bytes: record.bytes, fields: record.fields) {
                rows.append(row)
            }
        }
        return rows
    }

    @Test(arguments: [
        ("registrationId,division\nd1,toasters\n", #"{"division":"toasters"}"#),
        ("DIVISION,RegistrationID\ntoasters,d1\n", #"{"division":"toasters"}"#),
        ("registrationId,note\nd1,\n", #"{"note":null}"#),
        ("registrationId,note,status\nd1\n", #"{"note":null,"status":null}"#),
        ("registrationId,note,,\nd1,x,,\n", #"{"note":"x"}"#),
        ("registrationId,createdAt,updatedBy,revision,createdBy,updatedAt\nd1,a,b,c,d,e\n", "{}"),
        ("registrationId,labels\nd1,\"b | a||floor 4\"\n", #"{"labels":["b","a","floor 4"]}"#),
        ("registrationId,labels\nd1,\"[\"\"a|b\"\"]\"\n", #"{"labels":["a|b"]}"#),
        ("registrationId,payload\nd1,\"{\"\"a\"\":[1,null]}\"\n", #"{"payload":{"a":[1,null]}}"#),
        ("registrationId,desired\nd1,\"{\"\"a\"\":1}\"\n", #"{"twin":{"properties":{"desired":{"a":1}}}}"#),
        ("registrationId,tags\nd1,\n", #"{"twin":{"tags":null}}"#),
        (
            "registrationId,tags.A.b,Twin.Desired.x,desired.y,twin.properties.desired.z\nd1,1,2,3,\n",
            #"{"twin":{"tags":{"A":{"b":1}},"properties":{"desired":{"x":2,"y":3,"z":null}}}}"#
        ),
    ])
    func `a row becomes a merge patch`(text: String, patch: String) throws {
        let row = try #require(try Self.rows(text).first)
        #expect(row.faults == [])
        #expect(row.registrationID == "d1")
        #expect(row.patch == (try JSONValue(parsing: patch)))
    }

    @Test(arguments: [
        ("65", "65"), ("-1.5e3", "-1.5e3"), (#""65""#, #""65""#), ("065", #""065""#), ("0,5", #""0,5""#),
        ("true", "true"), ("FALSE", "false"), ("True", "true"), ("tRUE", #""tRUE""#),
        (#""TRUE""#, #""TRUE""#),
        ("null", #""null""#), ("{\"a\":1}", #"{"a":1}"#), ("[1,2]", "[1,2]"), ("{a", #""{a""#),
        ("dark", #""dark""#), (" 65", #"" 65""#), ("2026-11-22", #""2026-11-22""#), ("ä", #""ä""#),
    ])
    func `a member of the twin is JSON where it is that, else text`(cell: String, value: String) throws {
        var writer = CSVWriter()
        writer.append(record: ["registrationId", "desired.x"])
        writer.append(record: ["d1", cell])
        let row = try #require(try Self.rows(String(decoding: writer.take(), as: UTF8.self)).first)
        let found = row.patch["twin"]?["properties"]?["desired"]?["x"]
        #expect(found == (try JSONValue(parsing: value)))
    }

    @Test(arguments: [
        ("registrationId,division\n,toasters\n", ["registrationId: is missing or empty"]),
        ("Registrationid,,note\nd1,x,y\n", ["column 2 has no name, but this row has a value in it"]),
        ("registrationId,note\nd1,x,\"\",y\n", ["the row has 4 fields, the header only 2"]),
        (
            "registrationId,payload,Tags,labels\nd1,{,[1,[1\n",
            [
                "payload: is not JSON; line 1, column 2: the document ends too early",
                "Tags: is not JSON; line 1, column 3: the document ends too early",
                "labels: is no list of labels; line 1, column 3: the document ends too early",
            ]
        ),
    ])
    func `every fault of a row is told with its column`(text: String, faults: [String]) throws {
        #expect(try Self.rows(text).first?.faults.map(\.description) == faults)
    }

    @Test(arguments: [
        ("\u{FEFF}registrationId;division;tags.floor\r\nd1;toasters;4\r\n;;\r\nd2;\"a\nb\";\r\n", [2, 4]),
        ("registrationId,division,tags.floor\nd1,toasters,4\n\nd2,\"a\nb\",\n", [2, 4]),
        ("registrationId,division,tags.floor\r\nd1,toasters,4\r\nd2,\"a\nb\",\r\n", [2, 3]),
        ("sep=;\r\nregistrationId;division;tags.floor\r\nd1;toasters;4\r\nd2;\"a\nb\";\r\n", [3, 4]),
    ])
    func `what Excel, LibreOffice and Python write is read`(text: String, lines: [Int]) throws {
        let rows = try Self.rows(text)
        #expect(rows.map(\.registrationID) == ["d1", "d2"])
        #expect(rows.map(\.line) == lines)
        #expect(
            rows.map(\.patch) == [
                ["division": "toasters", "twin": ["tags": ["floor": 4]]],
                ["division": "a\nb", "twin": ["tags": ["floor": nil]]],
            ])
    }

    @Test func `everything that is wrong with a header is told`() throws {
        let header = [
            "name", "Division", "division", "tags.x", "tags", "desired.a", "twin.desired.a", "tags..y",
            "desired.a.b",
            "etag", "ETag",
        ]
        let error = try #require(throws: ImportHeaderError.self) { try ImportColumns(header: header) }
        #expect(error.lacksRegistrationID)
        #expect(error.unknown == ["name", "tags..y"])
        #expect(error.duplicate == ["division", "twin.desired.a", "ETag"])
        #expect(error.overlapping.contains(.init(whole: "tags", part: "tags.x")))
        #expect(error.overlapping.contains(.init(whole: "desired.a", part: "desired.a.b")))
        #expect(error.description.contains("the column registrationId is missing"))
        #expect(
            error.description.contains(#"unknown: "name", "tags..y"; known are registrationId, division"#))
    }

    @Test func `the template is a file that can be imported`() throws {
        var writer = CSVWriter()
        writer.append(record: ImportTemplate.header)
        writer.append(record: ImportTemplate.example)
        let row = try #require(try Self.rows(String(decoding: writer.take(), as: UTF8.self)).first)
        #expect(row.faults == [])
        #expect(row.registrationID == "breakroom499-contoso-tstrsd-007")
        #expect(row.patch["labels"] == ["pilot", "floor 4"])
        for field in ImportTemplate.fields {
            let header = field.name == "registrationId" ? [field.name] : ["registrationId", field.name]
            #expect(throws: Never.self) { try ImportColumns(header: header) }
        }
    }
}
