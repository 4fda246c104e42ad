import Allocation
import SQLite
import SQLiteStore
import Testing

@Suite struct DeviceReadingTests {
    private let store: StoreFolder

    init() throws {
        store = try StoreFolder()
    }

    private func checkpoint(_ connection: Connection) throws -> Int64? {
        // The first column is 1 when a reader kept the log from being used up (sqlite.org/pragma.html#pragma_wal_checkpoint).
        try connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").first { $0.integer(0) }
    }

    @Test func `a reading holds the write-ahead log until nobody holds the reading`() throws {
        let devices = SQLiteDeviceRepository(try SerializedConnection(to: .inventory, in: store.directory))
        let other = try store.connect(to: .inventory)
        other.waitWhenBusy(milliseconds: 0)
        var reading: (any DeviceReading)? = try devices.reading(of: DeviceFilter())
        try other.execute(
            "INSERT INTO divisions (name, noun, hub_pattern) VALUES ('toasters', 'toasters', '-t-')")
        #expect(try checkpoint(other) == 1)
        #expect(try reading?.next(atMost: 1).isEmpty == true)
        reading = nil
        #expect(try checkpoint(other) == 0)
    }
}
