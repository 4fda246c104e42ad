import Allocation
import Contoso
import FoundationEssentials
import Testing

@Suite struct JSONDifferentialTests {
    @Test func `generated documents are read as generated, and alike when damaged`() throws {
        var generator = SeededGenerator(state: 20_480)
        var refusals = 0
        for _ in 0..<20_000 {
            let document = GeneratedDocument(using: &generator, depth: 2)
            var bytes = document.bytes
            let value = try JSONValue(parsing: bytes)
            try #require(value == document.value, "\(document.text)")
            try #require(JSONReading(bytes: bytes).mixed == nil, "\(document.text)")
            bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                in: 0...255, using: &generator)
            let damaged = JSONReading(bytes: bytes)
            let error = damaged.skipped
            refusals += error == nil ? 0 : 1
            try #require(damaged.built == error, "\(bytes)")
            try #require(damaged.mixed == error, "\(bytes)")
        }
        #expect((5_000..<20_000).contains(refusals))
    }

    @Test func `generated documents are written and read back`() throws {
        var generator = SeededGenerator(state: 7)
        for _ in 0..<1_000 {
            let value = GeneratedDocument(using: &generator).value
            try #require(try JSONValue(parsing: value.serialized()) == value)
            try #require(try JSONValue(parsing: value.pretty()).serialized() == value.serialized())
        }
    }

    @Test func `Foundation reads the same values`() throws {
        var generator = SeededGenerator(state: 99)
        let decoder = JSONDecoder()
        for _ in 0..<500 {
            let document = GeneratedDocument(using: &generator, depth: 3)
            // Our own text, in which no member comes twice: Foundation does not say which one counts.
            let tree = try decoder.decode(DecodedTree.self, from: Data(document.value.serialized()))
            try #require(tree.matches(document.value), "\(document.text)")
        }
    }

    @Test func `a document cut short anywhere is refused`() {
        let bytes = Array(Self.document.utf8)
        #expect(JSONReading(bytes: bytes).skipped == nil)
        for count in bytes.indices {
            let cut = JSONReading(bytes: Array(bytes[..<count]))
            let error = cut.skipped
            #expect(error?.reason == (count == 0 ? .emptyDocument : .unexpectedEnd))
            #expect(error?.offset == count)
            #expect(cut.built == error)
            #expect(cut.mixed == error)
        }
    }

    @Test func `every change of one byte is judged alike by all ways of reading`() throws {
        let original = Array(Self.document.utf8)
        var bytes = original
        for index in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                bytes[index] = byte
                let error = JSONReading(bytes: bytes).skipped
                try #require(JSONReading(bytes: bytes).built == error, "0x\(byte) at \(index)")
            }
            bytes[index] = original[index]
        }
    }

    private static let document = """
        {
          "enrollmentGroup": {"enrollmentGroupId": "contoso", "etag": "\\"13003fea\\"", "iotEdge": false},
          "deviceRuntimeContext": {"registrationId": "breakroom499", "symmetricKey": {}, "none": null},
          "linkedHubs": ["toasters.\u{E9}", "\\uD83D\\uDE00", -12.5e+3, [], true]
        }
        """
}
