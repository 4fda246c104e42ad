/// A version of the device API that a request names as `api-version`.
struct DeviceAPIVersion: Sendable, Equatable {
    let name: String
    /// Whether its answers know `reprovisionedToInitialAssignment`, since 2019-04-15 (azure-iot-sdk-csharp pull request 2397).
    let knowsReprovisionedToInitialAssignment: Bool

    /// The documented ones, and two previews that devices in the field send: the first C SDK with custom allocation, and Azure
    /// IoT Edge. From the oldest to the newest.
    static let all = [
        "2018-09-01-preview", "2018-11-01", "2019-03-31", "2019-04-15", "2021-06-01", "2021-10-01",
        "2021-11-01-preview", "2025-07-01-preview", "2026-11-01",
    ]

    /// - Throws: 400 with the versions that there are.
    init(_ name: String?) throws(RegistrationRefusal) {
        guard let name else {
            throw .invalid("api-version is missing; known are \(Self.all.joined(separator: ", "))")
        }
        guard Self.all.contains(name) else {
            throw .invalid("api-version is not known; known are \(Self.all.joined(separator: ", "))")
        }
        self.name = name
        // Dates sort as their texts do.
        knowsReprovisionedToInitialAssignment = name >= "2019-04-15"
    }
}
