import Allocation
import Dispatch
import Synchronization

/// An export under way: one moment of the inventory, held for as long as the export may last.
///
/// A reading holds the inventory's write-ahead log, and the pace of an export is its client's; so it is taken away when its
/// time is up, be its reader in the middle of it or gone.
final class DeviceExport: Sendable {
    /// Why there is nothing more to read.
    enum Failure: Error {
        case timeIsUp
        case store(StoreError)
    }

    private struct Held {
        let reading: any DeviceReading
        let place: Places.Place
    }

    private let held: Mutex<Held?>
    private let background: Background

    /// - Parameters:
    ///   - reading: what is exported.
    ///   - place: of this export.
    ///   - background: where it is read; nobody else works there.
    ///   - time: how long it may last.
    init(
        _ reading: any DeviceReading, in place: Places.Place, on background: Background, atMost time: Duration
    ) {
        held = Mutex(Held(reading: reading, place: place))
        self.background = background
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + seconds) { [weak self] in
            self?.end()
        }
    }

    /// Lets go of the moment and the place.
    func end() {
        let last = held.withLock { held in
            defer { held = nil }
            return held
        }
        // Closing a connection is not for under a lock.
        _ = consume last
    }

    /// The next devices; none at the end.
    func next(atMost count: Int) async throws(Failure) -> [DeviceRecord] {
        guard let reading = held.withLock({ $0?.reading }) else { throw .timeIsUp }
        let read: Result<[DeviceRecord], StoreError> = await background.run {
            do throws(StoreError) {
                return .success(try reading.next(atMost: count))
            } catch {
                return .failure(error)
            }
        }
        switch read {
        case .success(let devices): return devices
        case .failure(let error): throw .store(error)
        }
    }
}
