import FoundationEssentials
import Testing

/// The index from the RFCs' sections to the rows and tests that hold the server to them. `Requirement.all` is that index.
@Suite struct ConformanceIndexTests {
    private static let rules = Set(RequestRow.all.map(\.rule))

    @Test(arguments: RequestRow.all)
    func `every row proves a requirement`(row: RequestRow) {
        #expect(Requirement.all.contains { $0.rule == row.rule })
    }

    @Test(arguments: Requirement.all)
    func `every requirement is proved by rows or tests that exist`(requirement: Requirement) throws {
        #expect(!requirement.proofs.isEmpty)
        for proof in requirement.proofs {
            switch proof {
            case .rows: #expect(Self.rules.contains(requirement.rule))
            case .test(let name):
                #expect(try Self.testNames.get().contains(name), "there is no test “\(name)”")
            case .vacuous(let reason): #expect(!reason.isEmpty)
            }
        }
    }

    @Test func `no two rows have the same rule, name and input`() {
        let all = RequestRow.all.map { "\($0.rule) \($0.name) \($0.input)" }
        #expect(Set(all).count == all.count)
    }

    /// What the tests here, of the API and from outside are called, read from their sources.
    private static let testNames = Result {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        var names: Set<String> = []
        for folder in ["HTTPTests", "EndToEnd"] {
            let path = tests.appending(path: folder).path()
            for file in try FileManager.default.contentsOfDirectory(atPath: path) {
                let isSource = file.hasSuffix(".swift") || file.hasSuffix(".py")
                guard isSource, let bytes = FileManager.default.contents(atPath: "\(path)/\(file)") else {
                    continue
                }
                for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
                    if let name = name(in: line) { names.insert(name) }
                }
            }
        }
        return names
    }

    private static func name(in line: Substring) -> String? {
        if line.contains("func `") {
            let parts = line.split(separator: "`", omittingEmptySubsequences: false)
            return parts.count > 2 ? String(parts[1]) : nil
        }
        guard let start = line.firstRange(of: "def test_") else { return nil }
        return String(line[start.lowerBound...].dropFirst(4).prefix { $0 != "(" })
    }
}

extension Requirement: CustomTestStringConvertible {
    var testDescription: String { "RFC \(rule): \(demand)" }
}
