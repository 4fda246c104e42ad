import Allocation
import Emulator
import Testing

struct EnrollmentTokenTests {
    private static let mixed = "Breakroom499-Contoso-tstrsd-007"

    @Test(arguments: [[1, 2, 3], [4, 5, 6], [7]] as [[UInt8]])
    func `a device has a key derived from any group's first or second one`(key: [UInt8]) async {
        let emulated = EmulatedService([
            EmulatedService.group(), EmulatedService.group("others", primary: [7], secondary: [8]),
        ])
        let token = EmulatedService.deviceToken(groupKey: key)
        #expect(await emulated.register(token: token).status == 202)
        let group = key == [7] ? "others" : "contoso-custom-allocated-devices"
        let id = try? RegistrationID(EmulatedService.toaster)
        #expect(id.flatMap { emulated.state.registration($0) }?.enrollment == .group(group))
    }

    @Test(arguments: [mixed, EmulatedService.toaster])
    func `a device's key may be derived from its ID as written or in lower case`(name: String) async {
        let token = EmulatedService.token(
            Self.mixed, key: DeviceKey.derived(from: [1, 2, 3], for: name))
        #expect(await EmulatedService().register(Self.mixed, token: token).status == 202)
    }

    @Test(arguments: [[], [0], [1, 2, 3]] as [[UInt8]])
    func `a wrong key is refused, also the group's own and an empty one`(key: [UInt8]) async {
        let emulated = EmulatedService([EmulatedService.group(secondary: [])])
        let answer = await emulated.register(token: EmulatedService.token(key: key))
        #expect(answer.status == 401)
        #expect(answer["errorCode"] == 401_002)
        let saysSo = emulated.lines.all.contains {
            $0.contains("of the group contoso-custom-allocated-devices itself")
        }
        #expect(saysSo == (key == [1, 2, 3]))
    }

    @Test(arguments: [([7], 202), ([8], 202), ([9], 401)] as [([UInt8], Int)])
    func `an individual enrollment hides the groups`(key: [UInt8], status: Int) async throws {
        let emulated = EmulatedService([
            EmulatedService.group(),
            try EmulatedService.individual(
                EmulatedService.toaster, .symmetricKey(primary: [7], secondary: [8])),
        ])
        #expect(await emulated.register(token: EmulatedService.token(key: key)).status == status)
        #expect(await emulated.register().status == 401)
    }

    @Test(arguments: [
        AttestationMechanism.tpm(endorsementKey: "AToA", storageRootKey: nil),
        .x509(primary: [1], secondary: nil),
    ])
    func `an enrollment without keys takes no token`(attestation: AttestationMechanism) async throws {
        let emulated = EmulatedService([
            EmulatedService.group(),
            try EmulatedService.individual(EmulatedService.toaster, attestation),
        ])
        #expect(await emulated.register().status == 401)
        #expect(emulated.lines.all.last?.contains("takes \(attestation.type), and no token") == true)
    }

    @Test func `no key, no token and no payload comes into the log`() async throws {
        let emulated = EmulatedService()
        let token = EmulatedService.deviceToken()
        _ = await emulated.register(token: token, body: #"{"payload":{"secret":"hush"}}"#)
        await emulated.lines.end(of: EmulatedService.toaster)
        _ = await emulated.register(token: EmulatedService.token(key: [9]))
        for line in emulated.lines.all {
            #expect(!line.contains("sig=") && !line.contains("hush") && !line.contains("SharedAccess"))
        }
    }
}
