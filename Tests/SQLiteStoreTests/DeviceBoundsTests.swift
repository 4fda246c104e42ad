import Allocation
import Contoso
import SQLite
@testable import SQLiteStore
import Testing

@Suite struct DeviceBoundsTests {
    private let store: StoreFolder
    private let history: Connection
    private let runs = HistoryRuns.short

    init() throws {
        store = try StoreFolder()
        history = try store.connect(to: .history)
        try history.execute("INSERT INTO names (name) VALUES ('unrecognizedDevice')")
    }

    /// Adds a row for each device, and the index by device as the writer does.
    private func add(_ devices: [String]) throws {
        let insert = try history.prepare(
            "INSERT INTO assignments (decided_at, request_id, registration_id, reason_id) VALUES (?1, randomblob(16), ?2, 1)"
        )
        var builder = try DeviceIndexBuilder(on: history, runs: runs)
        let first = (try history.integer("SELECT max(assignment_id) FROM assignments") ?? 0) + 1
        try history.execute("BEGIN")
        for (number, device) in zip(first..., devices) {
            try insert.run(.integer(number), .text(device))
            try builder.add(device, assignment: number)
        }
        try history.execute("COMMIT")
    }

    private func mergeIndex() throws {
        let folder = HistoryFolder(in: store.directory, runs: runs, patience: 0)
        while try folder.step() {}
    }

    @Test(arguments: [(1, false), (2, true), (3, true)] as [(UInt64, Bool)])
    func `each device's first and last are told, wherever the index has them`(seed: UInt64, isMerged: Bool)
        throws
    {
        var random = SeededGenerator(state: seed)
        var devices: [String] = []
        for _ in 0..<5_000 {
            let number = Int.random(in: 1...1_500, using: &random)
            // The same device in another case.
            devices.append(Bool.random(using: &random) ? "device-\(number)" : "DEVICE-\(number)")
        }
        try add(devices)
        if isMerged { try mergeIndex() }
        // Some more that no run of the index has yet.
        let more = (0..<30).map { "device-\($0 * 40 + 1)" }
        try add(more)
        devices += more

        let range: ClosedRange<Int64> = 1_025...4_096
        var bounds = try DeviceBounds(of: range, on: history, runs: runs)
        while try !bounds.readOn() {}
        var (firsts, lasts) = ([String: Int64](), [String: Int64]())
        for (id, device) in zip(Int64(1)..., devices) {
            firsts[device.lowercased()] = firsts[device.lowercased()] ?? id
            lasts[device.lowercased()] = id
        }
        var reader = try ChainReader(on: history)
        for element in try reader.elements(range) {
            guard case .assignment(let row, _) = element else { continue }
            let device = devices[Int(row.id) - 1].lowercased()
            let isFirstOrLast = firsts[device] == row.id || lasts[device] == row.id
            #expect(try bounds.mayBeFirstOrLast(row) == isFirstOrLast, "\(row.id)")
        }
    }

    @Test func `a decision whose neighbours are gone, or are another device's, is taken for a first one`()
        throws
    {
        try add(Array(repeating: "device-1", count: 200))
        var bounds = try DeviceBounds(of: 1...200, on: history, runs: runs)
        while try !bounds.readOn() {}
        var reader = try ChainReader(on: history)
        guard case .assignment(let row, _)? = try reader.elements(100...100).first else {
            Issue.record("there is no row 100")
            return
        }
        #expect(try !bounds.mayBeFirstOrLast(row))
        try history.execute("UPDATE assignments SET registration_id = 'device-2' WHERE assignment_id = 200")
        #expect(try bounds.mayBeFirstOrLast(row))
        try history.execute("UPDATE assignments SET registration_id = 'device-1' WHERE assignment_id = 200")
        try history.execute("DELETE FROM assignments WHERE assignment_id = 1")
        #expect(try bounds.mayBeFirstOrLast(row))
    }
}
