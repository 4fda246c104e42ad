import Allocation
import Contoso
import Testing

/// Bodies as DPS sent them.
@Suite struct AllocationRequestFixturesTests {
    private static let group = Enrollment(kind: .group, id: "contoso-custom-allocated-devices")
    private static let tpmDevice = "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6"
    private static let workshopHub = "IoTPnPWS-Hub-20210726.azure-devices.net"

    @Test(
        arguments: [
            (
                CapturedBody.initialGroup, "breakroom499-contoso-tstrsd-007", Hub.both, nil, group,
                .symmetricKey
            ),
            (
                CapturedBody.initialHeatPump, "mainbuilding167-contoso-hpsd-088", Hub.both, nil, group,
                .symmetricKey
            ),
            (
                CapturedBody.reregistration, "breakroom499-contoso-tstrsd-007", Hub.both, Hub.toasters, group,
                .symmetricKey
            ),
            (
                CapturedBody.individualTPM, tpmDevice, [Hub.toasters], nil,
                Enrollment(kind: .individual, id: tpmDevice), .tpm
            ),
            (
                CapturedBody.sparse, "SAS-IoT-Devices", [workshopHub], workshopHub,
                Enrollment(kind: .group, id: "SAS-IoT-Devices"), .symmetricKey
            ),
        ] as [(String, String, [String], String?, Enrollment, Attestation)])
    func `a body that DPS sent is read`(
        body: String, id: String, hubs: [String], currentHub: String?, enrollment: Enrollment,
        attestation: Attestation
    ) throws {
        let expected = AllocationRequest(
            registrationID: try RegistrationID(id), linkedHubs: hubs, currentHub: currentHub,
            enrollment: enrollment,
            attestation: attestation)
        #expect(try AllocationRequest(json: Array(body.utf8)) == expected)
    }

    @Test(arguments: [CapturedBody.initialGroup, CapturedBody.reregistration, CapturedBody.individualTPM])
    func `neither a byte order mark nor line breaks nor the order of members matters`(body: String) throws {
        let plain = try AllocationRequest(json: Array(body.utf8))
        #expect(try AllocationRequest(json: [0xEF, 0xBB, 0xBF] + Array(body.utf8)) == plain)
        let json = try JSONValue(parsing: body)
        #expect(try AllocationRequest(json: Array(json.pretty().utf8)) == plain)
        #expect(try AllocationRequest(json: reversed(json).serialized()) == plain)
    }

    @Test func `a body of 96 KB is read`() throws {
        let padding = String(repeating: "0123456789abcdef", count: 6_000)
        let body = CapturedBody.initialGroup.replacing(
            #""symmetricKey":{}"#, with: #""symmetricKey":{},"payload":{"log":["\#(padding)"]}"#)
        #expect(body.utf8.count > 96_000)
        let plain = try AllocationRequest(json: Array(CapturedBody.initialGroup.utf8))
        #expect(try AllocationRequest(json: Array(body.utf8)) == plain)
    }

    /// The same value with the members of every object the other way round.
    private func reversed(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            var turned = JSONObject()
            for member in object.members.reversed() { turned[member.name] = reversed(member.value) }
            return .object(turned)
        case .array(let elements):
            return .array(elements.map(reversed))
        default:
            return value
        }
    }
}
