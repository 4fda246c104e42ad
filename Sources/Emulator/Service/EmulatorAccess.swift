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
            guard let host = request.fields["Host"].map(Self.name), Self.loopbackNames.contains(host) else {
                return .problem(
                    .forbidden, "This is for requests to a loopback address; Host is another one.")
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

    private static let loopbackNames: Set = ["127.0.0.1", "[::1]", "localhost"]

    /// A host without its port, folded.
    private static func name(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host.asciiFolded }
        return host[..<colon].description.asciiFolded
    }
}
