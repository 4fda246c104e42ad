import Allocation
import SQLite
import Testing

@testable import SQLiteStore

@Suite struct DeviceIndexTests {
    private let store: StoreFolder

    init() throws {
        store = try StoreFolder()
    }

    /// Fills the history with rows numbered from 1 whose device is told by their number, through the builder as the writer uses it.
    private func fill(_ count: Int64, device: (Int64) -> String?) throws {
        let connection = try store.connect(to: .history)
        try connection.execute("INSERT INTO names (name) VALUES ('unrecognizedDevice')")
        let insert = try connection.prepare(
            "INSERT INTO assignments (decided_at, request_id, registration_id, reason_id) VALUES (0, zeroblob(16), ?1, 1)"
        )
        var builder = try DeviceIndexBuilder(on: connection)
        try connection.execute("BEGIN")
        for number in 1...count {
            try insert.run(.optional(device(number)))
            try builder.add(device(number), assignment: number)
        }
        try connection.execute("COMMIT")
    }

    private func rows(of device: String, before: Int64 = .max, limit: Int = 1_000) throws -> [Int64] {
        let query = AssignmentQuery(
            AssignmentFilter(registrationID: try RegistrationID(device)), after: before, limit: limit)
        return try AssignmentSearch(
            query, on: store.connect(to: .history), runs: .standard, mostRows: 200_000
        ).page().ids
    }

    @Test func `rows of finished runs and of the growing one are found, the newest first`() throws {
        let length = HistoryRuns.standard.length
        let marked: Set<Int64> = [
            1, 2, length - 1, length, length + 1, 2 * length, 2 * length + 1, 2 * length + 7,
        ]
        try fill(2 * length + 10) {
            marked.contains($0) ? "Wanted-1" : $0 % 97 == 0 ? nil : "other-\($0 % 30_000)"
        }
        let all = marked.sorted(by: >)
        #expect(try rows(of: "wanted-1") == all)
        #expect(try rows(of: "WANTED-1", limit: 3) == Array(all.prefix(3)))
        for before in [2 * length + 7, 2 * length + 1, length + 1, length, 2, 1] {
            #expect(try rows(of: "wanted-1", before: before) == all.filter { $0 < before })
        }
        #expect(try rows(of: "absent").isEmpty)
        #expect(try rows(of: "other-5", limit: 1) == [5])
    }

    @Test func `a device that fills a whole run is found there, as are its neighbours`() throws {
        let length = HistoryRuns.standard.length
        try fill(length + 1) { $0 == 77 ? "quiet" : "busy" }
        #expect(try rows(of: "busy", limit: Int(length) + 5).count == Int(length))
        #expect(try rows(of: "quiet") == [77])
    }

    @Test func `an index that is opened anew goes on where the rows end`() throws {
        let length = HistoryRuns.standard.length
        try fill(length - 2) { "device-\($0 % 5)" }
        let connection = try store.connect(to: .history)
        var builder = try DeviceIndexBuilder(on: connection)
        for number in (length - 1)...(length + 1) {
            try connection.execute(
                "INSERT INTO assignments (decided_at, request_id, registration_id, reason_id) VALUES (0, zeroblob(16), 'late', 1)"
            )
            try builder.add("late", assignment: number)
        }
        #expect(try rows(of: "late") == [length + 1, length, length - 1])
        #expect(try rows(of: "device-3", limit: 1) == [(length - 2) - ((length - 2) - 3) % 5])
    }

    @Test func `an index entry of a device takes 8 bytes`() throws {
        try fill(HistoryRuns.standard.length) { "device-\($0)" }
        let bytes = try store.connect(to: .history).integer("SELECT sum(length(entries)) FROM device_index")
        #expect(bytes == HistoryRuns.standard.length * 8)
    }

    @Test(arguments: ["a", "SN-0042", "breakroom499-contoso-tstrsd-007"])
    func `the hash does not see case and fits 40 bits`(text: String) {
        let hash = DeviceIndexEntry.hash(of: text)
        #expect(hash == DeviceIndexEntry.hash(of: text.lowercased()))
        #expect(hash < 1 << 40)
        #expect(hash != DeviceIndexEntry.hash(of: text + "x"))
    }
}
