import Allocation
import Emulator
import Testing

struct HubAssignmentTests {
    private static let toasters = "contoso-toasters-hub-1098.azure-devices.net"
    private static let heatpumps = "contoso-heatpumps-hub-1098.azure-devices.net"
    private static let then = PreciseTime(nanosecondsSinceEpoch: 1_000_000_000)
    private static let now = PreciseTime(nanosecondsSinceEpoch: 2_000_000_000)
    private static let enrolled: JSONValue = ["tags": ["from": "enrollment"]]
    private static let returned: JSONValue = ["tags": ["from": "webhook"]]

    enum Policy: Sendable {
        case migrate, reset, never

        var value: ReprovisionPolicy {
            ReprovisionPolicy(updateHubAssignment: self != .never, migrateDeviceData: self == .migrate)
        }
    }

    /// Where the device was, what is decided, and what comes of it.
    struct Row: Sendable {
        var policy = Policy.migrate
        var returned: JSONValue?
        var always = false
        /// The registration's hub before.
        var former: String?
        /// Where the device is before, with tags that say `hub`.
        var present: String?
        var hub = HubAssignmentTests.toasters
        var ends: String
        var tags: String
        var substatus: RegistrationSubstatus
    }

    static let rows = [
        Row(ends: toasters, tags: "enrollment", substatus: .initialAssignment),
        Row(returned: returned, ends: toasters, tags: "webhook", substatus: .initialAssignment),
        Row(present: toasters, ends: toasters, tags: "hub", substatus: .reprovisionedToInitialAssignment),
        Row(
            returned: returned, present: toasters, ends: toasters, tags: "hub",
            substatus: .reprovisionedToInitialAssignment),
        Row(
            returned: returned, former: toasters, present: toasters, ends: toasters, tags: "hub",
            substatus: .initialAssignment),
        Row(
            returned: returned, always: true, former: toasters, present: toasters, ends: toasters,
            tags: "webhook", substatus: .initialAssignment),
        Row(
            policy: .reset, returned: returned, former: toasters, present: toasters, ends: toasters,
            tags: "hub", substatus: .initialAssignment),
        Row(former: toasters, ends: toasters, tags: "enrollment", substatus: .initialAssignment),
        Row(
            former: heatpumps, present: heatpumps, ends: toasters, tags: "hub",
            substatus: .deviceDataMigrated),
        Row(
            returned: returned, former: heatpumps, present: heatpumps, ends: toasters, tags: "hub",
            substatus: .deviceDataMigrated),
        Row(
            returned: returned, always: true, former: heatpumps, present: heatpumps, ends: toasters,
            tags: "webhook", substatus: .deviceDataMigrated),
        Row(former: heatpumps, ends: toasters, tags: "enrollment", substatus: .deviceDataReset),
        Row(
            policy: .reset, former: heatpumps, present: heatpumps, ends: toasters, tags: "enrollment",
            substatus: .deviceDataReset),
        Row(
            policy: .reset, returned: returned, former: heatpumps, present: heatpumps, ends: toasters,
            tags: "webhook", substatus: .deviceDataReset),
        Row(
            policy: .never, returned: returned, former: heatpumps, present: heatpumps, ends: heatpumps,
            tags: "hub", substatus: .initialAssignment),
    ]

    @Test(arguments: rows)
    func `a device comes to its hub by the reprovision policy`(row: Row) throws {
        let id = try RegistrationID("breakroom499-contoso-tstrsd-007")
        var registration = Self.registration(id)
        registration.assignedHub = row.former
        registration.deviceID = row.former.map { _ in id.text }
        registration.failure = RegistrationFailure(code: 400_207, message: "", reason: "")
        var before: [HubDevice.Key: HubDevice] = [:]
        if let hub = row.present {
            var device = HubDevice(
                hub: hub, deviceID: id.text, iotEdge: false, tags: ["from": "hub"],
                reported: ["firmware": "12"], at: Self.then)
            device.desiredVersion = 7
            before[device.key] = device
        }
        var devices = HubDevices(before: before)
        HubAssignment(
            enrollment: Self.enrollment(row.policy.value), hub: row.hub, initialTwin: row.returned,
            payload: ["a": 1], returnedTwin: row.always ? .always : .onReset
        ).apply(to: &registration, in: &devices, at: Self.now)

        #expect(registration.status == .assigned)
        #expect(registration.assignedHub == row.ends)
        #expect(registration.deviceID == id.text)
        #expect(registration.substatus == row.substatus)
        #expect(registration.returnedPayload == ["a": 1])
        #expect(registration.failure == nil)
        #expect(registration.lastUpdated == Self.now)
        let device = try #require(devices[HubDevice.Key(hub: row.ends, deviceID: id.text)])
        #expect(device.tags == ["from": .string(row.tags)])
        let isKept = row.present != nil && row.substatus != .deviceDataReset
        #expect(device.reported == (isKept ? ["firmware": "12"] : [:]))
        #expect(device.desiredVersion == (isKept ? (row.always ? 8 : 7) : 1))
        if let former = row.former, former != row.ends {
            #expect(devices[HubDevice.Key(hub: former, deviceID: id.text)] == nil)
        }
    }

    @Test func `an individual enrollment gives its device another ID`() throws {
        let id = try RegistrationID("dev-1")
        var registration = Self.registration(id)
        var devices = HubDevices()
        HubAssignment(
            enrollment: Self.enrollment(.standard, subject: .individual(id, deviceID: "Toaster 1")),
            hub: Self.toasters, initialTwin: nil, payload: nil, returnedTwin: .onReset
        ).apply(to: &registration, in: &devices, at: Self.now)
        #expect(registration.deviceID == "Toaster 1")
        #expect(devices[HubDevice.Key(hub: Self.toasters, deviceID: "Toaster 1")] != nil)
    }

    private static func registration(_ id: RegistrationID) -> Registration {
        Registration(
            registrationID: id, enrollment: .group("contoso-custom-allocated-devices"), operationID: "5.1.2",
            apiVersion: "2021-06-01", attestation: .symmetricKey, status: .assigning, at: then)
    }

    private static func enrollment(
        _ policy: ReprovisionPolicy,
        subject: EnrollmentRecord.Subject = .group("contoso-custom-allocated-devices")
    ) -> EnrollmentRecord {
        EnrollmentRecord(
            subject: subject, attestation: .symmetricKey(primary: [1], secondary: [2]), initialTwin: enrolled,
            etag: "\"1\"", reprovisionPolicy: policy, createdDateTimeUTC: "2022-08-03T17:15:10.8464255Z",
            lastUpdatedDateTimeUTC: "2022-08-03T17:15:10.8464255Z")
    }
}
