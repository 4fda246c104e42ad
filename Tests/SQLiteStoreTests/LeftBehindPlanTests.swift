import Allocation
import FoundationEssentials
import SQLiteStore
import Testing

/// Plans that a process which was killed has left behind.
@Suite struct LeftBehindPlanTests {
    private let store: StoreFolder
    private let imports: SQLiteImportRepository

    init() throws {
        store = try StoreFolder()
        imports = SQLiteImportRepository(
            try SerializedConnection(to: .inventory, in: store.directory), in: store.directory)
    }

    private func heading(_ number: UInt64) -> ImportHeading {
        ImportHeading(
            id: RequestID(nanoseconds: 1_795_348_800_000_000_000 + number * 1_000_000, randomness: number),
            source: nil,
            context: ChangeContext(actor: "test", at: Timestamp(milliseconds: 1_795_348_800_000)))
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: store.directory.imports).sorted()
    }

    @Test func `one that nobody works on is removed when the next is begun, one in the making is not`() throws
    {
        let first = try imports.beginPlan(heading(1))
        let left = "\(heading(2).id).unfinished"
        try Data("SQLite".utf8).write(to: URL(filePath: "\(store.directory.imports)/\(left)"))
        let second = try imports.beginPlan(heading(3))
        #expect(try files() == ["\(heading(1).id).unfinished", "\(heading(3).id).unfinished"])
        _ = try first.finish()
        _ = try second.finish()
        #expect(try imports.plans().map(\.heading.id) == [heading(3).id, heading(1).id])
    }

    @Test func `one that is given up is gone at once, and its ID free`() throws {
        _ = try imports.beginPlan(heading(1))
        #expect(try files().isEmpty)
        _ = try imports.beginPlan(heading(1)).finish()
        #expect(try imports.plan(heading(1).id)?.counts == ImportCounts())
    }
}
