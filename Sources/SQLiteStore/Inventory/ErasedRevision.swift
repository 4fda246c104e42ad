import Allocation
import SQLite

/// The last revision of something that was erased or left its name, from which what is made under that name goes on: a revision
/// never comes back. Triggers keep it.
struct ErasedRevision {
    private let find: Statement

    init(on connection: Connection) throws {
        find = try connection.prepare(
            "SELECT revision FROM erased_revisions WHERE kind = ?1 AND subject = ?2")
    }

    /// - Returns: 0 when nothing of that name was erased.
    func last(of kind: Change.Kind, _ subject: String) throws -> Int64 {
        try find.first(.text(kind.rawValue), .text(subject)) { $0.integer(0) } ?? 0
    }
}
