import CommandLineInterface
import Glibc
import SQLiteStore

/// Makes sure that one process at a time serves a data folder. The system lets go of the lock when the
/// process ends, however it does.
struct ServiceLock: ~Copyable {
    private let descriptor: Int32

    /// - Throws: `CommandFailure` when another process serves the folder.
    init(in directory: DataDirectory) throws(CommandFailure) {
        let path = directory.serviceLock
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw CommandFailure(
                "another dps-allocator serves the folder \(directory.path) already; stop it, or use another --data"
            )
        }
    }

    deinit {
        close(descriptor)
    }
}
