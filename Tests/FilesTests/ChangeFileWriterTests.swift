import Allocation
import Files
import Testing

@Suite struct ChangeFileWriterTests {
    private static let change = Change(
        id: 8,
        set: ChangeSet(
            id: 3, kind: .undo,
            context: ChangeContext(
                actor: "night, shift", at: Timestamp(milliseconds: 1_795_348_800_000),
                requestID: RequestID(nanoseconds: 1_795_348_800_000_000_000, randomness: 5),
                message: "said \"no\"\nand left"),
            undoes: 2, counts: ChangeCounts()),
        kind: .device, subject: "sn-1", revision: 4, before: ["note": "a", "status": "held"],
        after: ["note": "b", "status": "held"])

    private func text(_ form: FileForm, _ changes: [Change]) -> String {
        var writer = ChangeFileWriter(form)
        for change in changes { writer.append(change) }
        return String(decoding: writer.take(), as: UTF8.self)
    }

    @Test func `CSV has the columns that are documented, and JSON before and after`() {
        let lines = text(.csv, [Self.change]).split(separator: "\r\n")
        #expect(lines.first.map(String.init) == ChangeFileWriter.header.joined(separator: ","))
        #expect(
            lines.dropFirst().first.map(String.init) == """
                8,3,undo,2,2026-11-22T12:00:00.000Z,"night, shift",\(Self.change.set.context.requestID?.description ?? ""),"said ""no""
                and left",updated,device,sn-1,4,note,"{""note"":""a"",""status"":""held""}","{""note"":""b"",""status"":""held""}"
                """)
    }

    @Test func `NDJSON has each line as the list has it`() throws {
        let text = text(.ndjson, [Self.change, Self.change])
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2 && text.last == "\n")
        #expect(try JSONValue(parsing: String(lines[0])) == Self.change.json)
    }

    @Test func `a file without changes has its header, or nothing`() {
        #expect(text(.csv, []) == ChangeFileWriter.header.joined(separator: ",") + "\r\n")
        #expect(text(.ndjson, []).isEmpty)
    }
}
