import Allocation
import Files
import Testing

@Suite struct AssignmentFileWriterTests {
    /// With all that a decision can have, and what is hard to write.
    private static let full = RecordedAssignment(
        id: 17, decidedAt: Timestamp(milliseconds: 1_801_418_400_000),
        requestID: RequestID(high: 0x019C_1545_2E00_7000, low: 0x8000_0000_0000_0001),
        registrationID: "-sn:1", linkedHubs: ["a,b", "=c\"d\""], isAssigned: true, reason: .rule,
        source: .rule(id: 4), policyRevision: 3, division: "toasters; new", hub: "=c\"d\"",
        previousHub: "a,b",
        enrollment: Enrollment(kind: .group, id: "two\nlines"), attestation: .x509,
        twin: #"{"tags":{"a":"ü"}}"#)

    /// With nothing but what each decision has.
    private static let least = RecordedAssignment(
        id: 18, decidedAt: Timestamp(milliseconds: 0), requestID: RequestID(high: 0, low: 0),
        registrationID: nil, linkedHubs: nil, isAssigned: false, reason: .registrationIdMissing,
        source: .none,
        policyRevision: nil, division: nil, hub: nil, previousHub: nil, enrollment: nil, attestation: nil,
        twin: nil)

    private func text(_ assignments: [RecordedAssignment], _ form: FileForm, isMarked: Bool = false) -> String
    {
        var file = AssignmentFileWriter(form, isMarked: isMarked)
        var bytes: [UInt8] = []
        for assignment in assignments {
            file.append(assignment)
            let count = file.count
            let piece = file.take()
            #expect(piece.count == count && file.count == 0)
            bytes += piece
        }
        return String(decoding: bytes + file.take(), as: UTF8.self)
    }

    @Test func `a record has a field for each column, and what there is not is empty`() {
        let header = AssignmentFileWriter.header.joined(separator: ",")
        #expect(
            text([Self.full, Self.least], .csv)
                == header + "\r\n"
                + "17,2027-01-31T18:00:00.000Z,019c1545-2e00-7000-8000-000000000001,-sn:1,assigned,rule,rule,,4,3,"
                + #"toasters; new,"=c""d""","a,b","[""a,b"",""=c\""d\""""]",group,"two"# + "\n"
                + #"lines",x509,"{""tags"":{""a"":""ü""}}""# + "\r\n"
                + "18,1970-01-01T00:00:00.000Z,00000000-0000-0000-0000-000000000000,,rejected,registrationIdMissing,none,"
                + String(repeating: ",", count: 10) + "\r\n")
        #expect(header.split(separator: ",").count == 18)
    }

    @Test func `the revision of a device stands in a column of its own`() {
        let row = RecordedAssignment(
            id: 1, decidedAt: Timestamp(milliseconds: 0), requestID: RequestID(high: 0, low: 0),
            registrationID: "a", linkedHubs: [], isAssigned: false, reason: .deviceDisabled,
            source: .inventory(deviceRevision: 9), policyRevision: 2, division: nil, hub: nil,
            previousHub: nil, enrollment: nil, attestation: nil, twin: nil)
        #expect(text([row], .csv).contains(",rejected,deviceDisabled,inventory,9,,2,,,,[],,,,\r\n"))
    }

    @Test func `a line of NDJSON is what the interface answers`() throws {
        let lines = text([Self.full, Self.least], .ndjson).split(separator: "\n")
        #expect(try lines.map { try JSONValue(parsing: String($0)) } == [Self.full.json, Self.least.json])
    }

    @Test func `a file without decisions has its header, and the mark only where it was asked for`() {
        let header = AssignmentFileWriter.header.joined(separator: ",") + "\r\n"
        #expect(text([], .csv) == header)
        #expect(text([], .csv, isMarked: true) == "\u{FEFF}" + header)
        #expect(text([], .ndjson, isMarked: true) == "")
    }
}
