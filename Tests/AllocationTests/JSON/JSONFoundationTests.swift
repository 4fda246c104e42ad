import Allocation
import Contoso
import FoundationEssentials
import Testing

/// Foundation's reader accepts and refuses what ours does, but for the differences that are spelt out here.
@Suite struct JSONFoundationTests {
    /// Where the two readers are meant to differ.
    enum Difference {
        /// RFC 8259 §5 and §4 have no comma behind the last element or member; Foundation ignores it.
        case trailingComma
        /// RFC 8259 §8.1 demands UTF-8; Foundation also takes UTF-16 and UTF-32, which it knows by their zero bytes.
        case otherEncoding
        /// RFC 8259 §6 sets no bounds to numbers; Foundation refuses those that no `Double` holds.
        case numberOutOfRange
    }

    private static let accepted = JSONDocuments.accepted + JSONDocuments.acceptedWithUnusualCharacters
    private static let refused = JSONDocuments.refused + JSONDocuments.refusedWithUnusualCharacters

    @Test func `the tables' documents are judged the same`() throws {
        var differences: [Difference] = []
        for bytes in (Self.accepted + Self.refused).map({ Array($0.utf8) }) + JSONDocuments.refusedAsBytes {
            if let difference = try Self.difference(about: bytes) { differences.append(difference) }
        }
        // Each kind is met, so that none outlives its reason.
        #expect(Set(differences) == [.trailingComma, .otherEncoding, .numberOutOfRange])
    }

    @Test func `generated documents are judged the same when damaged`() throws {
        var generator = SeededGenerator(state: 8_259)
        var (accepted, refused) = (0, 0)
        while accepted + refused < 10_000 {
            let value = GeneratedDocument(using: &generator, depth: 2).value
            // Foundation never looks at the value of a name that comes again, so it misses what is wrong there.
            guard !Self.repeatsName(value) else { continue }
            let bytes = Self.damaged(value.serialized(), using: &generator)
            _ = try Self.difference(about: bytes)
            if JSONReading(bytes: bytes).skipped == nil { accepted += 1 } else { refused += 1 }
        }
        #expect(accepted > 1_000)
        #expect(refused > 5_000)
    }

    @Test(arguments: [(64, true, true), (65, false, true), (513, false, false)])
    func `nesting is bounded by both`(depth: Int, isOurs: Bool, isTheirs: Bool) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect((JSONReading(bytes: Array(text.utf8)).skipped == nil) == isOurs)
        #expect(Self.foundationAccepts(Array(text.utf8)) == isTheirs)
    }

    /// How the verdicts on a document differ; `nil` when they do not. Fails for a difference that is not meant.
    private static func difference(about bytes: [UInt8]) throws -> Difference? {
        let error = JSONReading(bytes: bytes).skipped
        guard (error == nil) != foundationAccepts(bytes) else { return nil }
        guard let error else {
            try #require(holdsNumberOutOfRange(try JSONValue(parsing: bytes)), "Foundation refuses \(bytes)")
            return .numberOutOfRange
        }
        // RFC 4627 §3 told the encodings apart by zero bytes among the first four.
        if bytes.prefix(4).contains(0) { return .otherEncoding }
        let last = bytes[..<error.offset].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        try #require(last == UInt8(ascii: ","), "Foundation accepts \(bytes), we say \(error)")
        try #require(bytes[error.offset] == UInt8(ascii: "]") || bytes[error.offset] == UInt8(ascii: "}"))
        return .trailingComma
    }

    private static func foundationAccepts(_ bytes: [UInt8]) -> Bool {
        (try? JSONDecoder().decode(DecodedTree.self, from: Data(bytes))) != nil
    }

    private static func damaged(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        let index = Int.random(in: bytes.indices, using: &generator)
        // Half of the time a byte that means something to JSON, for a random one seldom does.
        let byte =
            Bool.random(using: &generator)
            ? Array("{}[],:\"\\0123456789.eE+-tfnu \n".utf8).randomElement(using: &generator) ?? 0
            : UInt8.random(in: 0...255, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(byte, at: index)
        case 2: bytes.removeSubrange(index...)
        case 3: bytes.swapAt(index, Int.random(in: bytes.indices, using: &generator))
        default: bytes[index] = byte
        }
        return bytes
    }

    /// Whether an object has names that are the same to `String`, which compares by canonical equivalence.
    private static func repeatsName(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let elements): elements.contains(where: repeatsName)
        case .object(let object):
            Set(object.members.map(\.name)).count < object.count
                || object.members.contains { repeatsName($0.value) }
        default: false
        }
    }

    private static func holdsNumberOutOfRange(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let number): number.double == nil
        case .array(let elements): elements.contains(where: holdsNumberOutOfRange)
        case .object(let object): object.members.contains { holdsNumberOutOfRange($0.value) }
        default: false
        }
    }
}
