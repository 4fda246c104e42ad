package import Allocation
import Glibc

extension DataDirectory: StorageMeter {
    package func measureStorage() throws(StoreError) -> StorageUse {
        StorageUse(
            inventoryBytes: try Self.size(ofDatabaseAt: inventory),
            historyBytes: try Self.size(ofDatabaseAt: history), freeBytes: try freeBytes())
    }

    /// The database with its write-ahead log (sqlite.org/fileformat2.html §4), which is there only while somebody has it open.
    private static func size(ofDatabaseAt path: String) throws(StoreError) -> Int64 {
        guard let size = size(ofFileAt: path) else { throw fault(at: path) }
        return size + (Self.size(ofFileAt: path + "-wal") ?? 0)
    }

    private static func size(ofFileAt path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    private func freeBytes() throws(StoreError) -> Int64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw Self.fault(at: path) }
        // `f_bavail`: what is kept for the superuser is not to be had.
        let (bytes, isTooLarge) = UInt64(status.f_bavail).multipliedReportingOverflow(
            by: UInt64(status.f_frsize))
        return isTooLarge ? .max : Int64(clamping: bytes)
    }

    private static func fault(at path: String) -> StoreError {
        .unavailable("\(path) cannot be measured: \(String(cString: strerror(errno)))")
    }
}
