package import Allocation
import HTTP

/// Who may see and change what is behind `/emulator`. Devices prove who they are by themselves.
package enum EmulatorAccess: Sendable {
    /// Everybody on this machine; but not a page in a browser that was led here by a name of its own, whose name is in `Host`
    /// ("DNS rebinding").
    case loopback
    /// Who shows the key with this digest: `Authorization: Bearer KEY` (RFC 6750 §2.1).
    case key(SHA256Digest)

    /// - Returns: `nil` when the request may go on.
    func refusal(of request: HTTPRequest) -> HTTPResponse? {
        switch self {
        case .loopback:
            guard let host = request.fields["Host"], Self.isLoopback(Self.name(host)) else {
                return .problem(
                    .forbidden, "This is for requests to a loopback address; Host is another one.")
            }
            // A proxy may well set Host to where it passes requests on to, and comes from loopback itself.
            guard !Self.proxyFields.contains(where: request.fields.contains) else {
                return .problem(
                    .forbidden,
                    "This is not for requests that a proxy passes on, unless there is a key: --key-file.")
            }
            return nil
        case .key(let digest):
            let parts = (request.fields["Authorization"] ?? "").split(separator: " ", maxSplits: 1)
            // The scheme's name has no case (RFC 9110 §11.1).
            guard parts.count == 2, String(parts[0]).equalsFoldingCase("bearer"),
                SHA256.hash(Array(parts[1].utf8)).constantTimeEquals(digest)
            else {
                var answer = HTTPResponse.problem(
                    .unauthorized, "Show the key of --key-file: Authorization: Bearer KEY.")
                answer.fields.append((name: "WWW-Authenticate", value: "Bearer"))
                return answer
            }
            return nil
        }
    }

    /// What a proxy says of whom it stands for (RFC 7239, RFC 9110 §7.6.3, and what came before).
    private static let proxyFields = [
        "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
    ]

    /// Whether a host is this machine: 127.0.0.0/8 (RFC 6890 §2.2.2), ::1, or `localhost`.
    ///
    /// - Parameter host: folded; an IPv6 address with or without its brackets.
    /// - Returns: false for names that only resolve to it.
    static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                part.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(part) != nil
            }
    }

    /// A host without its port, folded.
    private static func name(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host.asciiFolded }
        return host[..<colon].description.asciiFolded
    }
}
