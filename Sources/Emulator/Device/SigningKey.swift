import Allocation

/// What a simulated device signs its tokens with.
enum SigningKey: Sendable {
    /// The device's own, as its individual enrollment has it.
    case device([UInt8])
    /// That of its enrollment group, from which the device's is derived.
    case group([UInt8])

    /// The device's own key.
    func bytes(for id: RegistrationID) -> [UInt8] {
        switch self {
        case .device(let key): key
        case .group(let key): DeviceKey.derived(from: key, for: id.text)
        }
    }
}
