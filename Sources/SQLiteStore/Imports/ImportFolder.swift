import Allocation
import Glibc

/// The folder in which plans of imports lie, each a database of its own: to plan a million devices writes as much as to import
/// them, and must hold up nobody who writes to the inventory.
struct ImportFolder {
    /// How long a plan is kept, in milliseconds.
    private static let lifetime: Int64 = 7 * 86_400_000

    private static let ending = ".sqlite"
    private static let unfinishedEnding = ".unfinished"

    private let path: String

    init(in directory: DataDirectory) {
        path = directory.imports
    }

    func path(of id: RequestID) -> String { "\(path)/\(id)\(Self.ending)" }

    /// A plan has this name until it is whole.
    func unfinishedPath(of id: RequestID) -> String { "\(path)/\(id)\(Self.unfinishedEnding)" }

    /// - Throws: `StoreError.unavailable` when the folder is not there and cannot be made.
    func make() throws(StoreError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw .unavailable("\(path) cannot be made: \(String(cString: strerror(errno)))")
    }

    /// The plan's file is synchronised to disk before it has its name, for what is applied from it later must be what was planned.
    func keep(_ id: RequestID) throws(StoreError) {
        let unfinished = unfinishedPath(of: id)
        let descriptor = open(unfinished, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0, rename(unfinished, path(of: id)) == 0 else {
            throw .unavailable("\(unfinished) cannot be kept: \(String(cString: strerror(errno)))")
        }
    }

    func has(_ id: RequestID) -> Bool { access(path(of: id), F_OK) == 0 }

    /// Whether there was one.
    func remove(_ id: RequestID) throws(StoreError) -> Bool {
        if unlink(path(of: id)) == 0 { return true }
        if errno == ENOENT { return false }
        throw .unavailable("\(path(of: id)) cannot be removed: \(String(cString: strerror(errno)))")
    }

    func removeUnfinished(_ id: RequestID) {
        unlink(unfinishedPath(of: id))
    }

    /// The plans that are whole, the newest first.
    func plans() -> [RequestID] {
        entries().filter { $0.ending == Self.ending }.map(\.id).sorted { $1.description < $0.description }
    }

    /// Makes the file of a plan that is begun, and locks it for as long as the descriptor is open: so it can be told from one that
    /// a process has left behind.
    ///
    /// - Returns: the descriptor, to be closed by the caller.
    /// - Throws: `StoreError.unavailable` when the file cannot be made.
    func begin(_ id: RequestID) throws(StoreError) -> Int32 {
        let unfinished = unfinishedPath(of: id)
        let descriptor = open(unfinished, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unavailable("\(unfinished) cannot be made: \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 0
        else {
            close(descriptor)
            throw .unavailable("\(unfinished) was taken for one that was left behind; try again")
        }
        return descriptor
    }

    /// Removes plans that are too old, and at once what a process that was killed has left of one: nobody locks it.
    func prune(at time: Timestamp) {
        for (id, ending) in entries() {
            let isOld = id.timestamp.milliseconds < time.milliseconds - Self.lifetime
            if ending == Self.unfinishedEnding {
                removeLeftBehind(unfinishedPath(of: id))
            } else if isOld {
                unlink(path(of: id))
            }
        }
    }

    private func removeLeftBehind(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // flock(2) and the locks of SQLite (fcntl(2)) do not see each other on Linux.
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    }

    private func entries() -> [(id: RequestID, ending: String)] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var found: [(id: RequestID, ending: String)] = []
        while let entry = readdir(folder) {
            // A name of up to 255 bytes and a NUL, declared as a tuple of that many.
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            for ending in [Self.ending, Self.unfinishedEnding] where name.hasSuffix(ending) {
                guard let id = RequestID(String(name.dropLast(ending.utf8.count))) else { continue }
                found.append((id, ending))
            }
        }
        return found
    }
}
