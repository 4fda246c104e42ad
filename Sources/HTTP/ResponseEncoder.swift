/// Writes response heads (RFC 9112 §4) into a connection's output.
struct ResponseEncoder {
    /// How the content is delimited.
    enum Framing: Equatable {
        /// `Content-Length`, for an answer whose content has this many bytes (sent or, for HEAD, not).
        case length(Int)
        case chunked
        /// Up to the close of the connection, for HTTP/1.0.
        case untilClose
        /// RFC 9110 §8.6: no Content-Length in a 204; a 304 may leave it out.
        case none
    }

    private let serverLine: [UInt8]

    init(serverName: String?) {
        var line = ByteQueue()
        if let serverName {
            line.append("Server: ")
            line.append(serverName, allowing: \.isFieldValueByte)
            line.append("\r\n")
        }
        serverLine = line.takeFirst(line.count)
    }

    /// The status that is sent for one a handler gave: an answer must have a final status.
    static func sendable(_ status: HTTPStatus) -> HTTPStatus {
        (200...999).contains(status.code) ? status : .internalServerError
    }

    /// Whether a handler's fields ask for the connection to close.
    static func asksToClose(_ fields: [(name: String, value: String)]) -> Bool {
        fields.contains {
            $0.name.utf8.count == 10 && $0.name.lowercased() == "connection"
                && $0.value.lowercased() == "close"
        }
    }

    func encodeHead(
        _ status: HTTPStatus, fields: [(name: String, value: String)], framing: Framing,
        connection: ConnectionField, date: [UInt8], into output: inout ByteQueue
    ) {
        output.append("HTTP/1.1 ")
        output.append(decimal: status.code, width: 3)
        output.append(.space)
        output.append(status.phrase)
        output.append("\r\n")
        output.append(date)
        if !serverLine.isEmpty { output.append(serverLine) }
        for (name, value) in fields where Self.isSendable(name) {
            output.append(name)
            output.append(": ")
            // RFC 9110 §5.5: CR, LF and NUL in a value would split the response; a space replaces them.
            output.append(value, allowing: \.isFieldValueByte)
            output.append("\r\n")
        }
        switch framing {
        case .length(let length):
            output.append("Content-Length: ")
            output.append(decimal: length)
            output.append("\r\n")
        case .chunked: output.append("Transfer-Encoding: chunked\r\n")
        case .untilClose, .none: break
        }
        switch connection {
        case .close: output.append("Connection: close\r\n")
        case .keepAlive: output.append("Connection: keep-alive\r\n")
        case .implied: break
        }
        output.append("\r\n")
    }

    /// RFC 9112 §9.3: HTTP/1.1 implies that the connection goes on, HTTP/1.0 must be told.
    enum ConnectionField { case close, keepAlive, implied }

    /// Whether a handler may set this field: its name is a token, and not one the server answers for.
    private static func isSendable(_ name: String) -> Bool {
        let bytes = name.utf8.span
        guard !bytes.isEmpty else { return false }
        for index in bytes.indices where !bytes[index].isTokenCharacter { return false }
        switch bytes.count {
        case 4: return name.lowercased() != "date"
        case 10: return name.lowercased() != "connection"
        case 14: return name.lowercased() != "content-length"
        case 17: return name.lowercased() != "transfer-encoding"
        default: return true
        }
    }
}
