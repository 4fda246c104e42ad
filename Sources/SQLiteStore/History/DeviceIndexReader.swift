import Allocation
import SQLite

/// Finds the rows of one device, the newest first, on a connection inside a transaction.
struct DeviceIndexReader {
    /// The rows of the unfinished run, which is not in the index.
    static let unfinishedQuery = """
        SELECT assignment_id
          FROM assignments
         WHERE assignment_id > ?1 AND assignment_id < ?2 AND registration_id = ?3
         ORDER BY assignment_id DESC
         LIMIT ?4
        """

    /// The row of the index in which a hash may begin: the last one whose key is smaller.
    static let previousQuery = """
        SELECT run_and_hash, entries
          FROM device_index
         WHERE run_and_hash < ?1
         ORDER BY run_and_hash DESC
         LIMIT 1
        """

    /// The row of the index that begins with a hash.
    static let exactQuery = "SELECT run_and_hash, entries FROM device_index WHERE run_and_hash = ?1"

    static let matchQuery = "SELECT 1 FROM assignments WHERE assignment_id = ?1 AND registration_id = ?2"

    private let connection: Connection

    init(on connection: Connection) {
        self.connection = connection
    }

    /// At most `limit` numbers of rows below `before`, descending.
    func assignments(of registrationID: RegistrationID, before: Int64, limit: Int) throws -> [Int64] {
        guard limit > 0,
            let last = try connection.prepare("SELECT max(assignment_id) FROM assignments").first(read: {
                $0.integer(0)
            })
        else { return [] }
        let unfinished = DeviceIndexEntry.run(ofAssignment: last + 1)
        var found: [Int64] = []
        if before > unfinished * DeviceIndexEntry.runLength {
            found = try connection.prepare(Self.unfinishedQuery).all(
                .integer(unfinished * DeviceIndexEntry.runLength), .integer(before),
                .text(registrationID.text),
                .integer(Int64(limit))
            ) { $0.integer(0) }
        }
        let previous = try connection.prepare(Self.previousQuery)
        let exact = try connection.prepare(Self.exactQuery)
        let match = try connection.prepare(Self.matchQuery)
        let hash = DeviceIndexEntry.hash(of: registrationID.folded)
        var run = min(unfinished - 1, DeviceIndexEntry.run(ofAssignment: max(before - 1, 1)))
        while run >= 0, found.count < limit {
            let key = DeviceIndexEntry.key(run: run, hash: hash)
            let inRun =
                try previous.all(.integer(key)) { Self.assignments(with: hash, of: run, in: $0) }
                + exact.all(.integer(key)) { Self.assignments(with: hash, of: run, in: $0) }
            for id in inRun.joined().sorted(by: >) where id < before && found.count < limit {
                let isTheDevices = try match.first(.integer(id), .text(registrationID.text)) { _ in true }
                if isTheDevices == true { found.append(id) }
            }
            run -= 1
        }
        return found
    }

    private static func assignments(with hash: UInt64, of run: Int64, in row: Row) -> [Int64] {
        guard DeviceIndexEntry.run(ofKey: row.integer(0)) == run else { return [] }
        let entries = row.words(1).map { DeviceIndexEntry(word: $0) }
        return entries.lazy.filter { $0.hash == hash }.map { $0.assignmentID(inRun: run) }
    }
}
