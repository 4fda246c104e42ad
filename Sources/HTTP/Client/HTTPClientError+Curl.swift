extension HTTPClientError {
    /// The error for the exit status of curl (curl(1), "EXIT CODES").
    ///
    /// - Parameters:
    ///   - status: nil if a signal ended it.
    ///   - words: the first line of its standard error.
    ///   - host: the host that was asked.
    init(curl status: Int32?, words: String, host: String) {
        let words = words.isEmpty ? "curl ended with status \(status ?? -1)" : words
        switch status {
        case 6: self = .unknownHost(host)
        case 7, 45: self = .unreachable(words)
        case 28: self = .timedOut
        // What keeps TLS from coming about: the handshake, certificates and their files, ciphers, revocation, a pinned key.
        case 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98: self = .insecure(words)
        case 1, 8: self = .malformed(words)
        // A partial answer, none, and errors of sending and receiving.
        case nil, 0, 18, 52, 55, 56: self = .disconnected
        default: self = .unsupported("curl failed: \(words)")
        }
    }

    /// What curl says, out of its standard error: the first line, without the words that begin each of its errors.
    static func curlWords(_ errors: [UInt8]) -> String {
        let line = errors.prefix { $0 >= 0x20 || $0 == .tab }
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasPrefix("curl: ("), let end = text.firstIndex(of: ")") else { return text }
        return String(text[text.index(after: end)...].drop { $0 == " " })
    }
}
