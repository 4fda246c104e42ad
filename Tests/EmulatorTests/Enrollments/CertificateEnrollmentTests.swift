import Allocation
import Emulator
import Testing

struct CertificateEnrollmentTests {
    private static let within = PreciseTime(nanosecondsSinceEpoch: 1_800_000_000_000_000_000)

    private static func group(
        _ name: String, _ primary: IssuedCertificate?, _ secondary: IssuedCertificate? = nil
    ) -> EnrollmentRecord {
        EnrollmentRecord(
            subject: .group(name), attestation: .x509(primary: primary?.der, secondary: secondary?.der),
            etag: "\"1\"", createdDateTimeUTC: "2026-11-24T00:00:00Z",
            lastUpdatedDateTimeUTC: "2026-11-24T00:00:00Z")
    }

    private static func individual(
        _ primary: IssuedCertificate?, _ secondary: IssuedCertificate? = nil
    ) throws -> EnrollmentRecord {
        try EmulatedService.individual(
            EmulatedService.toaster, .x509(primary: primary?.der, secondary: secondary?.der))
    }

    private static func found(
        _ records: [EnrollmentRecord], _ certificate: [UInt8], id: String = EmulatedService.toaster,
        at now: PreciseTime = within
    ) throws -> EnrollmentRecord.Subject {
        try EnrollmentBook(records).enrollment(
            for: RegistrationID(id), certificate: certificate, at: now
        ).subject
    }

    @Test func `a device belongs to the group that has the certificate of its issuer`() throws {
        let groups = [
            EmulatedService.group("keys"), Self.group("rsa", .authorityWithRSA),
            Self.group("ec", nil, .authority),
        ]
        #expect(try Self.found(groups, IssuedCertificate.device.der) == .group("ec"))
        #expect(try Self.found(groups, IssuedCertificate.deviceWithRSA.der) == .group("rsa"))
        let upper = EmulatedService.toaster.uppercased()
        #expect(try Self.found(groups, IssuedCertificate.device.der, id: upper) == .group("ec"))
    }

    @Test func `an individual enrollment has the device's own certificate, and hides the groups`() throws {
        for record in [
            try Self.individual(.device), try Self.individual(.deviceWithRSA, .device),
        ] {
            #expect(
                try Self.found([Self.group("ec", .authority), record], IssuedCertificate.device.der)
                    == record.subject)
        }
    }

    @Test func `who is not enrolled with a certificate is refused with 401002`() throws {
        let groups = [Self.group("ec", .authority)]
        let device = IssuedCertificate.device.der
        let keys = try EmulatedService.individual(
            EmulatedService.toaster, .symmetricKey(primary: [1], secondary: []))
        for (records, certificate, id, reason) in [
            (groups, device, "another-device", "common name is not the registration ID"),
            (groups, IssuedCertificate.authority.der, EmulatedService.toaster, "common name"),
            (groups, IssuedCertificate.deviceWithRSA.der, EmulatedService.toaster, "no enrollment has"),
            ([], device, EmulatedService.toaster, "no enrollment has"),
            ([EmulatedService.group()], device, EmulatedService.toaster, "no enrollment has"),
            (groups + [keys], device, EmulatedService.toaster, "attests with symmetricKey"),
            (
                groups + [try Self.individual(.deviceWithRSA)], device, EmulatedService.toaster,
                "has another certificate"
            ),
            (groups, Array(device.dropLast()), EmulatedService.toaster, "cannot be read"),
        ] as [([EnrollmentRecord], [UInt8], String, String)] {
            let refusal = #expect(throws: RegistrationRefusal.self) {
                try Self.found(records, certificate, id: id)
            }
            #expect(refusal?.errorCode == 401_002)
            #expect(refusal?.reason.contains(reason) == true, "\(refusal?.reason ?? "")")
        }
    }

    @Test(
        arguments: [
            (1_795_536_883 - 1, "is valid from 2026-11-24"), (1_795_536_883, nil), (4_949_136_883, nil),
            (4_949_136_883 + 1, "was valid up to 2126-10-31"),
        ] as [(UInt64, String?)])
    func `a certificate counts from its first second to its last`(second: UInt64, reason: String?) {
        let groups = [Self.group("ec", .authority)]
        // The last second is valid to its end.
        let now = PreciseTime(nanosecondsSinceEpoch: second * 1_000_000_000 + 999_000_000)
        do {
            #expect(try Self.found(groups, IssuedCertificate.device.der, at: now) == .group("ec"))
            #expect(reason == nil)
        } catch {
            let text = (error as? RegistrationRefusal)?.reason ?? ""
            #expect(reason.map(text.contains) == true, "\(text)")
        }
    }
}
