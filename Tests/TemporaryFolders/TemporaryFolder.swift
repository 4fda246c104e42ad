import FoundationEssentials

/// A folder of one test's own, removed with all that is in it once nobody holds it any more.
///
/// A suite keeps it in a property, so that it stays until the test has ended.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory
            .appending(path: "dps-allocator-tests-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in the folder, be it there or not.
    package func file(_ name: String) -> String {
        path + "/" + name
    }
}
