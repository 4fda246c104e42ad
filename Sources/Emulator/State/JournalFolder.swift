import Glibc

/// The folder of the journal, held by one process at a time.
struct JournalFolder: Sendable {
    let path: String
    private let lock: Int32

    var journal: String { path + "/emulator.journal" }
    /// A new journal that is being written.
    var unfinished: String { path + "/emulator.journal.new" }

    /// Makes the folder if there is none, for its owner alone.
    ///
    /// - Throws: `StateError` also when another process holds it.
    init(_ path: String) throws(StateError) {
        self.path = path
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw .system("the folder \(path) cannot be made", errno)
        }
        let lockPath = path + "/emulator.lock"
        lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .system("\(lockPath) cannot be opened", errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(lock)
            throw StateError(
                "another dps-emulator uses the folder \(path) already; stop it, or use another --data")
        }
    }

    /// Lets another process have it.
    func close() { Glibc.close(lock) }

    /// - Returns: the journal's bytes; none where there is no journal.
    func read() throws(StateError) -> [UInt8] {
        let descriptor = open(journal, O_RDONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return [] }
        guard descriptor >= 0 else { throw .system("\(journal) cannot be opened", errno) }
        defer { Glibc.close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system("\(journal) cannot be read", errno) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    func replaceJournal() throws(StateError) {
        guard rename(unfinished, journal) == 0 else { throw .system("\(journal) cannot be replaced", errno) }
    }

    func removeUnfinished() { unlink(unfinished) }

    /// Brings the names in the folder to the disk.
    func synchronize() throws(StateError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("\(path) cannot be opened", errno) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("\(path) cannot be brought to the disk", errno) }
    }
}
