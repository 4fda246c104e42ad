import API
import Allocation
import CommandLineInterface
import Glibc
import SQLiteStore

/// `migrate`: makes the databases, or brings them to this program's schema.
struct MigrateCommand: Command {
    static let specification = CommandSpecification(
        name: "migrate",
        summary: "Make the databases in the data folder, or bring them up to date",
        options: [.data, .help],
        discussion: """
            Safe to run again, and beside a running service: what is done already is left alone. A database that a newer program
            made is refused.
            """,
        examples: ["dps-allocator migrate --data /var/lib/dps-allocator"]
    )

    static func run(_ arguments: Arguments, in terminal: Terminal) throws {
        for line in try migrate(arguments.dataDirectory, at: terminal.surroundings.now) {
            terminal.print(line)
        }
    }

    /// - Returns: a line for each database that says what was done.
    static func migrate(_ directory: DataDirectory, at time: Timestamp) throws -> [String] {
        try makeFolder(directory.path)
        return try Schema.allCases.map { schema in
            let applied = try Migrator(schema, in: directory).migrate(at: time)
            let done = applied.isEmpty ? "up to date" : "applied \(applied.joined(separator: ", "))"
            return "\(schema.path(in: directory)): \(done)"
        }
    }

    /// Makes the folder and those above it, as `mkdir -p` does.
    private static func makeFolder(_ path: String) throws(CommandFailure) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += (made.isEmpty || made == "/" ? "" : "/") + part
            guard mkdir(made, 0o700) != 0, errno != EEXIST else { continue }
            throw CommandFailure("the folder \(made) cannot be made: \(String(cString: strerror(errno)))")
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw CommandFailure(
                "the folder \(path) cannot be written to: \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw CommandFailure("\(path) is not a folder")
        }
    }
}
