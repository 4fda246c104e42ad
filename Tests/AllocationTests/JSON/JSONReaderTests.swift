import Allocation
import Testing

@Suite struct JSONReaderTests {
    @Test(arguments: JSONDocuments.accepted + JSONDocuments.acceptedWithUnusualCharacters)
    func `a well-formed document is accepted in every way of reading`(text: String) {
        let reading = JSONReading(bytes: Array(text.utf8))
        #expect(reading.skipped == nil)
        #expect(reading.built == nil)
        #expect(reading.mixed == nil)
    }

    @Test(
        arguments: (JSONDocuments.refused + JSONDocuments.refusedWithUnusualCharacters).map { Array($0.utf8) }
            + JSONDocuments.refusedAsBytes)
    func `a malformed document is refused at the same place in every way of reading`(bytes: [UInt8]) {
        let reading = JSONReading(bytes: bytes)
        #expect(reading.skipped != nil)
        #expect(reading.built == reading.skipped)
        #expect(reading.mixed == reading.skipped)
    }

    @Test func `only the wanted members are read`() throws {
        var reader = JSONReader(Array(Self.document.utf8))
        var identifier: String?
        var hubs: [String] = []
        let document = try reader.readObject()
        while let name = try reader.nextMember(of: document) {
            switch name {
            case "context":
                let context = try reader.readObject()
                while let name = try reader.nextMember(of: context), name == "id" {
                    identifier = try reader.readString()
                }
            case "hubs":
                let array = try reader.readArray()
                while try reader.nextElement(of: array) { hubs.append(try reader.readString()) }
            default: break
            }
        }
        try reader.finish()
        #expect(identifier == "sn-007")
        #expect(hubs == ["toasters", "heat\u{E9}"])
    }

    @Test func `a loop left early does not disturb the outer loop`() throws {
        var reader = JSONReader(Array(#"[{"a":[1,{"b":2}],"c":3},[4,[5]],"last"]"#.utf8))
        var kinds: [JSONKind] = []
        var last: String?
        let outer = try reader.readArray()
        while try reader.nextElement(of: outer) {
            kinds.append(try reader.peekKind())
            switch try reader.peekKind() {
            case .object:
                let object = try reader.readObject()
                let name = try #require(try reader.nextMember(of: object))
                #expect(name == "a")
                let inner = try reader.readArray()
                #expect(try reader.nextElement(of: inner))
            case .array: _ = try reader.readArray()
            default: last = try reader.readString()
            }
        }
        try reader.finish()
        #expect(kinds == [.object, .array, .string])
        #expect(last == "last")
    }

    @Test func `a finished loop stays finished`() throws {
        var reader = JSONReader(Array(#"[{"a":1},2]"#.utf8))
        let outer = try reader.readArray()
        #expect(try reader.nextElement(of: outer))
        let object = try reader.readObject()
        #expect(try reader.nextMember(of: object) != nil)
        #expect(try reader.nextMember(of: object) == nil)
        #expect(try reader.nextMember(of: object) == nil)
        #expect(try reader.nextElement(of: outer))
        #expect(try reader.readNumber().int64 == 2)
        #expect(try !reader.nextElement(of: outer))
        #expect(try !reader.nextElement(of: outer))
        try reader.finish()
    }

    @Test func `every duplicate of a member is reported`() throws {
        var reader = JSONReader(Array(#"{"a":1,"\u0061":2}"#.utf8))
        var values: [Int64?] = []
        let object = try reader.readObject()
        while let name = try reader.nextMember(of: object), name == "a" {
            values.append(try reader.readNumber().int64)
        }
        #expect(values == [1, 2])
    }

    @Test func `a skipped value tells where it stands`() throws {
        let bytes = Array(#"{"payload" :  {"a": [1, 2]}  , "b":3}"#.utf8)
        var reader = JSONReader(bytes)
        let object = try reader.readObject()
        _ = try reader.nextMember(of: object)
        let range = try reader.skipValue()
        #expect(String(decoding: bytes[range], as: UTF8.self) == #"{"a": [1, 2]}"#)
        try reader.finish()
    }

    @Test(arguments: [(0, 0, true), (0, 1, false), (1, 1, true), (3, 3, true), (3, 4, false), (64, 64, true)])
    func `nesting is limited`(limit: Int, depth: Int, isAccepted: Bool) {
        for (opening, closing) in [("[", "]"), (#"{"a":"#, "}")] {
            let text =
                String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
            let reading = JSONReading(bytes: Array(text.utf8), maximumDepth: limit)
            #expect((reading.skipped == nil) == isAccepted)
            #expect(reading.built == reading.skipped)
            #expect(reading.mixed == reading.skipped)
        }
    }

    @Test func `a limit beyond the range is brought into it`() {
        let deep = Array(String(repeating: "[", count: 65).utf8)
        #expect(JSONReading(bytes: deep, maximumDepth: 1000).skipped?.reason == .nestedTooDeeply(limit: 64))
        #expect(JSONReading(bytes: [0x5B], maximumDepth: -1).skipped?.reason == .nestedTooDeeply(limit: 0))
        let deepest = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(JSONReading(bytes: deepest).skipped?.offset == 64)
    }

    @Test func `a value of another kind is refused by name`() {
        func reason(_ text: String, _ read: (inout JSONReader) throws -> Void) -> JSONError.Reason? {
            var reader = JSONReader(Array(text.utf8))
            do { try read(&reader) } catch { return (error as? JSONError)?.reason }
            return nil
        }
        #expect(reason("1") { _ = try $0.readString() } == .wrongKind(expected: .string, found: .number))
        #expect(reason("\"\"") { _ = try $0.readNumber() } == .wrongKind(expected: .number, found: .string))
        #expect(reason("[]") { _ = try $0.readObject() } == .wrongKind(expected: .object, found: .array))
        #expect(reason("{}") { _ = try $0.readArray() } == .wrongKind(expected: .array, found: .object))
        #expect(reason("null") { _ = try $0.readBool() } == .wrongKind(expected: .bool, found: .null))
        #expect(reason("true") { _ = try $0.readNull() } == .wrongKind(expected: .null, found: .bool))
    }

    @Test func `a value can be read only once`() throws {
        var reader = JSONReader(Array("[1,2]".utf8))
        let array = try reader.readArray()
        #expect(throws: JSONError.self) { try reader.readNumber() }
        #expect(try reader.nextElement(of: array))
        _ = try reader.readNumber()
        #expect(throws: JSONError.self) { try reader.readNumber() }
    }

    private static let document = """
        {"skipped": {"deep": [1, -2.5e3, "\\u00e9", null, true]}, "context": {"id": "sn-007"},
         "hubs": ["toasters", "heat\\u00e9"]}
        """
}
