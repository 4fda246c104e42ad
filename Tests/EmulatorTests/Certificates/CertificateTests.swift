import Allocation
import Contoso
import Testing

@testable import Emulator

struct CertificateTests {
    @Test func `names and times of a certificate are read`() throws {
        for (device, authority, name) in [
            (IssuedCertificate.device, IssuedCertificate.authority, "Contoso ec CA"),
            (.deviceWithRSA, .authorityWithRSA, "Contoso rsa CA"),
        ] {
            let leaf = try #require(Certificate(der: device.der))
            let issuer = try #require(Certificate(der: authority.der))
            #expect(leaf.commonName == "breakroom499-contoso-tstrsd-007")
            #expect(issuer.commonName == name)
            #expect(leaf.issuer == issuer.subject)
            #expect(issuer.issuer == issuer.subject)
            #expect(leaf.notBefore.description.hasPrefix("2026-11-24T16:"))
            #expect(leaf.notAfter.description.hasPrefix("2126-10-31T16:"))
        }
    }

    @Test(arguments: IssuedCertificate.allCases)
    func `a certificate that is cut off anywhere, or goes on, is none`(certificate: IssuedCertificate) {
        let der = certificate.der
        for length in 0..<der.count {
            #expect(Certificate(der: Array(der[..<length])) == nil, "\(length)")
        }
        #expect(Certificate(der: der + [0]) == nil)
        #expect(Certificate(der: der + der) == nil)
    }

    @Test(arguments: IssuedCertificate.allCases)
    func `changed bytes are read or refused`(certificate: IssuedCertificate) {
        var generator = SeededGenerator(state: 499)
        for _ in 0..<5_000 {
            var der = certificate.der
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: der.indices, using: &generator)
                der[place] = UInt8.random(in: 0...255, using: &generator)
            }
            if let read = Certificate(der: der) { #expect(!read.subject.isEmpty) }
        }
    }

    @Test(
        arguments: [
            [], [0x30], [0x30, 0x80], [0x30, 0x80, 0x00, 0x00], [0x30, 0x81, 0x05, 0, 0, 0, 0, 0],
            [0x30, 0x82, 0x00, 0x80], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x30, 0xFF], [0x3F, 0x00],
            [0x31, 0x00],
        ] as [[UInt8]])
    func `a length that is not in its shortest form, or is not there, is refused`(bytes: [UInt8]) {
        var reader = DERReader(bytes[...])
        for tag: UInt8 in [0x30, 0x3F] {
            let value = reader.next(tag)
            #expect(value == nil)
        }
    }

    @Test func `a time that is not digits is refused wherever a line break stands in it`() throws {
        let der = try #require(Base64.standard.decode(IssuedCertificate.device.rawValue))
        let time = try #require(der.firstRange(of: [0x17, 0x0D])?.upperBound)
        for place in time..<time + 12 {
            var changed = der
            changed[place] = 0x0D
            changed[place + 1] = 0x0A
            #expect(Certificate(der: changed) == nil)
        }
    }

    @Test func `values follow each other`() {
        var reader = DERReader([0x02, 0x01, 0x05, 0x30, 0x02, 0x05, 0x00, 0x04, 0x00][...])
        let other = reader.next(0x30)
        #expect(other == nil)
        let integer = reader.next(0x02)
        #expect(integer?.contents == [0x05])
        let sequence = reader.next(0x30)
        #expect(sequence?.whole == [0x30, 0x02, 0x05, 0x00])
        #expect(sequence?.contents == [0x05, 0x00])
        #expect(reader.nextTag == 0x04)
        let octets = reader.next(0x04)
        #expect(octets?.contents == [])
        #expect(reader.isAtEnd)
    }
}
