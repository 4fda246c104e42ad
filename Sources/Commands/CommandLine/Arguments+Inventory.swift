import CommandLineInterface
import SQLiteStore

extension Arguments {
    var dataDirectory: DataDirectory { DataDirectory(path: value("--data") ?? "data") }

    /// Whether what would be done is to be said only.
    var isDryRun: Bool { has("--dry-run") }
}
