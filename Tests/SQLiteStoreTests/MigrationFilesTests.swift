import FoundationEssentials
import Migrations
@testable import SQLiteStore
import Testing

@Suite struct MigrationFilesTests {
    private static func folder(of schema: Schema) -> String {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        return tests.appending(path: "../../Migrations/\(schema.rawValue)").standardized.path()
    }

    @Test(arguments: Schema.allCases)
    func `the files on disk are those that are compiled in, in the order of their numbers`(schema: Schema)
        throws
    {
        let folder = Self.folder(of: schema)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(files == schema.migrations.map { $0.name + ".sql" }, "Migrations/Migration.swift lists them")
        for migration in schema.migrations {
            let file = FileManager.default.contents(atPath: "\(folder)/\(migration.name).sql")
            let isEqual = file.map { [UInt8]($0) == migration.sql }
            #expect(isEqual == true, "\(migration.name)")
        }
    }

    @Test(arguments: Schema.allCases)
    func `migrations are numbered without a gap from 0001`(schema: Schema) {
        for (index, migration) in schema.migrations.enumerated() {
            let digits = String(index + 1)
            #expect(migration.name.hasPrefix(String(repeating: "0", count: 4 - digits.count) + digits + "_"))
        }
    }
}
