import Allocation
import DelimitedText
import Testing

@Suite struct ImportRowTests {
    @Test func `a line of NDJSON is a change of the members that it has`() {
        let text =
            #"{"registrationId":"d1","etag":"\"3\"","division":"a","note":null,"createdAt":"x","revision":3}"#
        let row = ImportRow(line: 7, json: Array(text.utf8))
        #expect(row.faults == [])
        #expect(row.line == 7)
        #expect(row.registrationID == "d1")
        #expect(row.etag == "\"3\"")
        #expect(row.patch == ["division": "a", "note": nil])
    }

    @Test(arguments: [
        ("{", ["is not JSON; column 2: the document ends too early"]),
        ("[]", ["must be an object, but is an array"]),
        (#"{"division":"a"}"#, ["registrationId: is missing or empty"]),
        (#"{"registrationId":""}"#, ["registrationId: is missing or empty"]),
        (
            #"{"registrationId":1,"etag":2}"#,
            ["registrationId: must be a string, but is a number", "etag: must be a string, but is a number"]
        ),
    ])
    func `every fault of a line is told`(text: String, faults: [String]) {
        #expect(ImportRow(line: 1, json: Array(text.utf8)).faults.map(\.description) == faults)
    }

    @Test func `unknown members of a line are faults`() {
        let row = ImportRow(line: 1, json: Array(#"{"registrationId":"a","Division":"b","tags":{}}"#.utf8))
        #expect(row.faults.map(\.column) == ["Division", "tags"])
        #expect(row.patch == [:])
    }

    @Test(arguments: [
        // A member that is cleared goes; one that the row does not name stays.
        ("registrationId,note\nd,\n", #"{"note":"x","division":"a"}"#, #"{"division":"a"}"#),
        ("registrationId,tags.a\nd,\n", #"{"division":"a"}"#, #"{"division":"a"}"#),
        (
            "registrationId,tags.a,tags.b.c\nd,,\n", #"{"twin":{"tags":{"a":1,"b":{"c":2,"d":3}}}}"#,
            #"{"twin":{"tags":{"b":{"d":3}}}}"#
        ),
        ("registrationId,tags.a,tags.b\nd,1,\n", "{}", #"{"twin":{"tags":{"a":1}}}"#),
        // A document is taken as a whole, nulls and all.
        (
            "registrationId,tags\nd,\"{\"\"a\"\":null}\"\n", #"{"twin":{"tags":{"b":1},"properties":{}}}"#,
            #"{"twin":{"tags":{"a":null},"properties":{}}}"#
        ),
        ("registrationId,twin\nd,\"{\"\"tags\"\":null}\"\n", "{}", #"{"twin":{"tags":null}}"#),
        ("registrationId,payload\nd,{}\n", #"{"payload":{"a":1}}"#, #"{"payload":{}}"#),
        ("registrationId,desired\nd,\n", #"{"note":"x"}"#, #"{"note":"x"}"#),
    ])
    func `a row is applied to a device`(text: String, before: String, after: String) throws {
        let row = try #require(try ImportColumnsTests.rows(text).first)
        let device = try JSONValue(parsing: before)
        let changed = row.applied(to: device)
        #expect(changed == (try JSONValue(parsing: after)))
        #expect(row.applied(to: changed) == changed)
    }

    /// Devices with everything that is hard to write.
    static let devices: [String] = [
        #"{"registrationId":"d1","division":"toasters","status":"active"}"#,
        #"{"registrationId":"d2","division":"a,b;c","status":"held","statusReason":"=1+1 \"x\"","heldUntil":"2027-01-31T12:00:00.000Z","labels":["a","b c"],"note":"one\r\ntwo\n","pinnedHub":"h.example"}"#,
        #"{"registrationId":"d3","division":"ä","status":"active","labels":[" d","[a"],"payload":{"a":"\n","b":[1,"65",null]}}"#,
        #"{"registrationId":"d4","division":"x","status":"active","twin":{"tags":{"a":null,"b":{"c":65.0}},"properties":{"desired":{"temperatureSetting":"65","n":null}}},"labels":[";"]}"#,
        #"{"registrationId":"d5","division":"x","status":"retired","twin":{},"note":" a "}"#,
        #"{"registrationId":"d6","division":"x","status":"active","twin":{"tags":null,"properties":{}},"payload":{}}"#,
    ]

    @Test(arguments: devices)
    func `an export imported again changes nothing, and makes the same device where there is none`(
        text: String
    ) throws {
        let writable = try JSONValue(parsing: text)
        let time = Timestamp(milliseconds: 0)
        let record = DeviceRecord(
            RegisteredDevice(
                device: try Device(json: writable), revision: 3, createdAt: time, createdBy: "x",
                updatedAt: time,
                updatedBy: "x"))
        var writer = CSVWriter()
        writer.append(record: DeviceRecord.header)
        record.forEachField { writer.append($0) }
        writer.endRecord()
        var line: [UInt8] = []
        record.writeLine(into: &line)
        let row = try #require(
            try ImportColumnsTests.rows(String(decoding: writer.take(), as: UTF8.self)).first)
        for row in [row, ImportRow(line: 1, json: line)] {
            #expect(row.faults == [])
            #expect(row.etag == "\"3\"")
            #expect(row.applied(to: writable) == writable)
            #expect(row.applied(to: ["registrationId": .string(row.registrationID)]) == writable)
        }
    }
}
