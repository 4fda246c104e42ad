import HTTP

/// Takes the key of a URL's query out of what is kept and logged: a webhook may send back what it was asked with.
struct QueryRedaction {
    /// Values of other names than `code` count as secrets from this length on; shorter ones would take innocent text with them.
    private static let shortestSecret = 8

    /// Longest first, so that a part does not hide the whole.
    private let secrets: [[UInt8]]

    init(_ url: HTTPURL) {
        var secrets: Set<String> = []
        if let query = url.query {
            secrets.insert(query)
            for item in query.split(separator: "&") {
                let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if let value = parts.dropFirst().first, Self.isSecret(String(value), of: String(parts[0])) {
                    secrets.insert(String(value))
                }
            }
            for (name, value) in RequestTarget(url.target).queryItems() ?? []
            where Self.isSecret(value, of: name) {
                secrets.insert(value)
            }
        }
        self.secrets = secrets.filter { !$0.isEmpty }.map { Array($0.utf8) }.sorted { $0.count > $1.count }
    }

    private static func isSecret(_ value: String, of name: String) -> Bool {
        name.lowercased() == "code" || value.utf8.count >= shortestSecret
    }

    func redacted(_ text: String) -> String {
        secrets.isEmpty ? text : String(decoding: redacted(Array(text.utf8)), as: UTF8.self)
    }

    func redacted(_ bytes: [UInt8]) -> [UInt8] {
        secrets.reduce(bytes) { Self.replacing($1, in: $0) }
    }

    private static func replacing(_ secret: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= secret.count else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            let end = position + secret.count
            if bytes[position] == secret[0], end <= bytes.count, bytes[position..<end].elementsEqual(secret) {
                result += "****".utf8
                position = end
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }
}
