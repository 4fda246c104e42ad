import Allocation
import FoundationEssentials
import SQLite
import SQLiteStore
import Testing

@Suite struct StorageMeterTests {
    private let store: StoreFolder

    init() throws {
        store = try StoreFolder()
    }

    private func size(ofFileAt path: String) throws -> Int64 {
        Int64(FileManager.default.contents(atPath: path)?.count ?? 0)
    }

    @Test func `a database counts with its write-ahead log`() throws {
        let connection = try store.connect(to: .history)
        let before = try store.directory.measureStorage()
        try connection.execute("CREATE TABLE more (x INTEGER) STRICT")
        let after = try store.directory.measureStorage()
        #expect(try size(ofFileAt: store.directory.history + "-wal") > 0)
        #expect(after.historyBytes > before.historyBytes)
        #expect(
            try after.historyBytes
                == size(ofFileAt: store.directory.history) + size(ofFileAt: store.directory.history + "-wal"))
        #expect(try after.inventoryBytes >= size(ofFileAt: store.directory.inventory))
        #expect(after.freeBytes > 0)
    }

    @Test func `a database that is gone cannot be measured`() throws {
        try FileManager.default.removeItem(atPath: store.directory.inventory)
        #expect {
            _ = try store.directory.measureStorage()
        } throws: { error in
            guard case .unavailable(let detail)? = error as? StoreError else { return false }
            return detail.hasPrefix("\(store.directory.inventory) cannot be measured: ")
        }
    }
}
