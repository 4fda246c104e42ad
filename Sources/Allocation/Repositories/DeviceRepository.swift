/// What a write did.
package enum WriteEffect: String, Sendable {
    case created
    case updated
    /// The same was there already: no new revision, no new time.
    case unchanged
}

/// The devices that fleet managers register.
package protocol DeviceRepository: Sendable {
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func device(_ registrationID: RegistrationID) throws(StoreError) -> RegisteredDevice?

    /// At most `limit` devices in the order of their folded registration IDs, those after `registrationID`
    /// only.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func devices(after registrationID: RegistrationID?, limit: Int) throws(StoreError) -> [RegisteredDevice]

    /// Writes the device as a whole, be it new or known.
    ///
    /// - Throws: `StoreError.refused` when its division does not exist, `StoreError.unavailable` when nothing
    ///   was written.
    func put(_ device: Device, at time: Timestamp, by actor: String) throws(StoreError) -> WriteEffect

    /// Takes the device out of the inventory; `false` when it was not there.
    ///
    /// - Throws: `StoreError.unavailable` when nothing was deleted.
    func delete(_ registrationID: RegistrationID) throws(StoreError) -> Bool
}
