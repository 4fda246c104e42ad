import Allocation
import CommandLineInterface
import HTTP

/// The webhook that is looked at, and the key for it.
struct ExaminedWebhook: Sendable {
    /// Without the key.
    let url: HTTPURL
    /// As it stands in the URL, percent-encoded.
    private let code: String
    /// Takes the key out of texts, whoever put it there: a webhook may repeat what it was asked.
    let redaction: SecretRedaction
    /// Whether the URL had no path, and got the allocate endpoint's.
    let hadNoPath: Bool

    /// - Parameters:
    ///   - text: the URL that DPS is told, with or without `code=`.
    ///   - key: the key, if it is not in the URL.
    /// - Throws: `UsageError` for what is no URL, for no key, and for two.
    init(_ text: String, key: String?) throws(UsageError) {
        let given = try Self.parsed(text)
        var items = given.query?.split(separator: "&", omittingEmptySubsequences: false) ?? []
        let codes = items.filter { $0.hasPrefix("code=") }.map { String($0.dropFirst("code=".count)) }
        items.removeAll { $0.hasPrefix("code=") }
        switch (codes.first, key) {
        case (let code?, nil): self.code = code
        case (nil, let key?): code = Self.percentEncoded(key)
        case (_?, _?): throw UsageError("the key is given twice: by --code and in the URL")
        case (nil, nil): throw UsageError("--code is missing: the webhook's key, or - to read it")
        }
        guard codes.count < 2 else { throw UsageError("the URL has code= more than once") }
        guard !code.isEmpty else { throw UsageError("the key is empty") }
        let decoded = RequestTarget("/?code=\(code)").queryItem("code")
        redaction = SecretRedaction(
            Set([code, key, decoded].compactMap { $0 }), replacement: "<KEY>")
        hadNoPath = given.path == "/" && items.isEmpty
        let path = hadNoPath ? ServiceOptions.standardAllocatePath : given.path
        let query = items.isEmpty ? "" : "?" + items.joined(separator: "&")
        url = try Self.parsed("\(given.scheme.rawValue)://\(given.authority)\(path)\(query)")
    }

    private static func parsed(_ text: String) throws(UsageError) -> HTTPURL {
        do throws(HTTPURL.ParsingError) {
            return try HTTPURL(text)
        } catch {
            throw UsageError("--url: \(error)")
        }
    }

    /// RFC 3986 §2.3 and §3.4; `=` and `/`, which Azure's keys have, may stand in a query as they are.
    private static func percentEncoded(_ key: String) -> String {
        var text = ""
        for byte in key.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "="), UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }

    /// What a request shows.
    enum ShownKey: Sendable {
        case right
        /// As long as the right one, and otherwise in its first character only.
        case wrong
        case none
    }

    /// The URL to ask, with the key in it.
    func address(showing key: ShownKey) -> HTTPURL {
        let first: Character = code.hasPrefix("A") ? "B" : "A"
        let text =
            switch key {
            case .right: Self.joined(url, code: code)
            case .wrong: Self.joined(url, code: String(first) + code.dropFirst(code.hasPrefix("%") ? 3 : 1))
            case .none: "\(url.scheme.rawValue)://\(url.authority)\(url.target)"
            }
        return (try? HTTPURL(text)) ?? url
    }

    private static func joined(_ url: HTTPURL, code: String) -> String {
        "\(url.scheme.rawValue)://\(url.authority)\(url.target)\(url.query == nil ? "?" : "&")code=\(code)"
    }

    /// Another resource of the same server.
    func neighbour(_ path: String) -> HTTPURL? {
        try? HTTPURL("\(url.scheme.rawValue)://\(url.authority)\(path)")
    }

    /// The URL for people: without the key, `<KEY>` in its place.
    var shown: String { Self.joined(url, code: "<KEY>") }

    /// The URL as it stands in DPS's requests.
    var redacted: String { address(showing: .right).redacted }

    /// The URL that DPS should be told, `<KEY>` in the key's place: with https, and `NAME` for a host that DPS cannot reach.
    ///
    /// - Parameter path: another path than the URL's.
    /// - Returns: the URL as text.
    func advised(path: String? = nil) -> String {
        let isPublic = url.scheme == .https && !Reachability.isPrivate(url.host)
        let query = path == nil ? url.query.map { "?\($0)&" } : nil
        return "https://\(isPublic ? url.authority : "NAME")\(path ?? url.path)\(query ?? "?")code=<KEY>"
    }
}
