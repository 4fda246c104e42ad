import API
import Allocation
import CommandLineInterface
import HTTP
import SQLiteStore

/// The service from its start to its end.
struct RunningService: ~Copyable {
    /// Where it listens; with the real port where 0 was asked for.
    let addresses: [ListenAddress]

    private let lock: ServiceLock
    private let server: HTTPServer
    private let writer: AssignmentWriter
    private let housekeeping: Housekeeping

    /// - Throws: `CommandFailure` or `StoreError` in one line when it cannot start; nothing is left running
    ///   then.
    init(_ options: ServiceOptions, in terminal: Terminal) throws {
        let inventory = try SQLiteDecisionInventory(
            in: options.directory, readers: options.server.loops,
            uptime: terminal.surroundings.monotonicNanoseconds)
        let repositories = try InventoryAccess(in: options.directory)
        let history = SQLiteAssignmentRepository(
            try SerializedConnection(to: .history, in: options.directory))
        let watches = try Watches(in: options.directory)
        let watchCounts = WatchCounts()
        let lock = try ServiceLock(in: options.directory)
        let writer = try AssignmentWriter(
            in: options.directory, clock: { [surroundings = terminal.surroundings] in surroundings.now },
            uptime: terminal.surroundings.monotonicNanoseconds)
        let log = OperatorLog(to: terminal)
        let housekeeping: Housekeeping
        do throws(StoreError) {
            housekeeping = try Housekeeping(
                options, keeping: watchCounts, by: watches, in: terminal, report: log.write)
        } catch {
            writer.close()
            throw error
        }
        let service = AllocatorService(
            inventory: inventory,
            recorder: writer,
            assignments: history,
            devices: repositories.devices,
            policies: repositories.policies,
            keys: repositories.keys,
            changes: repositories.changes,
            imports: repositories.imports,
            requests: repositories.requests,
            unmatched: repositories.unmatched,
            watches: watches,
            watchCounts: watchCounts,
            storage: options.directory,
            allocatePaths: options.allocatePaths,
            surroundings: terminal.surroundings,
            report: log.write
        )
        var configuration = options.server
        configuration.onEvent = { log.write($0.description) }
        let server = HTTPServer(configuration: configuration, handler: service)
        do throws(HTTPServerError) {
            addresses = try server.start()
        } catch {
            housekeeping.stop()
            writer.close()
            throw CommandFailure(error.description)
        }
        self.lock = lock
        self.housekeeping = housekeeping
        self.writer = writer
        self.server = server
    }

    /// Stops accepting, answers what is in flight, commits what waits. Returns when all is done.
    consuming func stop() {
        housekeeping.stop()
        let server = server
        AwaitedWork.run { await server.stop() }
        writer.close()
    }
}
