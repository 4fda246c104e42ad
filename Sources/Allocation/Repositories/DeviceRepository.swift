/// The devices that fleet managers register.
package protocol DeviceRepository: Sendable {
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func device(_ registrationID: RegistrationID) throws(StoreError) -> RegisteredDevice?

    /// One page of those that a query asks for; see `DevicePage`.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func page(of query: DeviceQuery) throws(StoreError) -> DevicePage

    /// Devices whose ID is the same as another one but for a character or two, be that registered or not; see `Similarity`.
    ///
    /// The search is bounded whatever the size of the inventory: a store may miss some that are two edits away; see
    /// `EditNeighbourhood.mostPlaces`.
    ///
    /// - Parameters:
    ///   - registrationID: what somebody may have misspelt; a device of just that ID is not among them.
    ///   - limit: how many at most, from 1.
    /// - Returns: those with one edit first, each in the order of registration IDs.
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func devices(
        similarTo registrationID: RegistrationID, limit: Int
    ) throws(StoreError) -> [SimilarDevice]

    /// Begins to read all that match, as of now, beside every other call.
    ///
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    func reading(of filter: DeviceFilter) throws(StoreError) -> any DeviceReading

    /// Registers a device, changes it or takes it away, with its line in the change log, in one transaction.
    ///
    /// - Parameters:
    ///   - registrationID: of the device.
    ///   - precondition: what must be so.
    ///   - context: who, when and why.
    ///   - change: is given the device as it is, and says what it is to be; `nil` takes it out of the inventory.
    /// - Returns: what was done, and the device as it is now. Nothing is written when it is the same.
    /// - Throws: `ChangeRefusal`, also what `change` throws.
    func change(
        _ registrationID: RegistrationID, if precondition: Precondition, in context: ChangeContext,
        _ change: (RegisteredDevice?) throws(ChangeRefusal) -> Device?
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice>
}

extension DeviceRepository {
    /// Writes the device as a whole, be it new or known.
    ///
    /// - Throws: `ChangeRefusal` when its division does not exist, the precondition does not hold, or nothing was written.
    package func put(
        _ device: Device, if precondition: Precondition = .none, in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice> {
        try change(device.registrationID, if: precondition, in: context) { _ in device }
    }

    /// Changes what a merge patch (RFC 7396) upon `Device.json` names.
    ///
    /// - Throws: `ChangeRefusal` when the device is not there, or what comes of the patch is none.
    package func patch(
        _ registrationID: RegistrationID, with patch: JSONValue, if precondition: Precondition = .none,
        in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice> {
        try change(registrationID, if: precondition, in: context) { present throws(ChangeRefusal) in
            guard let present else { throw .notFound }
            do throws(InvalidDocuments) {
                return try present.device.merging(patch: patch)
            } catch {
                throw .invalid(error)
            }
        }
    }

    /// Takes the device out of use, and leaves it in the inventory.
    ///
    /// - Throws: `ChangeRefusal` when the device is not there.
    package func retire(
        _ registrationID: RegistrationID, because reason: String? = nil,
        if precondition: Precondition = .none,
        in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice> {
        try change(registrationID, if: precondition, in: context) { present throws(ChangeRefusal) in
            guard var device = present?.device else { throw .notFound }
            guard device.status != .retired else { return device }
            device.status = .retired
            device.statusReason = reason
            device.heldUntil = nil
            return device
        }
    }

    /// Takes the device out of the inventory; what it was stays in the change log.
    ///
    /// - Throws: `ChangeRefusal` when the device is not there.
    package func erase(
        _ registrationID: RegistrationID, if precondition: Precondition = .none, in context: ChangeContext
    ) throws(ChangeRefusal) -> Changed<RegisteredDevice> {
        try change(registrationID, if: precondition, in: context) { present throws(ChangeRefusal) in
            guard present != nil else { throw .notFound }
            return nil
        }
    }
}
