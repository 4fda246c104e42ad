/// Where a server listens: a host and a port.
package struct ListenAddress: Hashable, Sendable {
    /// An IPv4 literal, an IPv6 literal without brackets, `localhost` (both loopback addresses), or
    /// empty for every address of the machine.
    package let host: String
    /// 0 lets the system choose.
    package let port: UInt16

    /// A text that is no address to listen on; its description says why.
    package struct ParsingError: Error, Equatable, CustomStringConvertible {
        package let text: String
        package let reason: String

        package var description: String { "cannot listen on \"\(text)\": \(reason)" }
    }

    /// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` or `:8080` (every address).
    ///
    /// - Parameter text: host, colon and port.
    /// - Throws: what is wrong with the text.
    package init(parsing text: String) throws(ParsingError) {
        guard let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") else {
            throw ParsingError(text: text, reason: "there is no port; write for example 127.0.0.1:8080")
        }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit), let port = UInt16(digits) else {
            throw ParsingError(text: text, reason: "the port is not a number from 0 to 65535")
        }
        let host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            let literal = String(host.dropFirst().dropLast())
            guard literal.contains(":"), SocketAddress(host: literal, port: port) != nil else {
                throw ParsingError(text: text, reason: "[\(literal)] is not an IPv6 address")
            }
            self.init(host: literal, port: port)
        } else if host.contains(":") {
            throw ParsingError(text: text, reason: "an IPv6 address needs brackets, as in [::1]:8080")
        } else if host.isEmpty || host == "localhost" || SocketAddress(host: String(host), port: port) != nil
        {
            self.init(host: String(host), port: port)
        } else {
            throw ParsingError(
                text: text,
                reason: "the host is neither an IP address nor localhost, and names are not looked up")
        }
    }

    /// An address made of parts, not checked until the server starts.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}

extension ListenAddress: CustomStringConvertible {
    /// The form that `init(parsing:)` reads.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
