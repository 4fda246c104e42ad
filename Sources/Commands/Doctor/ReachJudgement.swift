import HTTP

/// What keeps a webhook from being reached, and what to do about it.
struct ReachJudgement {
    static let check = "reachable"

    let webhook: ExaminedWebhook

    func finding(for answer: WebhookAnswer) -> Finding {
        let (host, port) = (webhook.url.host, webhook.url.port)
        let error: HTTPClientError
        switch answer.result {
        case .success:
            let tls = webhook.url.scheme == .https ? ", its certificate is good" : ""
            return .ok(Self.check, "\(host), port \(port)\(tls); answered in \(answer.milliseconds) ms")
        case .failure(let failure): error = failure
        }
        switch error {
        case .unknownHost:
            return .fail(
                Self.check, "\(error)",
                "look at the spelling, and whether the name is in the public DNS: nslookup \(host)")
        case .unreachable:
            return .fail(
                Self.check, "\(error)",
                "does the service run, and listen at port \(port)? dps-allocator serve --listen ADDRESS:PORT",
                "does a firewall let port \(port) through? Azure calls from many addresses")
        case .timedOut:
            return .fail(
                Self.check, "\(error)",
                "a firewall that drops what it does not know looks like this: is port \(port) open to all of Azure?",
                "if the webhook starts cold: --timeout SECONDS, and keep it warm, for DPS may not wait as long"
            )
        case .insecure:
            return .fail(
                Self.check, "\(error)",
                "DPS wants a certificate of a public authority, for \(host), not expired, with its whole chain",
                "see what is shown: openssl s_client -connect \(host):\(port) -servername \(host)")
        case .disconnected:
            return .fail(
                Self.check, "\(error)", "is what is behind the proxy running? Look at the proxy's log",
                "does port \(port) speak \(webhook.url.scheme.rawValue)?")
        case .malformed:
            return .fail(
                Self.check, "\(error)",
                webhook.url.scheme == .http
                    ? "does port \(port) speak TLS? Then the URL begins with https://"
                    : "what listens at port \(port) is no HTTP/1.1 server")
        case .tooLarge:
            return .fail(Self.check, "\(error)", "is this the allocate endpoint's URL? Its answers are small")
        case .unsupported:
            return .fail(Self.check, "\(error)", "apt-get install curl, or the like")
        }
    }
}
