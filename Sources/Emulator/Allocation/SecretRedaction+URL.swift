import Allocation
import HTTP

extension SecretRedaction {
    /// Names of a query's items that hold secrets: of Azure Functions, of Logic Apps, and what others use.
    private static let secretNames: Set = ["code", "sig", "key", "token", "secret"]

    /// Takes out the keys of a URL's query, as they are written there, and decoded.
    init(_ url: HTTPURL) {
        var secrets: Set<String> = []
        for item in (url.query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, Self.secretNames.contains(parts[0].lowercased()) {
                secrets.insert(String(parts[1]))
            }
        }
        for (name, value) in RequestTarget(url.target).queryItems() ?? []
        where Self.secretNames.contains(name.lowercased()) {
            secrets.insert(value)
        }
        self.init(secrets)
    }
}
