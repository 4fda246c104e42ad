import Allocation
import Emulator
import Testing

struct SharedAccessSignatureTests {
    private static let groupKey =
        "oiK77Oy7rBw8YB6IS6ukRChAw+Yq6GC61RMrPLSTiOOtdI+XDu0LmLuNm11p+qv2I+adqGUdZHm46zXAQdZoOA=="

    /// Published: the article's two devices, and azure-docs, how-to-legacy-device-symm-key.
    @Test(arguments: [
        (groupKey, "breakroom499-contoso-tstrsd-007", "JC8F96eayuQwwz+PkE7IzjH2lIAjCUnAa61tDigBnSs="),
        (groupKey, "mainbuilding167-contoso-hpsd-088", "6uejA9PfkQgmYylj8Zerp3kcbeVrGZ172YLa7VSnJzg="),
        (
            "8isrFI1sGsIlvvFSSFRiMfCNzv21fjbE/+ah/lSh3lF8e2YG1Te7w1KpZhJFFXJrqYKi9yegxkqIChbqOS9Egw==",
            "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6", "Jsm0lyGpjaVYVP2g3FnmnmG9dI/9qU24wNoykUmermc="
        ),
    ])
    func `a device's key is derived from the group's`(group: String, id: String, device: String) throws {
        let key = try #require(Base64.standard.decode(group))
        #expect(Base64.standard.encode(DeviceKey.derived(from: key, for: id)) == device)
    }

    /// Captured from the C SDK, whose key was `ZGV2MQ==`; it percent-encodes in lower case.
    @Test(arguments: [
        "sr=0ne00000001%2fregistrations%2fdev1&sig=gL8XjTSwJwTVb2cK9B8FaW8f5ViOhGj0ZBi5hrK0YKQ%3d"
            + "&se=1795381525&skn=registration",
        "skn=registration&se=1795381525&sig=gL8XjTSwJwTVb2cK9B8FaW8f5ViOhGj0ZBi5hrK0YKQ="
            + "&sr=0ne00000001%2fregistrations%2fdev1",
    ])
    func `a token of the C SDK is taken, its members in any order`(members: String) async throws {
        let key = try #require(Base64.standard.decode("ZGV2MQ=="))
        let enrollment = try EmulatedService.individual(
            "dev1", .symmetricKey(primary: [9], secondary: key))
        let emulated = EmulatedService([enrollment])
        let answer = await emulated.register("dev1", token: "SharedAccessSignature \(members)")
        #expect(answer.status == 202)
    }

    @Test(arguments: [
        ("\(EmulatedService.scope)%2Fregistrations%2F\(EmulatedService.toaster)", 202),
        ("\(EmulatedService.scope)%2fregistrations%2f\(EmulatedService.toaster)", 202),
        ("\(EmulatedService.scope)/registrations/\(EmulatedService.toaster)", 202),
        ("0NE00000001%2FREGISTRATIONS%2F\(EmulatedService.toaster.uppercased())", 202),
        ("\(EmulatedService.scope)%2Fregistrations%2Fanother", 401),
        ("0ne00000002%2Fregistrations%2F\(EmulatedService.toaster)", 401),
        ("\(EmulatedService.scope)", 401),
        ("\(EmulatedService.scope)%2Gregistrations%2F\(EmulatedService.toaster)", 401),
        ("", 401),
    ])
    func `the scope of a token must be the device's, however it is encoded`(
        sr: String, status: Int
    ) async {
        let key = DeviceKey.derived(from: [1, 2, 3], for: EmulatedService.toaster)
        let answer = await EmulatedService().register(token: EmulatedService.token(key: key, sr: sr))
        #expect(answer.status == status)
    }

    /// The time is 1795000000.
    @Test(arguments: [
        (1_795_000_001, "registration", 202), (1_795_000_000, "registration", 401),
        (0, "registration", 401), (1_795_000_001, "provisioningserviceowner", 401),
        (1_795_000_001, "", 401),
    ])
    func `a token must not have run out, and must be for registration`(
        se: UInt64, skn: String, status: Int
    ) async {
        let key = DeviceKey.derived(from: [1, 2, 3], for: EmulatedService.toaster)
        let answer = await EmulatedService().register(
            token: EmulatedService.token(key: key, se: se, skn: skn))
        #expect(answer.status == status)
    }

    @Test(arguments: [
        "Bearer abc", "SharedAccessSignature", "SharedAccessSignature ",
        "SharedAccessSignature sr=a&sig=b&se=c&skn=registration",
        "SharedAccessSignature sr=a&sr=a&sig=gL8XjTSwJwTVb2cK9B8FaW8f5ViOhGj0ZBi5hrK0YKQ%3d&se=1&skn=registration",
        "SharedAccessSignature sr=a&sig=gL8X&se=1&skn=registration",
        "SharedAccessSignature sr=a&sig=gL8XjTSwJwTVb2cK9B8FaW8f5ViOhGj0ZBi5hrK0YKQ%3d&se=-1&skn=registration",
        "SharedAccessSignature sr=a&sig=gL8XjTSwJwTVb2cK9B8FaW8f5ViOhGj0ZBi5hrK0YKQ%3d&se=99999999999999999999",
    ])
    func `what is no token is refused in the service's words`(text: String) async {
        let emulated = EmulatedService()
        let answer = await emulated.register(token: text)
        #expect(answer.status == 401)
        #expect(answer["errorCode"] == 401_002)
        #expect(answer["message"] == "Unauthorized")
        #expect(emulated.lines.all.count == 1)
    }
}
