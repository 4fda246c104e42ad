/// An absolute `http` or `https` URL (RFC 9110 §4.2), as a client needs it.
package struct HTTPURL: Sendable, Hashable {
    package enum Scheme: String, Sendable {
        case http
        case https

        var standardPort: UInt16 { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// A name or an address; an IPv6 address without its brackets.
    package let host: String
    package let port: UInt16
    /// Percent-encoded; begins with a slash.
    package let path: String
    /// What follows the `?`, as written; `nil` without one. It may hold a key.
    package let query: String?

    /// A text that is no such URL; its description says why, and does not repeat the query.
    package struct ParsingError: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter text: for example `http://127.0.0.1:8080/api/allocate?code=KEY`. A fragment, user information and bytes that
    ///   are not visible ASCII are refused.
    /// - Throws: what is wrong with the text.
    package init(_ text: String) throws(ParsingError) {
        guard text.utf8.allSatisfy({ $0.isVisibleASCII && $0 != UInt8(ascii: "#") }) else {
            throw ParsingError(
                description: "a URL has visible ASCII only, other characters percent-encoded, and no fragment"
            )
        }
        guard let end = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<end.lowerBound].lowercased())
        else { throw ParsingError(description: "a URL begins with http:// or https://") }
        let rest = text[end.upperBound...]
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        guard !authority.contains("@") else {
            throw ParsingError(description: "user and password have no place in the URL")
        }
        let (host, port) = try Self.hostAndPort(authority)
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.standardPort
        let target = rest[authorityEnd...]
        let mark = target.firstIndex(of: "?")
        let path = target[..<(mark ?? target.endIndex)]
        self.path = path.isEmpty ? "/" : String(path)
        query = mark.map { String(target[target.index(after: $0)...]) }
    }

    private static func hostAndPort(_ authority: Substring) throws(ParsingError) -> (String, UInt16?) {
        var host = authority
        var port: UInt16?
        let isLiteral = authority.hasPrefix("[")
        if let colon = authority.lastIndex(of: ":"), !isLiteral || !authority.hasSuffix("]") {
            let digits = authority[authority.index(after: colon)...]
            guard let number = UInt16(digits), number > 0, digits.utf8.allSatisfy(\.isDigit) else {
                throw ParsingError(description: "the port is not a number from 1 to 65535")
            }
            port = number
            host = authority[..<colon]
        }
        if isLiteral {
            guard host.hasSuffix("]") else { throw ParsingError(description: "an IPv6 address ends in ]") }
            host = host.dropFirst().dropLast()
            guard SocketAddress(host: String(host), port: 0)?.isIPv6 == true else {
                throw ParsingError(description: "[\(host)] is not an IPv6 address")
            }
        }
        guard !host.isEmpty, isLiteral || !host.contains(":") else {
            throw ParsingError(description: "there is no host, or an IPv6 address without brackets")
        }
        return (String(host), port)
    }

    /// What a request line asks for (RFC 9112 §3.2.1).
    package var target: String { path + (query.map { "?" + $0 } ?? "") }

    /// The value of `Host` (RFC 9110 §7.2).
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.standardPort ? name : "\(name):\(port)"
    }

    /// For people and logs: the query, which may hold a key, as DPS shows it.
    package var redacted: String {
        "\(scheme.rawValue)://\(authority)\(path)" + (query == nil ? "" : "?****")
    }
}
