/// The forms of a request target (RFC 9112 §3.2, RFC 9110 §4.2), and methods that have rules about it.
extension RequestRow {
    private static let host = "Host: a\r\n"

    private static func get(
        _ rule: String, _ name: String, _ target: String, _ expected: String, fields: String = host
    ) -> RequestRow {
        RequestRow(rule, name, "GET \(target) HTTP/1.1\r\n\(fields)\r\n", expected)
    }

    private static func connect(_ name: String, _ target: String, _ expected: String) -> RequestRow {
        RequestRow("9110 §9.3.6", name, "CONNECT \(target) HTTP/1.1\r\n\(host)\r\n", expected)
    }

    /// Targets that reach the handler as they were sent.
    static let targets: [RequestRow] = [
        get("9112 §3.2.2", "absolute-form wins over Host", "http://b.example/x", "200 GET /x "),
        get("9112 §3.2.2", "absolute-form with an empty port", "http://b:/x", "200 GET /x "),
        get("9112 §3.2.2", "absolute-form with a query alone", "http://b?x/y", "200 GET /?x/y "),
        get("9112 §3.2.2", "absolute-form with an escaped host", "http://b%2Ec/x", "200 GET /x "),
        RequestRow(
            "9112 §3.2.2", "OPTIONS in absolute-form", "OPTIONS http://b HTTP/1.1\r\n\(host)\r\n",
            "200 OPTIONS / "),
        RequestRow(
            "9110 §9.3.7", "OPTIONS of a path", "OPTIONS /a HTTP/1.1\r\n\(host)\r\n", "200 OPTIONS /a "),
        RequestRow("9110 §9.3.8", "TRACE", "TRACE /a HTTP/1.1\r\n\(host)\r\n", "200 TRACE /a "),
        get("9110 §4.2.3", "an escaped NUL stays escaped", "/a%00b", "200 GET /a%00b "),
        get("9110 §4.2.3", "an escaped slash stays escaped", "/a%2fb", "200 GET /a%2fb "),
        get("9110 §4.2.3", "dots are no navigation", "/a/../b/./c", "200 GET /a/../b/./c "),
        get("9110 §4.2.3", "escaped dots are no navigation", "/%2e%2E/b", "200 GET /%2e%2E/b "),
        get("9110 §4.2.3", "a percent sign alone", "/%", "200 GET /% "),
        get("9110 §4.2.3", "two slashes", "//b/c", "200 GET //b/c "),
        get("9110 §4.2.3", "an escaped line end", "/%0d%0aX:y", "200 GET /%0d%0aX:y "),
        get("9112 §3.2.1", "two question marks", "/a?b?c", "200 GET /a?b?c "),
        get("9112 §3.2", "visible characters that no URI has", "/\"<>\\^`{|}", "200 GET /\"<>\\^`{|} "),
    ]

    /// Targets that are refused.
    static let refusedTargets: [RequestRow] = [
        get("9112 §3.2", "absolute-form without Host", "http://b/x", "400!", fields: ""),
        get(
            "9112 §3.2", "absolute-form with a malformed Host", "http://b/x", "400!", fields: "Host: a b\r\n"),
        get("9110 §4.2.1", "no host but a port", "http://:80/x", "400!"),
        get("9110 §4.2.2", "https without a host", "https://?x", "400!"),
        get("9112 §3.2", "a port of letters", "http://b:x/", "400!"),
        get("9112 §3.2", "a bad escape in a host", "http://b%2/", "400!"),
        get("9112 §3.2", "a fragment in absolute-form", "http://b/#x", "400!"),
        get("9112 §3.2.2", "a scheme alone", "http://", "400!"),
        get("9112 §3.2.2", "one slash", "http:/b/x", "400!"),
        get("9112 §3.2.3", "authority-form without CONNECT", "b:80", "400!"),
        get("9112 §3.2", "a tab", "/a\tb", "400!"),
        get("9112 §3.2", "DEL", "/\u{7F}", "400!"),
        get("9112 §3", "no target", "", "400!"),
        RequestRow(
            "9112 §3.2.4", "asterisk and more", "OPTIONS *?a HTTP/1.1\r\n\(host)\r\n", "400!"),
        RequestRow(
            "9112 §3.2.4", "POST of an asterisk", "POST * HTTP/1.1\r\n\(host)\r\n", "400!"),
        connect("CONNECT is not implemented", "b:443", "501!"),
        connect("CONNECT of IPv6", "[::1]:443", "501!"),
        connect("CONNECT without a port", "b", "400!"),
        connect("CONNECT with an empty port", "b:", "400!"),
        connect("CONNECT with a port of letters", "b:x", "400!"),
        connect("CONNECT with a port too large", "b:65536", "400!"),
        connect("CONNECT with port 0", "b:0", "400!"),
        connect("CONNECT without a host", ":443", "400!"),
        connect("CONNECT with user information", "u@b:443", "400!"),
        connect("CONNECT of IPv6 without a port", "[::1]", "400!"),
        connect("CONNECT in origin-form", "/", "400!"),
        connect("CONNECT in absolute-form", "http://b:443/", "400!"),
        connect("CONNECT in asterisk-form", "*", "400!"),
    ]
}
