import Allocation
import HTTP

/// Who may use a route, and where the key is looked for.
enum Access: Sendable {
    /// Everybody, without a key: health.
    case open
    /// DPS, which can show a key in no other way than in the URL, as Azure Functions take it: `?code=`, or
    /// else the field `x-functions-key`.
    case webhook
    /// Holders of a key of one of these roles, or of an admin's: `Authorization: Bearer` (RFC 6750 §2.1), or else the cookie
    /// of a session that was begun with one.
    case bearer(Set<Role>)

    /// The secret that the request shows, if it shows one.
    func presentedSecret(in request: HTTPRequest) -> String? {
        switch self {
        case .open:
            return nil
        case .webhook:
            if let code = request.target.queryItem("code"), !code.isEmpty { return code }
            return request.fields["x-functions-key"]
        case .bearer:
            guard let credentials = request.fields["authorization"] else { return nil }
            let parts = credentials.split(separator: " ", maxSplits: 1)
            // The scheme's name has no case (RFC 9110 §11.1).
            guard parts.count == 2, String(parts[0]).equalsFoldingCase("bearer") else { return nil }
            return String(parts[1])
        }
    }

    /// Whether a browser's session may stand for the key. DPS has none, and a cookie that a browser sends by itself must never
    /// decide upon a device.
    var takesSession: Bool {
        if case .bearer = self { true } else { false }
    }

    func admits(_ role: Role) -> Bool {
        switch self {
        case .open: true
        case .webhook: role == .webhook || role == .admin
        case .bearer(let roles): role == .admin || roles.contains(role)
        }
    }
}
