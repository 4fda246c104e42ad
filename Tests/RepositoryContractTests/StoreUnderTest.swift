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

    /// Has the store take in all that was decided, for lists of devices seen.
    let sweep: @Sendable () throws -> Void

    private let folder: TemporaryFolder?

    init(_ kind: StoreKind) throws {
        switch kind {
        case .inMemory:
            let store = InMemoryStore()
            (devices, policies, keys, changes, imports) = (store, store, store, store, store)
            requests = store
            (decisions, recorder, history) = (store, store, store)
            sweep = {}
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
            decisions = try SQLiteDecisionInventory(in: directory, uptime: { 0 })
            recorder = try AssignmentWriter(in: directory, uptime: { 0 })
            history = SQLiteAssignmentRepository(try SerializedConnection(to: .history, in: directory))
            sweep = { while try SightingSweeper(in: directory).sweep() {} }
            self.folder = folder
        }
    }

    deinit {
        (recorder as? AssignmentWriter)?.close()
    }
}
