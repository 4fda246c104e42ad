/// Takes secrets out of what is kept, printed or logged: who is asked with a key may send it back.
package struct SecretRedaction: Sendable {
    /// In bytes. A shorter value is no secret, and taking it out would take innocent text with it.
    private static let shortestSecret = 8

    /// Longest first, so that a part does not hide the whole.
    private let secrets: [[UInt8]]
    private let replacement: String

    /// - Parameters:
    ///   - secrets: each in every form that it may have; those of less than 8 bytes are passed over.
    ///   - replacement: stands in their place.
    package init(_ secrets: Set<String>, replacement: String = "****") {
        self.replacement = replacement
        self.secrets = secrets.filter { $0.utf8.count >= Self.shortestSecret }.map { Array($0.utf8) }
            .sorted { $0.count > $1.count }
    }

    package func redacted(_ text: String) -> String {
        guard !secrets.isEmpty else { return text }
        return String(
            decoding: secrets.reduce(Array(text.utf8)) { replacing($1, in: $0) }, as: UTF8.self)
    }

    /// Of JSON, what its escapes hide is found, too; it is written anew then.
    package func redacted(_ bytes: [UInt8]) -> [UInt8] {
        let bytes = secrets.reduce(bytes) { replacing($1, in: $0) }
        guard !secrets.isEmpty, let json = try? JSONValue(parsing: bytes) else { return bytes }
        let redacted = redacted(json)
        return redacted == json ? bytes : redacted.serialized()
    }

    private func redacted(_ json: JSONValue) -> JSONValue {
        switch json {
        case .null, .bool, .number: return json
        case .string(let text): return .string(redacted(text))
        case .array(let elements): return .array(elements.map(redacted))
        case .object(let object):
            var result = JSONObject()
            for member in object.members { result[redacted(member.name)] = redacted(member.value) }
            return .object(result)
        }
    }

    private func replacing(_ secret: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= secret.count else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            let end = position + secret.count
            if bytes[position] == secret[0], end <= bytes.count, bytes[position..<end].elementsEqual(secret) {
                result += replacement.utf8
                position = end
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }
}
