import Allocation
import HTTP

/// Lets in who may: by the key that a request shows, or by the session that stands for one. Whoever is not let in is counted.
struct Admission: Sendable {
    let inventory: any DecisionInventory
    let sessions: Sessions
    let metrics: Metrics
    let report: @Sendable (String) -> Void

    static let showKey = "Show a key: Authorization: Bearer KEY."

    /// The answer to who may not call the allocate endpoint; `nil` when the request may go on. Cookies are not looked at.
    func webhookRefusal(of context: inout RequestContext) -> HTTPResponse? {
        let access = Access.webhook
        let key: APIKey?
        do throws(StoreError) {
            key = try access.presentedSecret(in: context.request).flatMap { secret throws(StoreError) in
                try inventory.liveKeys().key(forSecret: secret)
            }
        } catch {
            report("keys cannot be read: \(error)")
            return AllocateEndpoint.tryAgain
        }
        guard let key, access.admits(key.role) else {
            metrics.countUnauthorized()
            return HTTPResponse.text(.unauthorized, "Unauthorized.", fields: [("www-authenticate", "code")])
        }
        context.admit(key)
        return nil
    }

    /// Lets a request go on, and tells it who asks.
    ///
    /// - Throws: `Problem` when it shows nothing that opens the route, writes by a cookie without the session's token, or the
    ///   keys cannot be read.
    func admit(_ context: inout RequestContext, by access: Access) throws(Problem) {
        let fields = context.request.fields
        guard !fields.contains("authorization") else {
            guard let secret = access.presentedSecret(in: context.request) else { throw unauthorized() }
            context.admit(try key(forSecret: secret, by: access))
            return
        }
        // SameSite=Strict lets through what a page of another port or subdomain has the browser send; this does not.
        guard access.takesSession, !fields.comesFromElsewhere,
            let (session, key) = try liveSession(in: fields)
        else { throw unauthorized() }
        try check(key, by: access)
        let method = context.request.method
        guard method == .get || method == .head || session.isToken(fields["x-csrf-token"] ?? "") else {
            metrics.countUnauthorized()
            throw Problem(
                .csrfTokenRequired,
                "With a session's cookie this needs the field X-CSRF-Token, as GET /api/session tells it.")
        }
        context.session = session
        context.admit(key)
    }

    /// Finds the live key of a secret.
    ///
    /// - Parameters:
    ///   - secret: what was shown.
    ///   - access: what is asked for.
    ///   - advice: what is said when there is no such key.
    /// - Returns: the key, which opens what is asked for.
    /// - Throws: `Problem` 401 when there is none, 403 when it does not open that, 503 when the keys cannot be read.
    func key(
        forSecret secret: String, by access: Access, otherwise advice: String = showKey
    ) throws(Problem) -> APIKey {
        guard let key = try liveKeys().key(forSecret: secret) else { throw unauthorized(advice) }
        try check(key, by: access)
        return key
    }

    /// The first session of the cookies that is live and whose key is. One whose key is not will never be again.
    private func liveSession(in fields: HTTPFields) throws(Problem) -> (Session, APIKey)? {
        let candidates = SessionCookie.tokens(in: fields).compactMap(sessions.session)
        guard !candidates.isEmpty else { return nil }
        let keys = try liveKeys()
        for session in candidates {
            // A key that was made DPS's opens nothing here any more: its session would keep its browser from signing in anew.
            if let key = keys.key(id: session.keyID), key.role != .webhook { return (session, key) }
            sessions.end(session)
        }
        return nil
    }

    private func liveKeys() throws(Problem) -> LiveKeys {
        do throws(StoreError) {
            return try inventory.liveKeys()
        } catch {
            // What exactly is wrong goes to the log; it is nothing for somebody who has shown no key.
            throw Problem(
                .unavailable, "The keys cannot be read.", fields: [("retry-after", "1")],
                cause: "keys cannot be read: \(error)")
        }
    }

    private func check(_ key: APIKey, by access: Access) throws(Problem) {
        guard access.admits(key.role) else {
            metrics.countUnauthorized()
            throw Problem(.forbidden, "A key of the role \(key.role.rawValue) may not do this.")
        }
    }

    private func unauthorized(_ advice: String = showKey) -> Problem {
        metrics.countUnauthorized()
        // RFC 9110 §11.6.1: a 401 names the scheme by which to come again.
        return Problem(.unauthorized, advice, fields: [("www-authenticate", "Bearer")])
    }
}

extension RequestContext {
    fileprivate mutating func admit(_ key: APIKey) {
        keyName = key.name
        keyID = key.id
        role = key.role
    }
}
