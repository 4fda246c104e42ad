import Allocation

/// What the service looks at in a certificate (RFC 5280 §4.1). No signature is verified: that is the TLS proxy's work.
struct Certificate {
    /// The encoded names, for comparison.
    let issuer: [UInt8]
    let subject: [UInt8]
    /// `nil` unless there is exactly one.
    let commonName: String?
    let notBefore: Timestamp
    let notAfter: Timestamp

    /// - Parameter der: one certificate; `nil` for anything else.
    init?(der: [UInt8]) {
        var file = DERReader(der[...])
        guard let certificate = file.next(0x30), file.isAtEnd else { return nil }
        var parts = DERReader(certificate.contents)
        guard let signed = parts.next(0x30), parts.next(0x30) != nil, parts.next(0x03) != nil, parts.isAtEnd
        else { return nil }
        var fields = DERReader(signed.contents)
        if fields.nextTag == 0xA0, fields.next(0xA0) == nil { return nil }
        guard fields.next(0x02) != nil, fields.next(0x30) != nil, let issuer = fields.next(0x30),
            let validity = fields.next(0x30), let subject = fields.next(0x30), fields.next(0x30) != nil
        else { return nil }
        var times = DERReader(validity.contents)
        guard let notBefore = Self.time(&times), let notAfter = Self.time(&times), times.isAtEnd else {
            return nil
        }
        self.issuer = Array(issuer.whole)
        self.subject = Array(subject.whole)
        commonName = Self.commonName(in: subject.contents)
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// RFC 5280 §4.1.2.5: UTCTime up to 2049, GeneralizedTime from then on, both to the second and in UTC.
    private static func time(_ reader: inout DERReader) -> Timestamp? {
        let isShort = reader.nextTag == 0x17
        guard let contents = reader.next(isShort ? 0x17 : 0x18)?.contents else { return nil }
        var digits = Array(contents)
        if isShort {
            let isOfThisCentury = (digits.first ?? 0) < UInt8(ascii: "5")
            digits = Array((isOfThisCentury ? "20" : "19").utf8) + digits
        }
        guard digits.count == 15, digits.popLast() == UInt8(ascii: "Z"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let part = { (range: Range<Int>) in String(decoding: digits[range], as: UTF8.self) }
        return Timestamp(
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z")
    }

    private static func commonName(in name: ArraySlice<UInt8>) -> String? {
        var found: [String] = []
        var sets = DERReader(name)
        while let set = sets.next(0x31) {
            var attributes = DERReader(set.contents)
            while let attribute = attributes.next(0x30) {
                var parts = DERReader(attribute.contents)
                // id-at-commonName, 2.5.4.3
                guard let type = parts.next(0x06)?.contents, type.elementsEqual([0x55, 0x04, 0x03]),
                    let tag = parts.nextTag, [0x0C, 0x13, 0x16].contains(tag),
                    let value = parts.next(tag)?.contents,
                    let text = String(validating: value, as: UTF8.self)
                else { continue }
                found.append(text)
            }
        }
        return found.count == 1 ? found[0] : nil
    }
}
