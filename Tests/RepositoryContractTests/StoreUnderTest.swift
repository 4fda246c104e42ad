import Allocation
import InMemoryStore
import SQLiteStore
import TemporaryFolders

/// An empty store of either kind, known by its protocols alone; closed and removed with its last holder.
final class StoreUnderTest: Sendable {
    let devices: any DeviceRepository
    let policies: any PolicyRepository
    let keys: any APIKeyRepository
    let changes: any ChangeRepository
    let imports: any ImportRepository
    let requests: any IdempotentRequestRepository
    let decisions: any DecisionInventory
    let recorder: any AssignmentRecorder
    let history: any AssignmentRepository
    let unmatched: any UnmatchedRepository
    let watched: any WatchRepository

    /// Has the store take in all that was decided, for lists of devices seen and for the inbox.
    let sweep: @Sendable () throws -> Void

    /// Has the store do a little of what makes questions quick; `false` when there is nothing to do.
    let fold: @Sendable () throws -> Bool

    private let folder: TemporaryFolder?

    /// - Parameters:
    ///   - kind: which store.
    ///   - runs: into which the SQLite store cuts the history.
    ///   - rowsInPage: that the SQLite store looks at for a page of the history.
    /// - Throws: what the file system or the store does.
    init(_ kind: StoreKind, runs: HistoryRuns = .standard, rowsInPage: Int64 = 200_000) throws {
        switch kind {
        case .inMemory:
            let store = InMemoryStore()
            (devices, policies, keys, changes, imports) = (store, store, store, store, store)
            (requests, unmatched, watched) = (store, store, store)
            (decisions, recorder, history) = (store, store, store)
            sweep = {}
            fold = { false }
            folder = nil
        case .sqlite:
            let folder = try TemporaryFolder()
            let directory = DataDirectory(path: folder.path)
            for schema in Schema.allCases {
                _ = try Migrator(schema, in: directory).migrate(at: Timestamp(milliseconds: 0))
            }
            let inventory = try SerializedConnection(to: .inventory, in: directory)
            devices = SQLiteDeviceRepository(inventory)
            policies = SQLitePolicyRepository(inventory)
            keys = SQLiteAPIKeyRepository(inventory)
            changes = SQLiteChangeRepository(inventory)
            imports = SQLiteImportRepository(inventory, in: directory)
            requests = SQLiteIdempotentRequestRepository(inventory)
            unmatched = SQLiteUnmatchedRepository(inventory)
            watched = SQLiteWatchRepository(
                inventory: inventory, history: try SerializedConnection(to: .history, in: directory))
            decisions = try SQLiteDecisionInventory(in: directory, uptime: { 0 })
            recorder = try AssignmentWriter(
                in: directory, runs: runs, clock: { Timestamp(milliseconds: 0) }, uptime: { 0 })
            history = SQLiteAssignmentRepository(
                try SerializedConnection(to: .history, in: directory), runs: runs, rowsInPage: rowsInPage)
            sweep = { while try SightingSweeper(in: directory).sweep() {} }
            // One for each step: what the last one remembers is of no account.
            fold = { try HistoryFolder(in: directory, runs: runs).step() }
            self.folder = folder
        }
    }

    deinit {
        (recorder as? AssignmentWriter)?.close()
    }
}
