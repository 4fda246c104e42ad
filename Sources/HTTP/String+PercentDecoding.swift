extension String {
    /// Decodes percent-encoded bytes (RFC 3986 §2.1); with `plusIsSpace`, a `+` is a space as in
    /// `application/x-www-form-urlencoded`. Nil for a `%` without two hexadecimal digits, and for bytes
    /// that are not UTF-8.
    package init?(percentDecoding bytes: some Collection<UInt8>, plusIsSpace: Bool = false) {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next()?.hexadecimalValue,
                    let low = iterator.next()?.hexadecimalValue
                else { return nil }
                decoded.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: decoded.append(.space)
            default: decoded.append(byte)
            }
        }
        self.init(validating: decoded, as: UTF8.self)
    }
}
