import Allocation

/// The textual encoding of certificates (RFC 7468).
enum PEM {
    private static let begin = "-----BEGIN CERTIFICATE-----"
    private static let end = "-----END CERTIFICATE-----"

    /// The first certificate of a text in DER: the text is PEM, or base64 of PEM or of DER. `nil` for anything else.
    static func certificate(in text: String) -> [UInt8]? {
        if text.contains(begin) { return decoded(text) }
        guard let bytes = Base64.standard.decode(text.filter { !$0.isWhitespace }) else { return nil }
        let inner = String(decoding: bytes, as: UTF8.self)
        return inner.contains(begin) ? decoded(inner) : bytes
    }

    private static func decoded(_ text: String) -> [UInt8]? {
        guard let begin = text.firstRange(of: begin),
            let end = text[begin.upperBound...].firstRange(of: end)
        else { return nil }
        return Base64.standard.decode(
            text[begin.upperBound..<end.lowerBound].filter { !$0.isWhitespace })
    }
}
