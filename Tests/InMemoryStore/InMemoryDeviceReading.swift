import Allocation
import Synchronization

/// Devices that were there at one moment.
final class InMemoryDeviceReading: DeviceReading {
    private let rest: Mutex<ArraySlice<RegisteredDevice>>
    private let check: @Sendable () throws(StoreError) -> Void

    init(
        _ devices: [RegisteredDevice], checkingFaults check: @escaping @Sendable () throws(StoreError) -> Void
    ) {
        rest = Mutex(devices[...])
        self.check = check
    }

    func next(atMost count: Int) throws(StoreError) -> [DeviceRecord] {
        try check()
        return rest.withLock { rest in
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).map(DeviceRecord.init)
        }
    }
}
