import Allocation
import CommandLineInterface
import SQLiteStore

/// What commands that write have in common.
extension Arguments {
    /// What must be so for the change to be made, by `--if-revision`.
    ///
    /// - Throws: `UsageError` for what is no revision.
    func precondition() throws(UsageError) -> Precondition {
        guard has("--if-revision") else { return .none }
        return .revision(in: [Int64(try integer("--if-revision", in: 1...Int.max, default: 1))])
    }

    /// A line that says what was done, and whether it really was.
    func reported(_ line: String) -> String { isDryRun ? "dry run: \(line)" : line }
}

extension InventoryAccess {
    /// The inventory for a command that writes: with `--dry-run` nothing of it stays.
    init(in arguments: Arguments) throws(StoreError) {
        try self.init(in: arguments.dataDirectory, isTrial: arguments.isDryRun)
    }
}
