import Allocation
import Testing

/// What is wrong with a row is told all at once, whichever form the file has.
@Suite struct ImportAssessmentTests {
    /// Every fault, in a store with one division, `toasters`, and no device.
    private func faults(of row: ImportRow) -> [String] {
        ImportAssessment(
            of: row, finding: { _ in nil },
            division: { name in
                name.equalsFoldingCase("toasters") ? ImportDivision(name: "toasters", template: nil) : nil
            }
        ).faults.map(\.description)
    }

    /// The faults of a record, with the places in its cells, and those of the line that says the same.
    private static let rows: [(csv: String, ndjson: String, faults: [(csv: String, ndjson: String)])] = [
        (
            """
            registrationId,division,status,twin
            q1,toasters,bad,"{""Tags"":{},""tags"":5,""properties"":{""Desired"":1,""desired"":[]}}"
            """,
            #"{"registrationId":"q1","division":"toasters","status":"bad","twin":{"Tags":{},"tags":5,"properties":{"Desired":1,"desired":[]}}}"#,
            [
                ("status: must be one of", "status: must be one of"),
                ("twin: /Tags: is not a member", "/twin/Tags: is not a member"),
                ("twin: /tags: must be an object", "/twin/tags: must be an object"),
                ("twin: /properties/Desired: is not", "/twin/properties/Desired: is not"),
                ("twin: /properties/desired: must", "/twin/properties/desired: must"),
            ]
        ),
        (
            """
            registrationId,division,desired
            q2,toasters,"{""a b"":1,""$c"":2,""d.e"":3}"
            """,
            #"{"registrationId":"q2","division":"toasters","twin":{"properties":{"desired":{"a b":1,"$c":2,"d.e":3}}}}"#,
            [
                ("desired: /a b: a name", "/twin/properties/desired/a b: a name"),
                ("desired: /$c: names", "/twin/properties/desired/$c: names"),
                ("desired: /d.e: a name", "/twin/properties/desired/d.e: a name"),
            ]
        ),
    ]

    @Test(arguments: [
        (
            #"{"registrationId":"q1","division":"nope","status":"bad","labels":["","|",5]}"#,
            ["status", "/labels/0", "/labels/1", "/labels/2", "division"]
        ),
        // Which device it is, and so what it has already, is not known.
        (
            #"{"registrationId":"a b","division":"nope","status":"bad"}"#,
            ["registrationId", "status", "division"]
        ),
        (#"{"division":"nope","note":7}"#, ["registrationId", "note", "division"]),
        (#"{"registrationId":"a b","statusReason":"x"}"#, ["registrationId"]),
        (
            #"{"registrationId":"a b","status":"active","statusReason":"x"}"#,
            ["registrationId", "statusReason"]
        ),
        (#"{"registrationId":"a b","division":null}"#, ["registrationId", "division"]),
    ])
    func `what is wrong with the ID or the division hides nothing else`(line: String, columns: [String]) {
        let row = ImportRow(line: 1, json: Array(line.utf8))
        #expect(faults(of: row).map { $0.split(separator: ":").first.map(String.init) } == columns)
    }

    @Test func `labels in a cell are each told`() throws {
        let csv = "registrationId,division,labels\nq1,nope,\"[\"\"\"\",\"\"|\"\",5]\"\n"
        #expect(
            faults(of: try #require(try ImportColumnsTests.rows(csv).first)).map { $0.prefix(10) } == [
                "labels: /0", "labels: /1", "labels: /2", "division: ",
            ])
    }

    @Test(arguments: rows.indices)
    func `every fault is told, several of a column too`(row: Int) throws {
        let (csv, ndjson, expected) = Self.rows[row]
        let record = faults(of: try #require(try ImportColumnsTests.rows(csv).first))
        let line = faults(of: ImportRow(line: 1, json: Array(ndjson.utf8)))
        #expect(record.count == expected.count && line.count == expected.count, "\(record) \(line)")
        for (index, fault) in expected.enumerated() where index < min(record.count, line.count) {
            #expect(record[index].hasPrefix(fault.csv))
            #expect(line[index].hasPrefix(fault.ndjson))
        }
    }

    @Test func `a column that cannot be read has that fault alone`() throws {
        let csv = "registrationId,division,status,twin,labels\nq1,toasters,bad,{,[\n"
        #expect(
            faults(of: try #require(try ImportColumnsTests.rows(csv).first)).map { $0.prefix(12) } == [
                "twin: is not", "labels: is n", "status: must",
            ])
    }
}
