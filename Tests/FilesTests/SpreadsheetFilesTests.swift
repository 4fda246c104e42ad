import Allocation
import Files
import FoundationEssentials
import Testing

/// One sheet of devices as LibreOffice, Excel and Python write it; `Fixtures/make.py` says how the files were made.
@Suite struct SpreadsheetFilesTests {
    /// What a program makes of values that are not text.
    private struct Writing {
        var yes: JSONValue = true
        var no: JSONValue = false
        var half: JSONValue = 2.5
        var date: JSONValue
        var large: JSONValue = 1_234_567_890_123
    }

    private static let python = Writing(date: "2027-01-31")
    private static let libreOffice = Writing(date: "1/31/27")

    /// Excel shows a large number rounded, and that is what it writes.
    private static let excel = Writing(date: "1/31/2027", large: 1.23457e12)

    private static let files: [(name: String, writing: Writing)] = [
        ("python-excel.csv", python), ("python-excel-tab.tsv", python), ("python-unix.csv", python),
        ("libreoffice.csv", libreOffice), ("libreoffice-semicolons.csv", libreOffice),
        ("libreoffice-quoted.tsv", libreOffice), ("excel-utf8.csv", excel), ("excel-sep.csv", excel),
        // A decimal comma and words of another language are text; a JSON number or true cannot be told from them.
        (
            "excel-utf8-german.csv",
            Writing(yes: "WAHR", no: "FALSCH", half: "2,5", date: "31.01.2027", large: "1,23457E+12")
        ),
    ]

    private func content(of name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private func rows(of name: String, pieces size: Int) throws -> [ImportRow] {
        var reader = DeviceFileReader(try #require(FileForm(ofFileNamed: name)))
        var rows: [ImportRow] = []
        var rest = try content(of: name)[...]
        while !rest.isEmpty {
            reader.push(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let row = try reader.next() { rows.append(row) }
        }
        reader.finish()
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    private static func patch(
        _ division: JSONValue, labels: JSONValue = nil, note: JSONValue, count: JSONValue = nil,
        on: JSONValue = nil,
        since: JSONValue = nil, serial: JSONValue = nil
    ) -> JSONValue {
        [
            "division": division, "labels": labels, "note": note,
            "twin": [
                "properties": ["desired": ["count": count, "on": on]],
                "tags": ["since": since, "serial": serial],
            ],
        ]
    }

    @Test(arguments: files.indices, [1, 7, 1_000])
    func `a sheet reads the same whoever wrote it, but for how values are shown`(file: Int, size: Int) throws
    {
        let (name, writing) = Self.files[file]
        let rows = try rows(of: name, pieces: size)
        #expect(rows.allSatisfy { $0.faults.isEmpty }, "\(name)")
        // Typed as a number, 0042 has lost its zeros before anything is written; the template's help says so.
        #expect(rows.map(\.registrationID) == ["sheet-1", "sheet-2", "sheet-3", "42"], "\(name)")
        let start = name == "excel-sep.csv" ? 3 : 2
        #expect(rows.map(\.line) == [start, start + 1, start + 2, start + 4], "\(name)")
        let expected = [
            Self.patch(
                "toasters", labels: ["pilot", "floor 4"], note: "plain", count: 65, on: writing.yes,
                since: writing.date, serial: "007"),
            Self.patch(
                "heatpumps", note: "a,b;c \"quoted\"", count: writing.half, on: writing.no, serial: "65"),
            Self.patch("toasters", note: "two\nlines"),
            Self.patch("toasters", note: "Grüße, 日本", count: writing.large, serial: "=1+1"),
        ]
        for (row, patch) in zip(rows, expected) {
            #expect(Self.normal(row.patch) == Self.normal(patch), "\(name), line \(row.line)")
        }
    }

    /// Numbers by their value: 1.23457E+12 is 1234570000000.
    private static func normal(_ value: JSONValue) -> [String: String] {
        var values: [String: String] = [:]
        func note(_ value: JSONValue, at place: String) {
            switch value {
            case .object(let object):
                for member in object.members { note(member.value, at: "\(place)/\(member.name)") }
            case .number:
                values[place] = Double(value.description).map { "number \($0)" }
            default:
                values[place] = value.description
            }
        }
        note(value, at: "")
        return values
    }

    @Test(arguments: ["excel-unicode-text.txt", "libreoffice-utf16.csv"], [1, 1_000])
    func `UTF-16 is refused with what to do about it`(name: String, size: Int) {
        #expect(
            throws: DeviceFileError.unreadable(
                "line 1, column 1: the text is UTF-16; save the file as CSV UTF-8")
        ) {
            try rows(of: name, pieces: size)
        }
    }

    @Test func `of a file in Windows-1252 the lines that are not ASCII are refused with what to do about it`()
        throws
    {
        let rows = try rows(of: "excel-ansi.csv", pieces: 1_000)
        #expect(rows.map(\.registrationID) == ["sheet-1", "sheet-2", "sheet-3", ""])
        #expect(
            rows.last?.faults == [
                ImportFault(
                    in: nil, "column 17: the text is not well-formed UTF-8; save the file as CSV UTF-8")
            ])
    }

    @Test func `a time as a spreadsheet shows it is refused in the words of its column`() throws {
        let text = "registrationId;division;status;heldUntil\r\na-1;toasters;held;31.01.2027 18:00\r\n"
        var reader = DeviceFileReader(.csv)
        reader.push(Array(text.utf8))
        reader.finish()
        let row = try #require(try reader.next())
        let error = #expect(throws: InvalidDocuments.self) {
            try Device(json: row.applied(to: ["registrationId": "a-1"]))
        }
        let fault = try #require(error?.faults.first)
        #expect(
            row.fault(fault).description
                == "heldUntil: must be a time as in 2027-01-31T18:00:00Z, with the zone (RFC 3339)")
    }
}
