package import Allocation

extension InMemoryStore: DeviceRepository {
    package func device(_ registrationID: RegistrationID) throws(StoreError) -> RegisteredDevice? {
        try withContents { $0.devices[registrationID.folded] }
    }

    package func devices(after registrationID: RegistrationID?, limit: Int) throws(StoreError)
        -> [RegisteredDevice]
    {
        try withContents { contents in
            let later = contents.devices.filter { $0.key > registrationID?.folded ?? "" }
            return later.sorted { $0.key < $1.key }.prefix(limit).map(\.value)
        }
    }

    package func put(_ device: Device, at time: Timestamp, by actor: String) throws(StoreError) -> WriteEffect
    {
        try withContents { contents throws(StoreError) in
            guard let division = contents.divisions[device.division.asciiFolded] else {
                throw .refused("there is no division named \(device.division)")
            }
            var device = device
            device.division = division.name
            let known = contents.devices[device.registrationID.folded]
            if let known, known.device == device,
                known.device.registrationID.text == device.registrationID.text
            {
                return .unchanged
            }
            contents.devices[device.registrationID.folded] = RegisteredDevice(
                device: device,
                revision: (known?.revision ?? 0) + 1,
                createdAt: known?.createdAt ?? time,
                updatedAt: time,
                updatedBy: actor
            )
            return known == nil ? .created : .updated
        }
    }

    package func delete(_ registrationID: RegistrationID) throws(StoreError) -> Bool {
        try withContents { $0.devices.removeValue(forKey: registrationID.folded) != nil }
    }
}
