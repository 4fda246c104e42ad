/// Devices as of one moment, read piece by piece, so that a million of them need the memory of a few.
///
/// It holds what the store needs to keep to that moment, and lets go of it with its last holder. For one caller at a time.
package protocol DeviceReading: Sendable {
    /// Reads on from where the last call ended, in the order of registration IDs.
    ///
    /// - Parameter count: how many at most, from 1.
    /// - Returns: the next devices; none at the end.
    /// - Throws: `StoreError` when the store cannot be read.
    func next(atMost count: Int) throws(StoreError) -> [DeviceRecord]
}
