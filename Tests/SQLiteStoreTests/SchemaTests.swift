import FoundationEssentials
import SQLiteStore
import Testing

/// The schemas as text, so that a review sees what a migration makes of them.
@Suite struct SchemaTests {
    private let store: StoreFolder

    init() throws {
        store = try StoreFolder()
    }

    @Test(arguments: Schema.allCases)
    func `a freshly migrated database has the schema that is committed`(schema: Schema) throws {
        let statements = try store.connect(to: schema)
            .texts("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
        let found = statements.map { $0 + ";\n" }.joined(separator: "\n")
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "\(schema.rawValue).schema.sql")
        if ProcessInfo.processInfo.environment["UPDATE_SCHEMA"] != nil {
            try Data(found.utf8).write(to: file)
        }
        let committed = FileManager.default.contents(atPath: file.path()).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(
            committed == found,
            """
            \(schema.rawValue).schema.sql differs. If the change is meant, renew it and commit it:
            UPDATE_SCHEMA=1 swift test --disable-xctest --filter SchemaTests
            """)
    }
}
