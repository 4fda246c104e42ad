import HTTP

/// The cookie by which a browser shows its session (RFC 6265).
///
/// HttpOnly keeps it from scripts. SameSite=Strict keeps it from requests that other sites start
/// (draft-ietf-httpbis-rfc6265bis, "Strict" and "Lax" enforcement).
enum SessionCookie {
    static let name = "dps-allocator-session"

    /// Of a browser's cookies for this host, of any name.
    private static let mostCookies = 64

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
        fields.members(of: "cookie", by: ";", most: mostCookies).filter { $0.hasPrefix(name) }.compactMap {
            pair in
            let parts = pair.members(by: "=", most: 3)
            guard parts.count == 2, parts[0] == name else { return nil }
            return SessionToken(String(parts[1]))
        }
    }
}
