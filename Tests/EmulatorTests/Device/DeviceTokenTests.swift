import Allocation
import Testing

@testable import Emulator

struct DeviceTokenTests {
    /// Captured from the C SDK, whose key was `ZGV2MQ==`.
    @Test func `a token is the C SDK's to the byte`() throws {
        let key = try #require(Base64.standard.decode("ZGV2MQ=="))
        let token = DeviceTokenMaker(idScope: "0ne00000001").token(
            for: try RegistrationID("dev1"), key: key, at: 1_795_381_525 - 2_400)
        #expect(
            token
                == "SharedAccessSignature sr=0ne00000001%2fregistrations%2fdev1"
                + "&sig=gL8XjTSwJwTVb2cK9B8FaW8f5ViOhGj0ZBi5hrK0YKQ%3d&se=1795381525&skn=registration")
    }

    /// The article's device.
    @Test func `a device's key is derived from its group's`() throws {
        let group = try #require(
            Base64.standard.decode(
                "oiK77Oy7rBw8YB6IS6ukRChAw+Yq6GC61RMrPLSTiOOtdI+XDu0LmLuNm11p+qv2I+adqGUdZHm46zXAQdZoOA=="))
        let id = try RegistrationID("breakroom499-contoso-tstrsd-007")
        #expect(
            Base64.standard.encode(SigningKey.group(group).bytes(for: id))
                == "JC8F96eayuQwwz+PkE7IzjH2lIAjCUnAa61tDigBnSs=")
        #expect(SigningKey.device([1, 2]).bytes(for: id) == [1, 2])
    }

    @Test func `the emulator takes the token`() throws {
        let id = try RegistrationID("a:b_c.D-1")
        let token = try SharedAccessSignature(
            DeviceTokenMaker(idScope: "0ne00000001").token(for: id, key: [7], at: 10))
        #expect(token.isSigned(with: [7]))
        #expect(token.resource == "0ne00000001/registrations/a:b_c.D-1")
        #expect(token.expiry == 2_410)
    }
}
