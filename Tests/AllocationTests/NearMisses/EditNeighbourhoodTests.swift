import Allocation
import Contoso
import Testing

@Suite struct EditNeighbourhoodTests {
    /// An index that is searched by halves, and counts how often.
    private final class Index {
        let ids: [String]
        var reads = 0

        init(_ ids: some Sequence<String>) {
            let distinct = Dictionary(ids.map { ($0.asciiFolded, $0) }) { first, _ in first }
            self.ids = distinct.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
        }

        func next(_ place: String) -> String? {
            reads += 1
            var (low, high) = (0, ids.count)
            while low < high {
                let middle = (low + high) / 2
                if ids[middle].asciiFolded.utf8.lexicographicallyPrecedes(place.utf8) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            return low < ids.count ? ids[low] : nil
        }
    }

    private func neighbours(of id: String, in index: Index, limit: Int = .max) throws -> [String] {
        var neighbourhood = EditNeighbourhood(of: try RegistrationID(id))
        return neighbourhood.neighbours(limit: limit, next: index.next).map { "\($0.text) \($0.edits)" }
    }

    @Test func `it finds what comparing with each ID finds`() throws {
        var generator = SeededGenerator(state: 11)
        for round in 0..<12 {
            let count = Int.random(in: 3...10, using: &generator)
            func id() -> String {
                let letters = round % 2 == 0 ? "abAB-9" : "0123456789"
                return String((0..<count).compactMap { _ in letters.randomElement(using: &generator) }) + "x"
            }
            let index = Index((0..<200).map { _ in id() } + ["-", "a", "é1", "a\u{1F600}b"])
            for _ in 0..<12 {
                let wanted =
                    Bool.random(using: &generator) ? id() : index.ids.randomElement(using: &generator) ?? "a"
                guard let wanted = try? RegistrationID(wanted) else { continue }
                let most = Similarity.mostEdits(forLength: wanted.folded.utf8.count)
                let expected = (1..<max(2, most + 1)).filter { $0 <= most }.flatMap { edits in
                    index.ids.filter {
                        $0.utf8.allSatisfy { $0 < 0x80 }
                            && Similarity.edits(from: $0, to: wanted.folded, atMost: most) == edits
                    }.map { "\($0) \(edits)" }
                }
                #expect(try neighbours(of: wanted.text, in: index) == expected)
                #expect(try neighbours(of: wanted.text, in: index, limit: 3) == Array(expected.prefix(3)))
            }
        }
    }

    @Test func `it looks at few places of a large index, and at no more than the limit of any`() throws {
        let numbers = Index(
            (0..<100_000).map { "sn-\(String(1_000_000 + $0).dropFirst())-contoso-tstrsd-007" })
        #expect(try neighbours(of: "sn-O42137-contoso-tstrsd-007", in: numbers, limit: 10).count == 10)
        #expect(numbers.reads < 200)
        #expect(try neighbours(of: "sx-O42137-contoso-tstrsd-77", in: numbers).isEmpty)
        #expect(numbers.reads < 2_000)
        var generator = SeededGenerator(state: 3)
        let dense = Index(
            (0..<100_000).map { _ in String(UInt32.random(in: 0..<1 << 28, using: &generator), radix: 2) })
        dense.reads = 0
        _ = try neighbours(of: String(repeating: "01", count: 14), in: dense)
        #expect(dense.reads <= EditNeighbourhood.mostPlaces)
    }
}
