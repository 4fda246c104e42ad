import HTTP

/// The cookie by which a browser shows its session (RFC 6265).
///
/// HttpOnly keeps it from scripts. SameSite=Strict keeps it from requests that other sites start
/// (draft-ietf-httpbis-rfc6265bis, "Strict" and "Lax" enforcement).
enum SessionCookie {
    static let name = "dps-allocator-session"

    /// Has the browser keep the session's cookie for as long as the session lasts.
    ///
    /// - Parameters:
    ///   - token: its value.
    ///   - isSecure: whether the browser is to send it by https only.
    /// - Returns: the field of the answer.
    static func setting(_ token: SessionToken, isSecure: Bool) -> (name: String, value: String) {
        field(token.text, lasting: Sessions.lifetime, isSecure: isSecure)
    }

    /// Has the browser forget it.
    static func clearing(isSecure: Bool) -> (name: String, value: String) {
        field("", lasting: 0, isSecure: isSecure)
    }

    private static func field(
        _ value: String, lasting seconds: Int64, isSecure: Bool
    ) -> (name: String, value: String) {
        (
            "set-cookie",
            "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(seconds)"
                + (isSecure ? "; Secure" : "")
        )
    }

    /// Every value of the cookie that could be a session's, in the order received. RFC 6265 §5.4 has all cookies in one field;
    /// a proxy that speaks HTTP/2 may have split it (RFC 9113 §8.2.3).
    ///
    /// There may be several, for a neighbouring host can set a cookie of this name for its whole domain, which then comes beside
    /// ours (RFC 6265 §8.6). The first that is a live session counts: so one that is made up keeps nobody out, and that of
    /// another session opens what its key opens and takes no write from a page that holds our session's token.
    static func tokens(in fields: HTTPFields) -> [SessionToken] {
        fields.values(of: "cookie").flatMap { $0.utf8.split(separator: UInt8(ascii: ";")) }.compactMap {
            pair in
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
                trimmed(pair[..<equals]).elementsEqual(name.utf8)
            else { return nil }
            let value = trimmed(pair[pair.index(after: equals)...])
            return SessionToken(String(decoding: value, as: UTF8.self))
        }
    }

    /// Without the blanks around it.
    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = text.firstIndex(where: { !isBlank($0) }),
            let last = text.lastIndex(where: { !isBlank($0) })
        else { return text[text.endIndex...] }
        return text[first...last]
    }
}
